import { readFileSync } from 'node:fs';
import type { Rows } from './graph.ts';
import type { Row } from './kql-parse.ts';

type Body = { data: Row[]; totalRecords: number };
export type Payload = { response: { status: number; headers?: Record<string, string>; body: unknown } };

/** A recorded or published exchange; `test/fixtures/azure/SOURCES.md` says where each comes from. */
export function payload(name: string): Payload {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/azure/${name}.json`, import.meta.url), 'utf8'),
  ) as Payload;
}

export function payloadRows(name: string): Row[] {
  return (payload(name).response.body as Body).data;
}

/** All published rows as one tenant. Its scores and its containers come from different tenants. */
export function payloadTenant(): Rows {
  const names = ['securescores', 'securescorecontrols', 'assessments'];
  return {
    containers: payloadRows('arg-rows-resourcecontainers'),
    security: names.flatMap((name) => payloadRows(`arg-rows-${name}`)),
  };
}
