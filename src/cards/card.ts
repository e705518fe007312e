import type { Button, View } from './view.ts';

/**
 * One answer. `data` is facts (unrounded, nulls where unknown: what `--json` prints), `view` is words for both
 * templates of the pair `cards/<name>.*.json`, `text` is the complete answer in plain words, its first line standing
 * alone in a notification.
 */
export type Card<Data = unknown> = {
  name: string;
  data: Data;
  view: View & {
    buttons: readonly Button[];
    /** Those that stand on the rows of a list, in their order. */
    rowButtons?: readonly Button[];
  };
  text: string;
};

export const headline = (card: Card): string => card.text.split('\n', 1)[0] ?? '';
