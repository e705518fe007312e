// Plain JavaScript without imports: it has to run, and to say so, on the Node versions that it refuses.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(`Scoreline needs Node 24 or newer, and this is ${process.version}.\n`);
  process.exit(1);
}
try {
  process.loadEnvFile('.env');
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
