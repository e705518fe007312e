import { compareCard } from '../../src/cards/compare.ts';
import { moversCard } from '../../src/cards/movers.ts';
import { context, LONG, WORST } from './card-facts.ts';
import type { Sample } from './card-samples.ts';
import {
  comparison,
  INSIDE,
  movers,
  NO_MOVERS,
  ONE_MOVER,
  QUIET_MOVERS,
  UNKNOWN_COMPARISON,
  WORST_COMPARISON,
  WORST_MOVERS,
} from './comparing-facts.ts';

const line = (words: string, over = {}) => context({ line: words, ...over });
const worst = { private: true, page: 2 };
const quoted = `'${LONG.replaceAll("'", '')}'`;

/** `movers` and `compare` in their ordinary, empty and worst cases. */
export const COMPARING: readonly Sample[] = [
  { name: 'movers', case: 'ordinary', card: moversCard(movers(), line('movers')) },
  {
    ...{ name: 'movers', case: 'quiet' },
    card: moversCard(QUIET_MOVERS, line('movers Platform', { zone: null })),
  },
  {
    name: 'movers',
    case: 'one',
    card: moversCard(ONE_MOVER, line('movers between 2026-11-01 and 2026-11-16')),
  },
  { name: 'movers', case: 'empty', card: moversCard(NO_MOVERS, line('movers')) },
  {
    ...{ name: 'movers', case: 'worst' },
    card: moversCard(WORST_MOVERS, line(`movers ${WORST.scope.id}`, { ...worst, address: () => quoted })),
  },
  {
    ...{ name: 'compare', case: 'ordinary' },
    card: compareCard(comparison(), line("compare 'Contoso Prod' with 'Contoso Dev'")),
  },
  {
    ...{ name: 'compare', case: 'inside' },
    card: compareCard(INSIDE, line('compare Platform with mg-platform', { private: true })),
  },
  {
    ...{ name: 'compare', case: 'empty' },
    card: compareCard(UNKNOWN_COMPARISON, line("compare all with 'Contoso Dev'", { zone: null })),
  },
  {
    ...{ name: 'compare', case: 'worst' },
    card: compareCard(WORST_COMPARISON, line(`compare ${quoted} with ${quoted}`, worst)),
  },
];
