// Plain JavaScript without imports: it has to run, and to say so, on the Node versions that it refuses.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(`Scoreline needs Node 24 or newer, and this is ${process.version}.\n`);
  process.exit(1);
}
// Compiled once and kept beside the packages: a question in the terminal answers in two thirds of the time. A folder of
// our own and not the machine's temporary one, which everybody may write to. Where this user may not write, nothing is kept.
process
  .getBuiltinModule('node:module')
  .enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/scoreline`);
try {
  process.loadEnvFile('.env');
} catch (error) {
  if (error.code !== 'ENOENT') {
    // A folder of that name is told as a wrong type.
    const why = error.code === 'ERR_INVALID_ARG_TYPE' ? 'it is no file' : error.message;
    const message = `The file .env cannot be read: ${why}. Let this user read it, or take it away and set the environment.`;
    process.stderr.write(`${message}\n`);
    const document = { name: 'error', data: { message, suggestions: [] }, text: message };
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    process.exit(78);
  }
}
