import { fixToReachCard } from '../../src/cards/fix-to-reach.ts';
import { scoreCard } from '../../src/cards/score.ts';
import { targetCard } from '../../src/cards/target.ts';
import { trendCard } from '../../src/cards/trend.ts';
import { ALL } from '../../src/core/scope.ts';
import { context, PROD, score } from './card-facts.ts';
import type { Sample } from './card-samples.ts';
import {
  fixToReach,
  OUT_OF_REACH,
  SMALL_SET,
  TARGET_ROWS,
  THERE_ALREADY,
  targetRow,
  UNSCORED_REACH,
  WORST_REACH,
  WORST_TARGETS,
} from './target-facts.ts';
import { GAP_TREND, trendData } from './trend-facts.ts';

const line = (words: string, over = {}) => context({ line: words, ...over });
const reach = (of: string, data: Parameters<typeof fixToReachCard>[0], over = {}): Sample => ({
  name: 'fix-to-reach',
  case: of,
  card: fixToReachCard(data, line(`fix to reach ${data.target}%`, over)),
});

/** `fix to reach`, `target`, and the line that a target adds to other cards. */
export const TARGETS: readonly Sample[] = [
  reach('ordinary', fixToReach()),
  reach('small', SMALL_SET, { private: true }),
  reach('short', OUT_OF_REACH, { zone: null }),
  reach('already', THERE_ALREADY),
  reach('empty', UNSCORED_REACH),
  reach('worst', WORST_REACH, { private: true, page: 30 }),
  {
    ...{ name: 'target', case: 'ordinary' },
    card: targetCard({ of: PROD, targets: [targetRow()] }, line("target 'Contoso Prod'")),
  },
  {
    ...{ name: 'target', case: 'several' },
    card: targetCard({ of: ALL, targets: TARGET_ROWS }, line('target', { zone: null })),
  },
  { name: 'target', case: 'empty', card: targetCard({ of: ALL, targets: [] }, line('target')) },
  { name: 'target', case: 'none', card: targetCard({ of: PROD, targets: [] }, line('target contoso prod')) },
  {
    ...{ name: 'target', case: 'worst' },
    card: targetCard({ of: ALL, targets: WORST_TARGETS }, line('target', { private: true, page: 2 })),
  },
  { name: 'score', case: 'target', card: scoreCard(score({ target: targetRow() }), context()) },
  {
    ...{ name: 'trend', case: 'target' },
    card: trendCard(trendData({ target: targetRow() }), line("trend 'Contoso Prod'")),
  },
  {
    ...{ name: 'trend', case: 'target-gap' },
    card: trendCard({ ...GAP_TREND, target: TARGET_ROWS[1] ?? null }, line("trend 'Contoso Prod'")),
  },
];
