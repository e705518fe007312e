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

/** The card with every chart replaced by its fallback, which is what a client shows that knows no charts. */
export function withoutCharts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutCharts);
  if (typeof node !== 'object' || node === null) return node;
  if ('type' in node && String(node.type).startsWith('Chart.') && 'fallback' in node) return node.fallback;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutCharts(value)]));
}

/** The blocks that `@slack/types` knows: charts are newer, and `slackFaults` looks at them. */
export const withoutVisualizations = (blocks: unknown): unknown =>
  Array.isArray(blocks) ? blocks.filter(({ type }) => type !== 'data_visualization') : blocks;

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
