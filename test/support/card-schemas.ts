import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const require = createRequire(import.meta.url);
const FIXTURES = new URL('../fixtures/schemas/', import.meta.url);
const read = (path: string | URL) => JSON.parse(readFileSync(path, 'utf8'));

/** The official schema of Adaptive Cards 1.5. */
export function adaptiveCardSchema(): ValidateFunction {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addMetaSchema(read(require.resolve('ajv/dist/refs/json-schema-draft-06.json')));
  const { id: _, ...schema } = read(new URL('adaptive-card-1.5.json', FIXTURES));
  return ajv.compile(schema);
}

/** `KnownBlock[]` of `@slack/types` as a schema; making it takes seconds, so it is kept per version. */
export function slackBlocksSchema(): ValidateFunction {
  const types = require.resolve('@slack/types');
  const { version } = read(require.resolve('@slack/types/package.json'));
  const cache = new URL('../../node_modules/.cache/scoreline/', import.meta.url);
  const file = new URL(`slack-blocks-${version}.json`, cache);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  try {
    return ajv.compile(read(file));
  } catch {
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, JSON.stringify(generated(types.replace(/\.js$/, '.d.ts'))));
    return ajv.compile(read(file));
  }
}

function generated(path: string): object {
  const generator = createGenerator({
    path,
    type: 'KnownBlock',
    skipTypeCheck: true,
    additionalProperties: false,
  });
  const { definitions } = generator.createSchema('KnownBlock');
  return { type: 'array', items: { $ref: '#/definitions/KnownBlock' }, definitions };
}
