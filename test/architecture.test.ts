import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Which rooms and packages each room may import. A room that is not named here may import nothing. */
const ROOMS: Record<string, { rooms: readonly string[]; packages: readonly string[] }> = {
  core: { rooms: ['core'], packages: ['fastest-levenshtein', 'temporal-polyfill'] },
  cards: { rooms: ['core', 'cards'], packages: ['adaptivecards-templating', 'node:'] },
  ports: { rooms: ['core', 'cards', 'ports'], packages: ['node:'] },
  answers: { rooms: ['core', 'cards', 'ports', 'answers'], packages: ['node:timers/promises'] },
  commands: { rooms: ['core', 'cards', 'ports', 'answers', 'commands'], packages: [] },
  jobs: { rooms: ['core', 'cards', 'ports', 'answers', 'jobs'], packages: [] },
  bot: { rooms: ['core', 'cards', 'ports', 'answers', 'commands', 'bot'], packages: ['node:'] },
  azure: { rooms: ['core', 'ports', 'azure'], packages: ['@azure/', 'zod', 'node:'] },
  storage: { rooms: ['core', 'ports', 'storage'], packages: ['better-sqlite3', 'pg', 'node:'] },
  'platforms/work.ts': { rooms: [], packages: ['node:'] },
  'platforms/body.ts': { rooms: [], packages: ['node:'] },
  'platforms/teams': {
    rooms: ['core', 'cards', 'ports', 'bot', 'platforms/teams', 'platforms/work.ts', 'platforms/body.ts'],
    packages: ['botbuilder', 'botframework-', '@azure/', 'zod', 'node:'],
  },
  'platforms/slack': {
    rooms: ['core', 'cards', 'ports', 'bot', 'platforms/slack', 'platforms/work.ts', 'platforms/body.ts'],
    packages: ['@slack/', 'zod', 'node:'],
  },
  'platforms/terminal': {
    rooms: ['core', 'cards', 'ports', 'bot', 'platforms/terminal'],
    packages: ['node:'],
  },
  demo: { rooms: ['core', 'ports', 'storage', 'demo'], packages: ['node:'] },
  settings: { rooms: ['core'], packages: ['zod', 'temporal-polyfill'] },
  'config-file': { rooms: ['settings'], packages: ['zod', 'yaml', 'node:'] },
  config: { rooms: ['settings', 'config-file'], packages: ['temporal-polyfill'] },
  log: { rooms: ['config', 'ports'], packages: ['pino', 'pino-pretty', 'node:'] },
  metrics: { rooms: ['ports'], packages: ['prom-client'] },
  server: { rooms: ['core', 'ports'], packages: ['node:'] },
  main: {
    rooms: [
      'core',
      'cards',
      'ports',
      'answers',
      'commands',
      'jobs',
      'bot',
      'azure',
      'storage',
      'platforms/teams',
      'platforms/slack',
      'config',
    ],
    packages: [],
  },
  cli: {
    rooms: [
      'core',
      'cards',
      'ports',
      'jobs',
      'bot',
      'azure',
      'storage',
      'demo',
      'platforms/teams',
      'platforms/slack',
      'platforms/terminal',
      'config',
      'log',
      'metrics',
      'server',
      'main',
      'cli',
    ],
    packages: ['fflate', 'node:'],
  },
};

/** Rooms that an entry point may reach by `await import` only, so that a stored question loads no SDK. */
const LAZY = new Set(['azure', 'storage', 'platforms/teams', 'platforms/slack']);

type Import = { file: string; room: string; target: string; dynamic: boolean; type: boolean };

describe('the arrows between rooms', () => {
  const all = sources(join(ROOT, 'src')).flatMap(importsOf);

  it('reads the imports of the whole house', () => {
    expect(all.length).toBeGreaterThan(100);
  });

  it('knows every room', () => {
    expect([...new Set(all.map(({ room }) => room))].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  it('follows only the arrows of the plan', () => {
    expect(all.filter((found) => !allowed(found)).map(show)).toEqual([]);
  });

  it('opens edges by await import only', () => {
    const wiring = all.filter(({ room }) => room === 'main' || room === 'cli');
    expect(
      wiring.filter(({ target, dynamic, type }) => LAZY.has(target) && !dynamic && !type).map(show),
    ).toEqual([]);
  });

  it('would name a bad arrow', () => {
    expect(allowed({ file: 'x', room: 'core', target: 'azure', dynamic: false, type: false })).toBe(false);
    expect(allowed({ file: 'x', room: 'commands', target: '@slack/bolt', dynamic: true, type: false })).toBe(
      false,
    );
  });

  it('keeps core free of waiting and of the clock', () => {
    const impure = sources(join(ROOT, 'src/core')).filter((file) =>
      /\bawait\b|Date\.now\(|new Date\(\)/.test(code(file)),
    );
    expect(impure.map((file) => relative(ROOT, file))).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = sources(join(ROOT, 'src')).filter((file) => code(file).includes('process.env'));
    expect(readers.map((file) => relative(ROOT, file)).sort()).toEqual([
      'src/cli/run.ts',
      'src/demo/playground.ts',
    ]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const code = (file: string): string => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...[...text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?from\s+)?'([^']+)'/gm)].map((m) => ({
      spec: m[2] ?? '',
      dynamic: false,
      type: m[1] !== undefined,
    })),
    ...[...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)(\.|\[)?/g)].map((m) => ({
      spec: m[1] ?? '',
      dynamic: true,
      type: m[2] === '.',
    })),
    ...[...text.matchAll(/\brequire\(\s*'([^']+)'\s*\)/g)].map((m) => ({
      spec: m[1] ?? '',
      dynamic: true,
      type: false,
    })),
  ];
  const room = roomOf(file);
  return found
    .map(({ spec, dynamic, type }) => ({
      file: relative(ROOT, file),
      room,
      target: spec.startsWith('.') ? roomOf(join(file, '..', spec)) : spec,
      dynamic,
      type,
    }))
    .filter(({ target }) => target !== 'data');
}

function roomOf(file: string): string {
  const path = relative(join(ROOT, 'src'), file);
  if (path.endsWith('.json')) return 'data';
  const parts = path.split('/');
  if (parts[0] === 'platforms') return parts.slice(0, 2).join('/');
  return (parts[0] ?? '').replace(/\.ts$/, '');
}

function allowed({ room, target }: Import): boolean {
  const plan = ROOMS[room];
  if (plan === undefined) return false;
  return (
    plan.rooms.includes(target) ||
    plan.packages.some((name) => (/[-:/]$/.test(name) ? target.startsWith(name) : target === name))
  );
}

const show = ({ file, target }: Import) => `${file} imports ${target}`;
