import { accessCard } from '../../src/cards/access.ts';
import { accessRequestCard } from '../../src/cards/access-request.ts';
import type { Card } from '../../src/cards/card.ts';
import { controlCard } from '../../src/cards/control.ts';
import { controlsCard } from '../../src/cards/controls.ts';
import type { CardContext, CardData } from '../../src/cards/data.ts';
import { errorCard } from '../../src/cards/error.ts';
import { fixCard } from '../../src/cards/fix.ts';
import { helpCard } from '../../src/cards/help.ts';
import { noticeCard } from '../../src/cards/notice.ts';
import { scoreCard } from '../../src/cards/score.ts';
import { welcomeCard } from '../../src/cards/welcome.ts';
import { ALL } from '../../src/core/scope.ts';
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
  SUBSCRIPTIONS,
  score,
  subscription,
  UNSCORED,
  unscored,
  WORST,
} from './card-facts.ts';

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
  sample(scoreCard(score({ changes: [] }), context({ unstored: true, zone: null })), 'score', 'unstored'),
  sample(
    scoreCard(score({ ...UNSCORED, scope: { ...ALL }, subscriptions: [] }), line('score')),
    'score',
    'empty',
  ),
  sample(scoreCard(WORST, line(`score ${WORST.scope.id}`, { private: true, page: 3 })), 'score', 'worst'),
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
    noticeCard({ message: 'This channel may now ask about Contoso Prod.', undo: "revoke 'Contoso Prod'" }),
    'notice',
    'ordinary',
  ),
  sample(noticeCard({ message: 'Nothing was changed.', undo: null }), 'notice', 'empty'),
  sample(noticeCard({ message: HOSTILE.repeat(40), undo: HOSTILE }), 'notice', 'worst'),
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
];
