import type { Pages } from '../pages.ts';

/** One way to store a tenant, from the bytes of its pages until it is on disk. */
export type Subject = {
  name: string;
  take(pages: Pages): Promise<void> | void;
  /** What is stored as the newest state: resource, recommendation, code, cause. */
  read(): Promise<Iterable<readonly [string, string, string, string]>>;
  close(): Promise<void> | void;
};
