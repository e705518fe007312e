import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../src/commands/index.ts';

const read = (name: string) => readFileSync(new URL(`../../../manifest/teams/${name}`, import.meta.url));
const manifest = z
  .object({
    name: z.object({ short: z.string().max(30), full: z.string().max(100) }),
    description: z.object({ short: z.string().max(80), full: z.string().max(4000) }),
    bots: z
      .array(
        z.object({
          scopes: z.array(z.string()),
          commandLists: z
            .array(
              z.object({
                scopes: z.array(z.string()),
                commands: z
                  .array(z.object({ title: z.string().max(32), description: z.string().max(128) }))
                  .max(10),
              }),
            )
            .max(3),
        }),
      )
      .length(1),
  })
  .parse(JSON.parse(read('manifest.json').toString()));

describe('the Teams manifest', () => {
  it('suggests commands that exist, in every place', () => {
    const names = new Set(commands.map(({ name }) => name));
    for (const { scopes, commandLists } of manifest.bots) {
      expect(commandLists.flatMap((list) => list.scopes).toSorted()).toEqual(scopes.toSorted());
      for (const { title } of commandLists.flatMap((list) => list.commands)) expect(names).toContain(title);
    }
  });

  it('names no product of Microsoft in the name of the app', () => {
    expect(`${manifest.name.short} ${manifest.name.full}`).not.toMatch(/microsoft|azure|teams|defender/iu);
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is %d pixels wide and high', (name, size) => {
    const png = read(name);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});
