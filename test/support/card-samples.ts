import { accessCard } from '../../src/cards/access.ts';
import { accessRequestCard } from '../../src/cards/access-request.ts';
import { aliasesCard } from '../../src/cards/aliases.ts';
import type { Card } from '../../src/cards/card.ts';
import { controlCard } from '../../src/cards/control.ts';
import { controlsCard } from '../../src/cards/controls.ts';
import type { CardContext, CardData } from '../../src/cards/data.ts';
import { errorCard } from '../../src/cards/error.ts';
import { explainCard } from '../../src/cards/explain.ts';
import { fixCard } from '../../src/cards/fix.ts';
import { helpCard } from '../../src/cards/help.ts';
import { movedCard } from '../../src/cards/moved.ts';
import { noticeCard } from '../../src/cards/notice.ts';
import { resourcesCard } from '../../src/cards/resources.ts';
import { scoreCard } from '../../src/cards/score.ts';
import { statusCard } from '../../src/cards/status.ts';
import { trendCard } from '../../src/cards/trend.ts';
import { welcomeCard } from '../../src/cards/welcome.ts';
import { whatIfCard } from '../../src/cards/what-if.ts';
import { shownName } from '../../src/cards/words.ts';
import { ALL } from '../../src/core/scope.ts';
import { ALERTS } from './alert-samples.ts';
import {
  asOf,
  COMMANDS,
  CONTROLS,
  command,
  context,
  FIXES,
  fixRow,
  GRANTS,
  HOSTILE,
  LONG,
  many,
  NOTHING_HIDDEN,
  PROD,
  RECOMMENDATIONS,
  recommendation,
  STATUS,
  SUBSCRIPTIONS,
  score,
  subscription,
  UNSCORED,
  UNSCORED_CONTROL,
  unscored,
  WORST,
} from './card-facts.ts';
import { COMPARING } from './comparing-samples.ts';
import {
  explanation,
  INCIDENT,
  moved,
  QUIET_EXPLANATION,
  UNKNOWN_EXPLANATION,
  WORST_EXPLANATION,
  WORST_MOVED,
} from './explain-facts.ts';
import {
  NO_GAIN,
  resources,
  SEVERAL,
  UNSCORED_WHAT_IF,
  WORST_NO_GAIN,
  WORST_RESOURCES,
  WORST_WHAT_IF,
  whatIf,
} from './fixing-facts.ts';
import { ORDER_FORMS } from './order-form-samples.ts';
import { ORDERS } from './order-samples.ts';
import { TARGETS } from './target-samples.ts';
import { EMPTY_TREND, GAP_TREND, trendData, trendPoints, WIDE_TREND, worstTrend } from './trend-facts.ts';

export type Sample = { name: keyof CardData; case: string; card: Card };

const sample = (card: Card, name: keyof CardData, of: string): Sample => ({ name, case: of, card });
const line = (words: string, over: Partial<CardContext> = {}) => context({ line: words, ...over });

/** Every card in its ordinary, empty and worst case: goldens, limits and pictures are made from these. */
export const SAMPLES: readonly Sample[] = [
  sample(scoreCard(score(), context({ private: true })), 'score', 'ordinary'),
  sample(
    scoreCard(
      score({
        scope: { ...ALL },
        subscriptions: SUBSCRIPTIONS,
        events: [{ at: '2026-10-27', what: 'new Azure subscriptions begin without a score' }],
        notVisible: { subscriptions: 1, managementGroups: 1 },
      }),
      line('score'),
    ),
    'score',
    'wide',
  ),
  sample(scoreCard(unscored('no-score'), context()), 'score', 'no-score'),
  sample(scoreCard(unscored('nothing-assessed'), context()), 'score', 'nothing-assessed'),
  sample(scoreCard(unscored('not-visible'), context()), 'score', 'not-visible'),
  sample(scoreCard(unscored('disabled'), context()), 'score', 'disabled'),
  sample(
    scoreCard(
      score({
        subscriptions: [subscription(1, PROD.name, 61.4, { state: 'not-visible' })],
      }),
      context({ now: '2026-11-26T14:05:00.000Z', zone: null }),
    ),
    'score',
    'frozen-stale',
  ),
  sample(
    scoreCard(
      score({ changes: [], why: null, trend: trendPoints(1, 24) }),
      context({ unstored: true, zone: null }),
    ),
    'score',
    'unstored',
  ),
  sample(
    scoreCard(score({ asOf: context().now, why: null, live: true }), line("score 'Contoso Prod' live")),
    'score',
    'live',
  ),
  sample(
    scoreCard(score({ ...UNSCORED, scope: { ...ALL }, subscriptions: [] }), line('score')),
    'score',
    'empty',
  ),
  sample(scoreCard(WORST, line(`score ${WORST.scope.id}`, { private: true, page: 3 })), 'score', 'worst'),
  sample(trendCard(trendData(), line("trend 'Contoso Prod'")), 'trend', 'ordinary'),
  sample(trendCard(EMPTY_TREND, line("trend 'Contoso Prod'")), 'trend', 'empty'),
  sample(trendCard(GAP_TREND, line("trend 'Contoso Prod'", { zone: null })), 'trend', 'gap'),
  sample(trendCard(WIDE_TREND, line('trend 365d', { private: true })), 'trend', 'wide'),
  sample(trendCard(worstTrend(WORST.scope), line('trend 2y', { private: true })), 'trend', 'worst'),
  sample(explainCard(explanation(), line("explain 'Contoso Prod'")), 'explain', 'ordinary'),
  sample(explainCard(UNKNOWN_EXPLANATION, line("explain 'Contoso Prod'")), 'explain', 'empty'),
  sample(explainCard(QUIET_EXPLANATION, line('explain', { zone: null })), 'explain', 'quiet'),
  sample(
    explainCard(WORST_EXPLANATION, line(`explain ${WORST.scope.id}`, { private: true, page: 2 })),
    'explain',
    'worst',
  ),
  sample(explainCard(INCIDENT, line("explain 'Contoso Prod'")), 'explain', 'worst-incident'),
  sample(movedCard(moved(), line("explain 'Contoso Prod' cause 1")), 'moved', 'ordinary'),
  sample(
    movedCard(moved({ contributions: [], resources: [], count: 0, delta: 0 }), line('explain resources')),
    'moved',
    'empty',
  ),
  sample(
    movedCard(WORST_MOVED, line(`explain ${WORST.scope.id} resources`, { private: true, page: 499 })),
    'moved',
    'worst',
  ),
  sample(
    controlsCard(
      { scope: PROD, asOf, state: 'ok', controls: CONTROLS, notVisible: NOTHING_HIDDEN },
      line("controls 'Contoso Prod'"),
    ),
    'controls',
    'ordinary',
  ),
  sample(
    controlsCard(
      { scope: PROD, asOf, state: 'not-visible', controls: [], notVisible: NOTHING_HIDDEN },
      line("controls 'Contoso Prod'"),
    ),
    'controls',
    'empty',
  ),
  sample(
    controlsCard(
      {
        scope: ALL,
        asOf,
        state: 'ok',
        controls: [UNSCORED_CONTROL, ...CONTROLS.slice(0, 2)],
        notVisible: NOTHING_HIDDEN,
      },
      line('controls all'),
    ),
    'controls',
    'unscored',
  ),
  sample(
    controlsCard({ ...WORST, state: 'ok' }, line(`controls ${WORST.scope.id}`, { private: true, page: 2 })),
    'controls',
    'worst',
  ),
  sample(
    controlCard(
      {
        scope: PROD,
        asOf,
        state: 'ok',
        controls: CONTROLS.slice(0, 1),
        recommendations: RECOMMENDATIONS,
        notVisible: NOTHING_HIDDEN,
      },
      line("control 'Enable MFA' 'Contoso Prod'"),
    ),
    'control',
    'ordinary',
  ),
  sample(
    controlCard(
      {
        scope: PROD,
        asOf,
        state: 'ok',
        controls: CONTROLS.filter(({ healthy, unhealthy }) => healthy + unhealthy === 0),
        recommendations: [],
        notVisible: NOTHING_HIDDEN,
      },
      line("control 'Protect applications against DDoS attacks' 'Contoso Prod'"),
    ),
    'control',
    'empty',
  ),
  sample(
    controlCard(
      {
        ...{ scope: ALL, asOf, state: 'ok', controls: [UNSCORED_CONTROL], notVisible: NOTHING_HIDDEN },
        recommendations: [],
      },
      line("control 'Secure management ports' all"),
    ),
    'control',
    'unscored',
  ),
  sample(
    controlCard(
      {
        ...WORST,
        state: 'ok',
        controls: WORST.controls.slice(0, 1),
        recommendations: many(40, (n) => recommendation(n, LONG, n, 0)),
      },
      line(`control ${WORST.controls[0]?.id}`, { private: true }),
    ),
    'control',
    'worst',
  ),
  sample(
    fixCard(
      { scope: PROD, asOf, state: 'ok', recommendations: FIXES, notVisible: NOTHING_HIDDEN },
      line("fix 'Contoso Prod'"),
    ),
    'fix',
    'ordinary',
  ),
  sample(
    fixCard(
      { scope: PROD, asOf, state: 'no-score', recommendations: [], notVisible: NOTHING_HIDDEN },
      line("fix 'Contoso Prod'"),
    ),
    'fix',
    'empty',
  ),
  sample(
    fixCard(
      {
        ...WORST,
        state: 'ok',
        recommendations: many(300, (n) => fixRow(n, LONG, WORST.controls[0], n + 1, 0.01)),
      },
      line(`fix ${WORST.scope.id}`, { private: true, page: 4 }),
    ),
    'fix',
    'worst',
  ),
  sample(whatIfCard(whatIf(), line("what if 'Enable MFA' 'Contoso Prod'")), 'what-if', 'ordinary'),
  sample(whatIfCard(SEVERAL, line('what if owner and write', { private: true })), 'what-if', 'several'),
  sample(whatIfCard(NO_GAIN, line('what if owner')), 'what-if', 'no-gain'),
  sample(whatIfCard(UNSCORED_WHAT_IF, line('what if mfa')), 'what-if', 'empty'),
  sample(whatIfCard(WORST_WHAT_IF, line(`what if ${LONG}`, { private: true })), 'what-if', 'worst'),
  sample(whatIfCard(WORST_NO_GAIN, line(`what if ${LONG}`, { private: true })), 'what-if', 'worst-no-gain'),
  sample(resourcesCard(resources(), line("resources 'Contoso Prod'")), 'resources', 'ordinary'),
  sample(resourcesCard(resources({ state: 'no-score', types: [] }), line('resources')), 'resources', 'empty'),
  sample(
    resourcesCard(WORST_RESOURCES, line('resources', { private: true, page: 30 })),
    'resources',
    'worst',
  ),
  sample(helpCard({ commands: COMMANDS, of: null }), 'help', 'ordinary'),
  sample(helpCard({ commands: COMMANDS, of: 'fix' }), 'help', 'one'),
  sample(helpCard({ commands: [], of: null }), 'help', 'empty'),
  sample(
    helpCard({
      commands: many(30, (n) => ({ ...command(`c${n}`, 'ask', HOSTILE, LONG), name: `c${n}` })),
      of: null,
    }),
    'help',
    'worst',
  ),
  sample(accessCard({ grants: GRANTS, log: [] }, line('access')), 'access', 'ordinary'),
  sample(
    accessCard(
      {
        grants: [],
        log: GRANTS.slice(0, 3).map((grant, n) => ({ ...grant, change: n ? 'granted' : 'revoked' })),
      },
      line('access log'),
    ),
    'access',
    'log',
  ),
  sample(accessCard({ grants: [], log: [] }, line('access')), 'access', 'empty'),
  sample(
    accessCard(
      {
        grants: many(300, (n) => ({
          conversation: LONG + n,
          scope: { ...PROD, name: LONG },
          by: LONG,
          at: asOf,
        })),
        log: [],
      },
      line('access', { page: 30, private: true }),
    ),
    'access',
    'worst',
  ),
  sample(
    accessRequestCard({
      conversation: 'teams:19:general@thread.tacv2',
      by: 'teams:6f9619ff-8b86-d011-b42d-00c04fc964ff',
      byName: 'Ada Lovelace',
      grantLine: 'grant all to teams:19:general@thread.tacv2',
      refuseLine: 'revoke all from teams:19:general@thread.tacv2',
    }),
    'access-request',
    'ordinary',
  ),
  sample(
    accessRequestCard({ conversation: LONG, by: LONG, byName: LONG, grantLine: LONG, refuseLine: LONG }),
    'access-request',
    'worst',
  ),
  sample(
    aliasesCard({ aliases: [{ name: 'prod', scope: PROD, by: 'slack:T1/UADA', at: asOf }] }, line('alias')),
    'aliases',
    'ordinary',
  ),
  sample(aliasesCard({ aliases: [] }, line('alias')), 'aliases', 'empty'),
  sample(
    aliasesCard(
      {
        aliases: many(50, (n) => ({
          name: HOSTILE.slice(0, 55) + n,
          scope: { ...PROD, name: LONG },
          by: LONG,
          at: asOf,
        })),
      },
      line('alias', { page: 2, private: true }),
    ),
    'aliases',
    'worst',
  ),
  sample(statusCard(STATUS, line('status')), 'status', 'ordinary'),
  sample(
    statusCard(
      {
        ...STATUS,
        failed: {
          at: '2026-11-23T16:55:00.000Z',
          why: 'Azure refused: the identity lacks the role Security Reader on a management group.',
        },
        unreadable: [PROD],
        unreadableElsewhere: 2,
        rejected: [{ kind: 'assessment', count: 3 }],
        deliveries: [
          {
            conversation: 'slack:T1/C1',
            state: 'given-up',
            due: '2026-11-23T08:00:00Z',
            why: 'The channel is archived.',
          },
        ],
        next: '2026-11-23T15:05:00.000Z',
      },
      line('status'),
    ),
    'status',
    'failed',
  ),
  sample(
    statusCard({ ...STATUS, snapshot: null, platforms: [], next: null }, line('status')),
    'status',
    'empty',
  ),
  sample(
    statusCard(
      {
        ...STATUS,
        failed: { at: asOf, why: HOSTILE.repeat(40) },
        unreadable: many(300, (n) => ({ id: `id${n}`, name: LONG })),
        deliveries: many(40, (n) => ({
          conversation: `teams:${HOSTILE}${n}`,
          state: 'retrying' as const,
          due: '2026-11-23T08:00:00Z',
          why: HOSTILE.repeat(9),
        })),
        rejected: many(4, (n) => ({ kind: `${HOSTILE}${n}`.slice(0, 40), count: 1200 + n })),
        database: { engine: HOSTILE, bytes: 123_456_789_012 },
      },
      line('status', { private: true }),
    ),
    'status',
    'worst',
  ),
  sample(
    noticeCard({
      message:
        'This deletes what I keep of this conversation: 2 grants and the time zone. It cannot be undone.',
      undo: null,
      confirm: { title: 'Forget it', line: 'forget this conversation yes' },
    }),
    'notice',
    'confirm',
  ),
  sample(
    noticeCard({ message: 'This channel may now ask about Contoso Prod.', undo: "revoke 'Contoso Prod'" }),
    'notice',
    'ordinary',
  ),
  sample(noticeCard({ message: 'Nothing was changed.', undo: null }), 'notice', 'empty'),
  sample(noticeCard({ message: HOSTILE.repeat(40), undo: HOSTILE }), 'notice', 'worst'),
  sample(
    noticeCard({
      ...{ message: '9 digests of this conversation will not come any more.', undo: null },
      undoEach: Array.from({ length: 9 }, (_, at) => ({
        title: shownName(HOSTILE),
        line: `digest daily 0${at}:00`,
      })),
    }),
    'notice',
    'several',
  ),
  sample(welcomeCard({ granted: true, askLine: null }), 'welcome', 'ordinary'),
  sample(welcomeCard({ granted: false, askLine: 'ask for access' }), 'welcome', 'ungranted'),
  sample(welcomeCard({ granted: false, askLine: null }), 'welcome', 'empty'),
  sample(
    errorCard({
      message: "I don't know a scope called 'contso'. Did you mean Contoso Prod or Contoso Dev?",
      suggestions: ["score 'Contoso Prod'", "score 'Contoso Dev'"],
    }),
    'error',
    'ordinary',
  ),
  sample(
    errorCard({
      message: 'That is a fault of mine, not yours. It is logged as 7F3K.',
      suggestions: ['help'],
      reference: '7F3K',
    }),
    'error',
    'bug',
  ),
  sample(
    errorCard({ message: HOSTILE.repeat(40), suggestions: many(9, (n) => `score ${LONG}${n}`) }),
    'error',
    'worst',
  ),
  ...COMPARING,
  ...ALERTS,
  ...ORDER_FORMS,
  ...ORDERS,
  ...TARGETS,
];
