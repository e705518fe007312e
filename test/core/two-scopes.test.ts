import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { Scope } from '../../src/core/scope.ts';
import { twoScopes } from '../../src/core/two-scopes.ts';
import { splitWords } from '../../src/core/words.ts';

const AWS = '/subscriptions/x/resourcegroups/r/providers/microsoft.security/securityconnectors/aws-1';
const NAMES = [
  'Contoso Prod',
  'Contoso Dev',
  'Data Lake',
  'Dev and Test',
  'Test',
  'Bank with Care',
  'Care',
  'To the Moon',
  'Between Jobs',
];
const SCOPES: readonly Scope[] = [
  { kind: 'management-group', id: 'mg-platform', name: 'Platform' },
  ...NAMES.map((name, n): Scope => ({ kind: 'subscription', id: `id-${n}`, name })),
  { kind: 'connector', id: AWS, name: 'AWS payments' },
];
const read = (text: string, scopes = SCOPES): string[] => {
  const { left, right } = twoScopes(splitWords(text), scopes);
  return [left.name, right.name];
};

function refused(text: string, scopes = SCOPES): UserError {
  try {
    read(text, scopes);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}

describe('two scopes', () => {
  test.each([
    ['contoso prod with contoso dev', 'Contoso Prod', 'Contoso Dev'],
    ['prod with contoso dev', 'Contoso Prod', 'Contoso Dev'],
    ['prod and contoso dev', 'Contoso Prod', 'Contoso Dev'],
    ['prod vs data lake', 'Contoso Prod', 'Data Lake'],
    ['prod vs. data lake', 'Contoso Prod', 'Data Lake'],
    ['prod versus lake', 'Contoso Prod', 'Data Lake'],
    ['the prod against my lake, please', 'Contoso Prod', 'Data Lake'],
    ['prod to lake', 'Contoso Prod', 'Data Lake'],
    ['prod & lake', 'Contoso Prod', 'Data Lake'],
    ['prod, lake', 'Contoso Prod', 'Data Lake'],
    ['Contoso Prod, Contoso Dev', 'Contoso Prod', 'Contoso Dev'],
    ['data lake contoso prod', 'Data Lake', 'Contoso Prod'],
    ['between prod and lake', 'Contoso Prod', 'Data Lake'],
    ['Between Jobs and lake', 'Between Jobs', 'Data Lake'],
    ['both prod and lake', 'Contoso Prod', 'Data Lake'],
    ['the score of prod with the score of lake', 'Contoso Prod', 'Data Lake'],
    ['prod with mg platform', 'Contoso Prod', 'Platform'],
    ['platform with sub contoso prod', 'Platform', 'Contoso Prod'],
    ['aws with prod', 'AWS payments', 'Contoso Prod'],
    ['all with prod', 'All subscriptions', 'Contoso Prod'],
    ['prod with everything', 'Contoso Prod', 'All subscriptions'],
    ['id-0 with id-2', 'Contoso Prod', 'Data Lake'],
    // Names that hold the words between.
    ['dev and test with prod', 'Dev and Test', 'Contoso Prod'],
    ['dev and test and prod', 'Dev and Test', 'Contoso Prod'],
    ['prod and dev and test', 'Contoso Prod', 'Dev and Test'],
    ['bank with care with prod', 'Bank with Care', 'Contoso Prod'],
    ['prod with bank with care', 'Contoso Prod', 'Bank with Care'],
    ['to the moon with test', 'To the Moon', 'Test'],
    ['test to to the moon', 'Test', 'To the Moon'],
    ["'dev and test' 'bank with care'", 'Dev and Test', 'Bank with Care'],
    ['“Dev and Test” with prod', 'Dev and Test', 'Contoso Prod'],
  ])('reads %j', (text, left, right) => {
    expect(read(text)).toEqual([left, right]);
  });

  test('take two whole names rather than one with the word between in it', () => {
    const scopes: Scope[] = ['Dev', 'Test', 'Dev and Test'].map((name, n) => ({
      ...{ kind: 'subscription', id: `id-${n}`, name },
    }));
    expect(read('dev and test', scopes)).toEqual(['Dev', 'Test']);
    expect(refused("'dev and test'", scopes).message).toContain('Compare Dev and Test with what?');
    expect(refused('dev and test', scopes.slice(0, 1).concat(scopes.slice(2))).message).toContain(
      'Compare Dev and Test with what?',
    );
    expect(read("'dev and test' with dev", scopes)).toEqual(['Dev and Test', 'Dev']);
  });

  test('ask where two readings are as good', () => {
    const scopes: Scope[] = ['A1', 'B1', 'A1 with B1', 'B1 with C1', 'C1'].map((name, n) => ({
      ...{ kind: 'subscription', id: `id-${n}`, name },
    }));
    const { message, suggestions } = refused('a1 with b1 with c1', scopes);
    expect(message).toContain('several ways');
    expect(suggestions).toEqual(["compare 'A1' with 'B1 with C1'", "compare 'A1 with B1' with 'C1'"]);
    for (const line of suggestions) expect(() => read(line.slice('compare '.length), scopes)).not.toThrow();
  });

  test.each([
    ['prod', 'Compare Contoso Prod with what?'],
    ['prod with', 'Compare Contoso Prod with what?'],
    ['with prod', 'Compare Contoso Prod with what?'],
    ['prod with the', 'Compare Contoso Prod with what?'],
    ['all', 'Compare All subscriptions with what?'],
    ['', 'Compare what with what?'],
    ['with', 'Compare what with what?'],
    ['prod with prod', 'That is Contoso Prod twice.'],
    ['contoso prod and id-0', 'That is Contoso Prod twice.'],
    ['all with everything', 'That is All subscriptions twice.'],
    ['contoso with lake', '"contoso" fits several: Contoso Prod, Contoso Dev.'],
    ['lake with contoso', '"contoso" fits several: Contoso Prod, Contoso Dev.'],
    ['contso prd with lake', 'scope called "contso prd". Did you mean Contoso Prod'],
    ['lake with contso prd', 'scope called "contso prd". Did you mean Contoso Prod'],
    ['contso prd with data lke', 'Did you mean'],
    ['contso prd', 'scope called "contso prd". Did you mean Contoso Prod'],
  ])('refuse %j and say what would do', (text, message) => {
    const error = refused(text);
    expect(error.message).toContain(message);
    expect(error.suggestions.length).toBeGreaterThan(0);
    for (const line of error.suggestions) {
      expect(line).toMatch(/^compare .+ with .+/);
      expect(() => read(line.slice('compare '.length)), line).not.toThrow();
    }
  });

  test.each(['zzz with lake', 'lake with zzz', 'zzz with yyy', 'zzz', 'zzz yyy'])(
    'say of %j how to list what there is',
    (text) => {
      const error = refused(text);
      expect(error.message).toMatch(/don't know a scope called "(?:zzz|yyy|zzz yyy)"/);
      expect(error.suggestions).toEqual(['score', 'help']);
    },
  );

  test('are two different ones, or a refusal whose every suggestion is understood', () => {
    const words = fc.constantFrom(
      ...['with', 'and', 'to', 'the', 'all', 'Test', 'Dev', 'prod', 'contoso', 'care', 'bank', 'zzz', 'mg'],
      ...["'Dev and Test'", 'platform', 'contso', 'between', 'score', 'of', 'moon', "''", 'aws', 'vs'],
    );
    const line = fc.array(words, { maxLength: 7 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(line, (text) => {
        const understood = (said: string): string[] => {
          const { left, right } = twoScopes(splitWords(said), SCOPES);
          expect([left.kind, left.id]).not.toEqual([right.kind, right.id]);
          return [];
        };
        const suggestions = (() => {
          try {
            return understood(text);
          } catch (error) {
            if (error instanceof UserError) return error.suggestions;
            throw error;
          }
        })();
        for (const said of suggestions)
          if (said.startsWith('compare ')) expect(() => understood(said.slice(8)), said).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  test('suggest everything by a word that no scope has for its name', () => {
    const [one] = SCOPES;
    const all: Scope = { kind: 'subscription', id: 'id-all', name: 'All' };
    const scopes = one === undefined ? [all] : [one, all];
    const { suggestions } = refused('platform', scopes);
    expect(suggestions).toEqual(["compare 'Platform' with 'All'", "compare 'Platform' with everything"]);
    expect(read('platform with all', scopes)).toEqual(['Platform', 'All']);
    expect(read('platform with everything', scopes)).toEqual(['Platform', 'All subscriptions']);
  });

  test('offer no comparison where there is nothing to compare with', () => {
    const [only] = SCOPES;
    expect(refused('platform', only === undefined ? [] : [only]).suggestions).toEqual(['score', 'help']);
    expect(refused('', []).suggestions).toEqual(['score', 'help']);
  });
});
