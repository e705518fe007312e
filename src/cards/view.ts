/**
 * What a template is filled with. Plain strings are words, some of them from Azure or a person: `render.ts` escapes
 * them for the place where they land. The other leaves are never escaped and never built from unescaped words.
 */
export type Leaf = string | number | boolean | Verbatim | Instant;
export type View = { readonly [key: string]: Leaf | View | readonly (Leaf | View)[] };

/** A URL or a command line: goes in as it is. */
export type Verbatim = { readonly verbatim: string };
/** A moment, shown in the reader's own zone where the platform can; `text` says it where it cannot. */
export type Instant = { readonly instant: string; readonly text: string };

/** A button carries a command line that a person could type. */
export type Button = { readonly title: string; readonly line: Verbatim };

export const verbatim = (value: string): Verbatim => ({ verbatim: value });
export const instant = (at: string, text: string): Instant => ({ instant: at, text });
export const button = (title: string, line: string): Button => ({ title, line: verbatim(line) });
