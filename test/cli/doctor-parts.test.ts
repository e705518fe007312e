import { describe, expect, it } from 'vitest';
import { lookAtAll } from '../../src/cli/doctor/checks.ts';
import { printed } from '../../src/cli/doctor/print.ts';
import { explainClock } from '../../src/core/entra.ts';
import { Unreachable } from '../../src/core/errors.ts';
import { troubleOf } from '../../src/core/trouble.ts';
import type { Check } from '../../src/ports.ts';

const well: Check = { name: 'well', state: 'ok', message: 'fine', cure: null };

describe('the checks together', () => {
  it('do not hide each other: one fails, one crashes, one hangs', async () => {
    const checks = await lookAtAll(
      [
        { name: 'known', look: () => Promise.reject(new Unreachable('The database is away. Start it.')) },
        { name: 'crash', look: () => Promise.reject(new TypeError('x of xoxb-1-secret')) },
        { name: 'hang', look: () => new Promise(() => {}) },
        { name: 'well', look: async () => [well] },
      ],
      20,
    );
    expect(checks).toEqual([
      { name: 'known', state: 'failed', message: 'The database is away.', cure: 'Start it.' },
      {
        name: 'crash',
        state: 'failed',
        message: 'This check itself failed: TypeError: x of …',
        cure: expect.stringContaining('report'),
      },
      { name: 'hang', state: 'failed', message: 'No answer within 0.02 s.', cure: expect.any(String) },
      well,
    ]);
  });
});

describe('what people see', () => {
  it('hangs long words under their own column, and leaves commands whole, to be copied', () => {
    const message = 'The identity may not read contoso-prod: it lacks the role Security Reader there.';
    const command = `az role assignment create --scope /providers/${'x'.repeat(60)}`;
    const cure = `Give it the role; Resource Graph may take hours to notice:\n${command}`;
    const off: Check = { name: 'teams', state: 'off', message: 'not configured', cure: null };
    expect(printed([well, { name: 'azure roles', state: 'failed', message, cure }, off], 70)).toBe(
      `
  ok       well              fine
  FAILED   azure roles       The identity may not read contoso-prod:
                             it lacks the role Security Reader there.
                           → Give it the role; Resource Graph may take
                             hours to notice:
                             ${command}
  -        teams             not configured

1 thing is wrong.`,
    );
  });

  it('ends with the sum', () => {
    const last = (checks: Check[]) => printed(checks, 100).split('\n').at(-1);
    const warning: Check = { ...well, state: 'warning' };
    const failed: Check = { ...well, state: 'failed' };
    expect(last([well])).toBe('All is well.');
    expect(last([well, warning])).toBe('All is well; 1 warning.');
    expect(last([failed, failed, warning, warning])).toBe('2 things are wrong, 2 warnings.');
  });
});

describe('words', () => {
  it.each([
    ['Port 1 of h is in use. Set PORT to a free one.', 'Port 1 of h is in use.', 'Set PORT to a free one.'],
    [
      'The database f:/x is not usable (EIO): make room.',
      'The database f:/x is not usable (EIO).',
      'Make room.',
    ],
    [
      'Azure did not answer at https://a:1 (X). Check it.',
      'Azure did not answer at https://a:1 (X).',
      'Check it.',
    ],
    ['Nothing to be done.', 'Nothing to be done.', null],
  ])('of "%s" are told apart', (text, message, cure) => {
    expect(troubleOf(new Unreachable(text))).toEqual({ message, cure });
  });

  it('of a clock begin at five minutes, either way', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    const at = (time: string) => explainClock(new Date(`2026-11-23T${time}Z`).toUTCString(), now)?.message;
    expect(at('11:55:01')).toBeUndefined();
    expect(at('11:50:00')).toContain('10 minutes ahead');
    expect(at('12:06:00')).toContain('6 minutes behind');
    expect(explainClock(undefined, now)).toBeNull();
  });
});
