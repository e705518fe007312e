import { Unreachable } from '../core/errors.ts';
import { run } from './run.ts';

await run(async ({ args: [script] }) => {
  throw new Unreachable(`Not yet: "npm run ${script}" comes with a later version.`);
});
