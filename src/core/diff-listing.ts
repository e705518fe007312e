import type { Definitions, Range } from './diff.ts';
import { remembered } from './remembered.ts';

/** How a recommendation stood in one control and in the tenant at both ends of a range. */
export type Listed = {
  /** It counted in the control before, and counts in it after. */
  counted: boolean;
  counts: boolean;
  /** Any resource of the tenant had it before, and has it after. */
  had: boolean;
  has: boolean;
};

/** What counted where at both ends of a range. */
export type Listing = {
  in(control: string): (recommendation: string) => Listed;
  /** Every control that lists it at the first end or later. */
  places(recommendation: string): readonly { control: string; listed: Listed }[];
};

/** Asked about every resource that changed; between ends of the same definitions the answer is the same. */
export function createListings(definitions: Definitions): (range: Range) => Listing {
  const known: { from: number; to: number; listing: Listing }[] = [];
  return (range) => {
    const [from, to] = [definitions.since(range.from), definitions.since(range.to)];
    const found = known.find((one) => one.from === from && one.to === to);
    if (found !== undefined) return found.listing;
    const listing = listingOf(definitions, { from, to });
    known.push({ from, to, listing });
    return listing;
  };
}

function listingOf(definitions: Definitions, { from, to }: Range): Listing {
  const listedIn = remembered((control: string) =>
    remembered((id: string) => ({
      counted: definitions.counts(control, id, from),
      counts: definitions.counts(control, id, to),
      had: definitions.present(id, from),
      has: definitions.present(id, to),
    })),
  );
  return {
    in: listedIn,
    places: remembered((id: string) =>
      [...definitions.controls(id)].map((control) => ({ control, listed: listedIn(control)(id) })),
    ),
  };
}
