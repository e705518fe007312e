import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorData } from '../../src/cards/data.ts';
import type { WhatIfData } from '../../src/cards/what-if-data.ts';
import { ANYBODY, CHANNEL, dataOf, openTestBot, type TestBot } from '../support/bot.ts';

const TLS = 'Secure transfer to storage accounts should be enabled';
const FTPS = 'FTPS should be required in web apps';
const HTTPS = 'Web Application should only be accessible over HTTPS';
const inChannel = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;

describe('what if', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot(['2026-11-23']);
  });
  afterAll(() => test.stores.close());

  const ask = async (text: string) => dataOf<WhatIfData>(await test.ask(text));
  const refused = async (text: string, from = {}) => {
    const answer = await test.ask(text, from);
    expect(answer.outcome, answer.card.text).toBe('refused');
    return dataOf<ErrorData>(answer);
  };

  it.each([
    ['what if Enable MFA', ['Enable MFA'], 'all'],
    ['what if mfa', ['Enable MFA'], 'all'],
    ['what if we fix enable mfa for contoso prod?', ['Enable MFA'], 'Contoso Prod'],
    ['what if control mfa in sub Contoso Prod', ['Enable MFA'], 'Contoso Prod'],
    ['what if enable auditing and logging contoso prod', ['Enable auditing and logging'], 'Contoso Prod'],
    ['what if manage access and permissions', ['Manage access and permissions'], 'all'],
    [
      'what if manage access and permissions and enable auditing and logging and mfa',
      ['Manage access and permissions', 'Enable auditing and logging', 'Enable MFA'],
      'all',
    ],
    ['what if secure transfer', [TLS], 'all'],
    [`what if '${TLS}' and 'Enable MFA' 'Contoso Prod'`, [TLS, 'Enable MFA'], 'Contoso Prod'],
    [`what if recommendation ${TLS} contoso prod`, [TLS], 'Contoso Prod'],
    ['what if mfa and MFA and enable mfa', ['Enable MFA'], 'all'],
  ])('reads %j', async (text, names, scope) => {
    const { fixed, scope: asked } = await ask(text);
    expect(fixed.map(({ name }) => name)).toEqual(names);
    expect(scope === 'all' ? asked.kind : asked.name).toBe(scope);
  });

  it.each([
    ['what if', /What if what was fixed/, 'fix'],
    ['what if the', /What if what was fixed/, 'fix'],
    [
      'what if enabel mfa contoso prod',
      /control or recommendation called "enabel mfa"/,
      "what if 'Enable MFA' contoso prod",
    ],
    [
      'what if mfa and system updats contoso prod',
      /called "system updats"/,
      "what if mfa and 'Apply system updates' contoso prod",
    ],
    ['what if secure transfr', /Did you mean Secure transfer/, `what if '${TLS}'`],
    ['what if mfa contso prod', /scope called "contso prod"/, "what if mfa 'Contoso Prod'"],
    ['what if zorgblatt', /don't know a control or recommendation called "zorgblatt"/, 'fix'],
    ['what if mfa and', /"and" wants another/, 'what if mfa'],
    ['what if contoso prod', /What if what was fixed in Contoso Prod\?/, "fix 'Contoso Prod'"],
    ['what if we fix prod', /Name it before the scope/, "fix 'Contoso Prod'"],
    ['what if contoso prod', /Contoso Prod/, `what if '${TLS}' 'Contoso Prod'`],
    ['what if everything', /fixed in All subscriptions/, 'fix'],
    ['what if web apps', /fits several/, `what if '${FTPS}'`],
  ])('says what is wrong with %j and what would work', async (text, message, line) => {
    const error = await refused(text);
    expect(error.message).toMatch(message);
    expect(error.suggestions).toContain(line);
    if (line.startsWith('what if')) expect((await test.ask(line)).outcome).toBe('answered');
  });

  it('takes five at once and no more', async () => {
    const names = [
      'Enable MFA',
      'Apply system updates',
      'Secure management ports',
      'Remediate vulnerabilities',
    ];
    const five = [...names, 'Encrypt data in transit'];
    const line = (of: readonly string[]) => `what if ${of.map((name) => `'${name}'`).join(' and ')}`;
    expect((await ask(line(five))).fixed).toHaveLength(5);
    const { message } = await refused(line([...five, 'Enable encryption at rest']));
    expect(message).toContain('6 at once');
  });

  it('says why there is no gain, names what stands in the way, and offers both', async () => {
    const answer = await test.ask(`what if '${FTPS}' 'Contoso Prod'`);
    expect(dataOf<WhatIfData>(answer)).toMatchObject({
      ...{ gain: 0, noGain: 'others-too', resources: 3, other: { kind: 'recommendation', name: HTTPS } },
    });
    const [both] = answer.card.view.buttons;
    expect(both?.line.verbatim).toBe(`what if '${FTPS}' and '${HTTPS}' 'Contoso Prod'`);
    expect((await ask(both?.line.verbatim ?? '')).gain).toBeGreaterThan(0);
  });

  it('knows no gain where there is no score', async () => {
    for (const name of ['Hackathon', 'Payroll', 'Old Intranet']) {
      const data = await ask(`what if mfa ${name}`);
      expect(data).toMatchObject({ gain: null, before: { percentage: null }, after: { current: null } });
      expect(data.noGain).toBeNull();
    }
  });

  it('names nothing that a conversation may not see', async () => {
    await test.ask('grant Data Lake to slack:T1/C1');
    const line = `what if '${TLS}'`;
    const estate = await test.stores.posture.estate();
    const lake = estate.subscriptions.find(({ name }) => name === 'Data Lake')?.id ?? '';
    const { tallies } = await test.stores.posture.tallies([lake]);
    const here = new Set(tallies.map(({ recommendation }) => recommendation));
    const all = await test.stores.posture.recommendations();
    const hidden = all.find(({ id, name }) => !here.has(id) && !name.includes("'"));
    const shown = all.find(({ id, name }) => here.has(id) && !name.includes("'"));
    expect((await test.ask(`what if '${shown?.name}'`, inChannel)).outcome).toBe('answered');
    const error = await refused(`what if '${hidden?.name}'`, inChannel);
    expect(error.message).toContain("I don't know");
    expect(error.suggestions.join()).not.toContain(hidden?.name ?? '');
    expect((await refused(`${line} Contoso Prod`, inChannel)).message).not.toContain('Contoso Dev');
    await test.ask('revoke Data Lake from slack:T1/C1');
  });
});
