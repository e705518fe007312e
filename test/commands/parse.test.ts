import { describe, expect, it } from 'vitest';
import type { Command, Vocabulary } from '../../src/commands/command.ts';
import { controlIn } from '../../src/commands/control.ts';
import { commands } from '../../src/commands/index.ts';
import { parse } from '../../src/commands/parse.ts';
import { UserError } from '../../src/core/errors.ts';
import { addressIn } from '../../src/core/names.ts';
import type { Scope } from '../../src/core/scope.ts';
import { splitWords } from '../../src/core/words.ts';

const PROD = '11111111-0000-4000-8000-000000000001';
const subscription = (id: string, name: string): Scope => ({ kind: 'subscription', id, name });
const scopes: Scope[] = [
  { kind: 'management-group', id: 'mg-platform', name: 'Platform' },
  subscription(PROD, 'Contoso Prod'),
  subscription('11111111-0000-4000-8000-000000000002', 'Contoso Dev'),
  subscription('11111111-0000-4000-8000-000000000003', 'Data Lake'),
  subscription('11111111-0000-4000-8000-000000000004', 'In the Loop'),
  subscription('11111111-0000-4000-8000-000000000005', 'Fix Squad page 2'),
  subscription('11111111-0000-4000-8000-000000000006', 'Twin'),
  subscription('11111111-0000-4000-8000-000000000007', 'Twin'),
  {
    kind: 'connector',
    id: '/subscriptions/x/resourcegroups/r/providers/microsoft.security/securityconnectors/aws-1',
    name: 'aws-1',
  },
];
const controls = [
  { id: 'c-mfa', name: 'Enable MFA' },
  { id: 'c-updates', name: 'Apply system updates' },
  { id: 'c-transit', name: 'Encrypt data in transit' },
  { id: 'c-rest', name: 'Enable encryption at rest' },
];
const vocabulary: Vocabulary = {
  scopes,
  controls,
  everything: [{ kind: 'all', id: 'all', name: 'All subscriptions' }, ...scopes],
};

type Addressed = 'named' | 'direct' | 'pressed';

/** The list with every `read` replaced by one that notes what it would ask about. */
function asked(text: string, addressed: Addressed = 'direct') {
  const parsed = parse({ text, addressed }, vocabulary, commands);
  parsed.read();
  return { name: parsed.command.name, line: parsed.line, page: parsed.page, share: parsed.share };
}

function refusal(text: string, addressed: Addressed = 'direct', named = scopes): UserError {
  try {
    parse({ text, addressed }, { ...vocabulary, scopes: named }, commands).read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}

describe('the grammar', () => {
  it.each([
    ['score', 'score', 'score'],
    ['SCORE Contoso prod', 'score', 'score Contoso prod'],
    ['score for subscription Contoso Prod', 'score', 'score for subscription Contoso Prod'],
    ['what is the score of Contoso Prod?', 'score', 'score of Contoso Prod'],
    ['please show me the controls for data lake', 'controls', 'controls for data lake'],
    ['control mfa contoso prod', 'control', 'control mfa contoso prod'],
    ['recommendations for dev', 'fix', 'fix for dev'],
    ['hi', 'help', 'hi'],
    ['hello there', 'help', 'hello there'],
    ['Contoso Prod', 'score', 'score Contoso Prod'],
    [PROD.toUpperCase(), 'score', `score ${PROD.toUpperCase()}`],
    ['In the Loop', 'score', 'score In the Loop'],
    ['ask for access', 'ask for access', 'ask for access'],
    ['access log', 'access', 'access log'],
  ])('reads %j as %s', (text, name, line) => {
    expect(asked(text)).toMatchObject({ name, line });
  });

  it('takes a page and a wish to share off the question', () => {
    expect(asked("share score 'Contoso Prod' page 2")).toEqual({
      name: 'score',
      line: "score 'Contoso Prod'",
      page: 2,
      share: true,
    });
    expect(refusal('score page 0').message).toContain('no page');
    expect(refusal('score page two').message).toContain('no page');
  });

  it('lets an exact name win over commands and over the word page', () => {
    expect(asked('fix squad page 2')).toMatchObject({ name: 'score', page: 1 });
    expect(asked('score Fix Squad page 2')).toMatchObject({ name: 'score', page: 1 });
    expect(asked('score Fix Squad page 2', 'pressed')).toMatchObject({ name: 'score', page: 1 });
    expect(asked('fix squad page 2', 'pressed')).toMatchObject({ name: 'fix', line: 'fix squad', page: 2 });
  });

  it('scores text without a command where it was called by name, and elsewhere only what resolves', () => {
    expect(asked('', 'named')).toMatchObject({ name: 'score', line: 'score' });
    expect(asked('dev', 'named')).toMatchObject({ name: 'score', line: 'score dev' });
    expect(refusal('').suggestions).toContain('score');
    expect(refusal('what a day').message).toContain("I don't understand");
  });

  it.each([
    ['score contso prod', ["score 'Contoso Prod'"]],
    ['score subscription contso prod', ["score 'Contoso Prod'"]],
    ['score mg contso prod', ["score 'Contoso Prod'"]],
    ['control contoso prod mfaa', ["control 'Enable MFA' contoso prod"]],
    ['controls mfa', ["control 'Enable MFA'", 'controls']],
    ['controls mfa dev', ["control 'Enable MFA' 'Contoso Dev'", "controls 'Contoso Dev'"]],
    ['score since monday', ['trend since monday', 'explain since monday']],
    ['score contoso prod last week', ['trend contoso prod last week']],
    ['scroe data lake', ['score data lake']],
    ['contrls dev', ['controls dev']],
    [
      'score twin',
      ['score 11111111-0000-4000-8000-000000000006', 'score 11111111-0000-4000-8000-000000000007'],
    ],
    ['score contoso', ["score 'Contoso Prod'", "score 'Contoso Dev'"]],
    ['control mfaa', ["control 'Enable MFA'"]],
    ["control mfa 'Contoso Prdo'", ["control 'Enable MFA' 'Contoso Prod'"]],
  ])('answers %j with a suggestion', (text, suggestions) => {
    expect(refusal(text).suggestions).toEqual(expect.arrayContaining(suggestions));
  });

  it('offers the same question once, however its names are written', () => {
    expect(refusal('contso prod').suggestions).toEqual(["score 'Contoso Prod'"]);
    expect(refusal('scroe contoso prod').suggestions).toEqual(['score contoso prod']);
    const long = [subscription('11111111-0000-4000-8000-000000000009', 'Contoso Production West')];
    expect(refusal('scroe contoso production west', 'direct', long).suggestions).toEqual([
      "score 'Contoso Production West'",
    ]);
    expect(refusal('foo').suggestions).toEqual(['score', 'help']);
  });

  it('takes a control and its scope in either order', () => {
    const order = (text: string) => {
      const found = controlIn(splitWords(text), { controls, scopes });
      return found && [found.named.name, found.scope.name];
    };
    expect(order('mfa contoso prod')).toEqual(['Enable MFA', 'Contoso Prod']);
    expect(order('contoso prod mfa')).toEqual(['Enable MFA', 'Contoso Prod']);
    expect(order('mfa')).toEqual(['Enable MFA', 'All subscriptions']);
    expect(order('encrypt data in transit data lake')).toEqual(['Encrypt data in transit', 'Data Lake']);
    expect(order('contoso prod')).toBeNull();
  });

  it.each([
    'score 5',
    'control 5',
    `score ${'x'.repeat(600)}`,
    'score \u0000\u0007',
    'x'.repeat(10_000),
    'score <!channel>',
  ])('refuses %j clearly', (text) => {
    const known = text === 'score \u0000\u0007';
    if (known) expect(asked(text)).toMatchObject({ line: 'score' });
    else expect(refusal(text).suggestions.length).toBeGreaterThan(0);
  });

  it('every example of every command is understood, and every suggestion is', () => {
    const lines = commands.flatMap(({ examples }) =>
      examples.map((example) =>
        example.replace('{scope}', "'Contoso Prod'").replace('{control}', "'Enable MFA'"),
      ),
    );
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(() => asked(line)).not.toThrow();
    for (const text of ['score contso', 'scroe', 'score twin', 'control mfaa']) {
      for (const line of refusal(text).suggestions) expect(() => asked(line)).not.toThrow();
    }
  });

  it.each([
    ['score for The Lab', 'The Lab'],
    ['what is the score of The Lab please', 'The Lab'],
    ['score lab', 'Lab'],
    ['score subscription Bank of Norway', 'Bank of Norway'],
    ['score for Bank of Norway, please', 'Bank of Norway'],
    ['score for the Contoso Prod.', 'Contoso Prod'],
    ['Share Point', 'Share Point'],
    ['score mg sandbox', 'sandbox'],
    ['grant All shared to slack:T1/C1', 'All shared'],
    ['grant Landing page 2 to slack:T1/C1', 'Landing page 2'],
    ['grant Welcome to Contoso', 'Welcome to Contoso'],
  ])('takes %j for the exact name', (text, name) => {
    const seen: Scope[] = [
      'Lab',
      'The Lab',
      'Bank of Norway',
      'Norway',
      'Contoso Prod',
      'Share Point',
      'Point',
      'Landing',
      'Landing page 2',
      'All shared',
      'Welcome to Contoso',
      'Sandbox',
    ].map((called, at) => subscription(`id-${at}`, called));
    const group: Scope = { kind: 'management-group', id: 'sandbox', name: 'Sandbox' };
    const everything: Scope[] = [{ kind: 'all', id: 'all', name: 'All subscriptions' }, ...seen, group];
    const { command, read, line, page, share } = parse(
      { text, addressed: 'direct' },
      { scopes: [...seen, group], controls, everything },
      commands,
    );
    expect(read).not.toThrow();
    expect([page, share]).toEqual([1, false]);
    expect(line.toLowerCase()).toContain(name.toLowerCase());
    expect(['score', 'grant']).toContain(command.name);
  });

  it('never suggests what would be refused again, also where an id is another name', () => {
    const twins: Scope[] = [
      { kind: 'management-group', id: 'sandbox', name: 'Sandbox' },
      subscription('id-1', 'Sandbox'),
      { kind: 'management-group', id: 'corp', name: 'Corporate' },
      subscription('id-2', 'Corp'),
    ];
    const own = { scopes: twins, controls, everything: [] };
    const read = (text: string) => parse({ text, addressed: 'direct' }, own, commands).read();
    for (const text of ['score sandbox', 'score corp']) {
      const error = (() => {
        try {
          return read(text) as never;
        } catch (thrown) {
          return thrown as UserError;
        }
      })();
      expect(error.suggestions).toHaveLength(2);
      for (const line of error.suggestions) expect(() => read(line), line).not.toThrow();
    }
    const address = addressIn({
      groups: twins.filter(({ kind }) => kind === 'management-group'),
      subscriptions: twins.filter(({ kind }) => kind === 'subscription') as never,
      unreadGroups: [],
    });
    expect(twins.map(address)).toEqual(['management group sandbox', 'id-1', "'Corporate'", 'id-2']);
    for (const twin of twins) expect(() => read(`fix ${address(twin)}`)).not.toThrow();
  });

  it.each(['whats the score', 'what should I fix', 'Contso', 'scroe foo', 'Contoso Prod score'])(
    'suggests for %j only what is understood',
    (text) => {
      const lines = refusal(text).suggestions;
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(() => asked(line), line).not.toThrow();
    },
  );

  it('says what it does not know where it was called by name', () => {
    expect(refusal('Contso', 'named').message).toContain('scope called "Contso". Did you mean Contoso');
    expect(refusal('control foo').suggestions).toContain('controls');
  });

  it('takes one more command as one more entry in the list', () => {
    const ping: Command = { ...(commands[0] as Command), name: 'ping', phrases: ['ping'], who: 'anyone' };
    expect(parse({ text: 'ping', addressed: 'direct' }, vocabulary, [...commands, ping]).command.name).toBe(
      'ping',
    );
  });

  it.each([
    ['tell me the score', ['score']],
    ['give me the score of contoso prod', ['score of contoso prod']],
    ['what should I fix in contoso prod?', ['fix in contoso prod']],
    ['contoso prod trend', ['trend contoso prod']],
    ['how many resources are unhealthy', ['resources']],
    ['helo mfa', ['help', 'hello']],
  ])('finds the question inside %j, and offers nothing that would fail', (text, lines) => {
    for (const addressed of ['direct', 'named'] as const)
      expect(refusal(text, addressed).suggestions).toEqual(expect.arrayContaining(lines));
    const all = refusal(text).suggestions;
    for (const line of all) expect(() => asked(line, 'pressed')).not.toThrow();
    expect(all.join()).not.toMatch(/what if|help me|hello me|timezone/);
  });
});
