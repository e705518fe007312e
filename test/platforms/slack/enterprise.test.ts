import { afterEach, describe, expect, test } from 'vitest';
import { openTestBot } from '../../support/bot.ts';
import { BOT_USER, type FakeSlack, startFakeSlack, TEAM, user } from '../../support/slack/fake-slack.ts';
import { directMessage, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

// Enterprise Grid: one organisation (E…) of several workspaces (T…), whose people have one id (W… or U…) in all of them.

const ORG = 'E0ORG';
const SISTER = 'T0SISTER';
let world: SlackWorld;
afterEach(() => world.close());

/** `auth.test` of an installation for the whole organisation, and of one in a workspace of an organisation. */
const WIDE = { team_id: ORG, enterprise_id: ORG, is_enterprise_install: true };
const SINGLE = { team_id: TEAM, enterprise_id: ORG, is_enterprise_install: false };

/** A person of the organisation, in these of its workspaces. */
const colleague = (id: string, ...teams: string[]) =>
  user(id, { team_id: teams[0], enterprise_user: { id, enterprise_id: ORG, teams } });

async function grid(
  install: object,
  people: readonly object[],
  options: Parameters<typeof slackWorld>[0] = {},
): Promise<FakeSlack> {
  const slack = await startFakeSlack();
  slack.script('auth.test', { body: { ok: true, user_id: BOT_USER, ...install } });
  for (const person of people)
    slack.script(
      'users.info',
      ({ user: id }) =>
        'id' in person && person.id === id ? { body: { ok: true, user: person } } : undefined,
      99,
    );
  world = await slackWorld({ ...options, slack });
  return slack;
}

/** What an event says around itself when the app is installed for the whole organisation. */
const through = (team: string | null) => ({
  team_id: team ?? undefined,
  context_team_id: team,
  enterprise_id: ORG,
  context_enterprise_id: ORG,
  authorizations: [{ enterprise_id: ORG, team_id: team, user_id: BOT_USER, is_enterprise_install: true }],
});
const asked = (count = 1) => until(`${count} questions`, () => world.asked.length === count && world.asked);

describe('an app installed for the whole organisation', () => {
  test.each([
    ['the organisation', WIDE],
    ['one of its workspaces', { ...WIDE, team_id: TEAM }],
    ['no team', { ...WIDE, team_id: undefined }],
  ])('answers requests of each workspace where its token names %s', async (_, install) => {
    const slack = await grid(install, [colleague('W0ADA', TEAM), colleague('W0EVE', SISTER)]);
    await world.client.event(mention('score', { user: 'W0ADA', team: TEAM }, through(TEAM)));
    await world.client.event(
      directMessage('score', { user: 'W0EVE', team: SISTER, channel: 'D0EVE' }, through(SISTER)),
    );
    const sister = { team_id: SISTER, enterprise_id: ORG, is_enterprise_install: 'true', user_id: 'W0EVE' };
    await world.client.command(
      slashCommand('score', slack.responseUrl(), { ...sister, channel_id: 'C0SIS' }),
    );
    const org = { enterprise: { id: ORG, name: 'Contoso' }, is_enterprise_install: true };
    const there = {
      ...org,
      team: null,
      user: { id: 'W0EVE', team_id: SISTER },
      channel: { id: 'C0SIS', name: 'x' },
    };
    await world.client.press(press('score', slack.responseUrl(), there));
    const all = (await asked(4)).map(({ person, conversation }) => [
      person.key,
      conversation.key,
      person.member,
    ]);
    expect(all.sort()).toEqual(
      [
        [`slack:${TEAM}/W0ADA`, `slack:${TEAM}/C0SEC`, true],
        [`slack:${SISTER}/W0EVE`, `slack:${SISTER}/W0EVE`, true],
        [`slack:${SISTER}/W0EVE`, `slack:${SISTER}/C0SIS`, true],
        [`slack:${SISTER}/W0EVE`, `slack:${SISTER}/C0SIS`, true],
      ].sort(),
    );
  });

  test('ignores its own words, other organisations, and a stranger in a channel shared with them', async () => {
    await grid(WIDE, [user('W0FAR', { team_id: 'T0FAR' }), colleague('W0ADA', TEAM)]);
    await world.client.event(mention('score', { user: BOT_USER }, through(TEAM)));
    const foreign = { ...through('T0FAR'), enterprise_id: 'E0FAR', context_enterprise_id: 'E0FAR' };
    await world.client.event(mention('score', { user: 'W0FAR', team: 'T0FAR' }, foreign));
    const external = { ...through(TEAM), is_ext_shared_channel: true };
    await world.client.event(mention('score', { user: 'W0FAR', team: 'T0FAR' }, external));
    await until('two lines', () => world.log.lines.length === 2);
    await world.client.event(mention('the next', { user: 'W0ADA' }, through(TEAM)));
    expect((await asked()).map(({ text }) => text)).toEqual(['the next']);
  });

  test('listens to the listed workspaces alone where some are listed', async () => {
    await grid(WIDE, [colleague('W0ADA', TEAM), colleague('W0EVE', SISTER)], { config: { teams: [SISTER] } });
    await world.client.event(mention('score', { user: 'W0ADA' }, through(TEAM)));
    await until('a line', () => world.log.lines.length === 1);
    await world.client.event(mention('help', { user: 'W0EVE' }, through(SISTER)));
    expect((await asked()).map(({ text }) => text)).toEqual(['help']);
  });

  test('knows a person of the workspace it came through, where Slack does not describe them', async () => {
    const slack = await grid(WIDE, []);
    slack.script('users.info', { body: { ok: false, error: 'missing_scope' } });
    const form = { team_id: TEAM, enterprise_id: ORG, user_id: 'W0ADA' };
    await world.client.command(slashCommand('score', slack.responseUrl(), form));
    expect((await asked())[0]?.person).toMatchObject({ key: `slack:${TEAM}/W0ADA`, member: false });
  });
});

describe('an app installed in one workspace of an organisation', () => {
  test('is not for the people of the other workspaces', async () => {
    await grid(SINGLE, [colleague('W0EVE', SISTER), colleague('W0ADA', TEAM, SISTER)]);
    await world.client.event(
      mention('score', { user: 'W0EVE', team: SISTER, user_team: SISTER }, through(TEAM)),
    );
    await until('a line', () => world.log.lines.length === 1);
    await world.client.event(mention('help', { user: 'W0ADA', team: SISTER }, through(TEAM)));
    expect((await asked())[0]?.person).toMatchObject({ key: `slack:${TEAM}/W0ADA`, member: true });
  });

  test('is for them where the organisation is listed', async () => {
    await grid(SINGLE, [colleague('W0EVE', SISTER)], { config: { teams: [TEAM, ORG] } });
    await world.client.event(mention('score', { user: 'W0EVE', team: SISTER }, through(TEAM)));
    expect((await asked())[0]?.person).toEqual({ key: `slack:${ORG}/W0EVE`, name: 'Ada', member: true });
  });
});

describe('a listed workspace of another company', () => {
  test.each([true, false])(
    'has no members, also where Slack has met them (is_stranger: %s)',
    async (is_stranger) => {
      const partner = user('U0PAT', { team_id: 'T0PARTNER', is_stranger });
      await grid({ team_id: TEAM }, [partner], { config: { teams: [TEAM, 'T0PARTNER'] } });
      const event = { user: 'U0PAT', team: 'T0PARTNER' };
      await world.client.event(mention('score', event, { is_ext_shared_channel: true }));
      expect((await asked())[0]?.person).toMatchObject({ key: 'slack:T0PARTNER/U0PAT', member: false });
    },
  );
});

test.each([`slack:${TEAM}/W0ADA`, `slack:${ORG}/W0ADA`])('%s is an operator', async (operator) => {
  const { bot, stores } = await openTestBot(['2026-11-23'], { operators: [operator] });
  const slack = await grid(WIDE, [colleague('W0ADA', TEAM, SISTER), colleague('W0BOB', TEAM)], { bot });
  const form = { team_id: TEAM, enterprise_id: ORG };
  await world.client.command(slashCommand('grant all', slack.responseUrl(), { ...form, user_id: 'W0BOB' }));
  const refused = await until('an answer', () => slack.responses[0]);
  expect(JSON.stringify(refused.body)).not.toContain('may now ask');
  await world.client.command(slashCommand('grant all', slack.responseUrl(), { ...form, user_id: 'W0ADA' }));
  const granted = await until('an answer', () => slack.responses[1]);
  expect(granted.body.text).toContain('may now ask');
  await stores.close();
});
