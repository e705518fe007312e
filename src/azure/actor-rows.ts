import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { identifier, problemOf, type Reader } from './rows.ts';

/** Who changed a resource last. `id`: Azure's, lower case; `at`: ISO 8601 UTC. */
export type ActorRow = Actor & { id: string; at: string; operation: string | null };

/** Azure's words for not knowing. */
const word = z
  .string()
  .trim()
  .nullish()
  .transform((text) => (!text || /^(?:unspecified|unknown|none)$/i.test(text) ? null : text));
const change = z.object({
  target: identifier.refine((id) => id !== ''),
  at: z
    .string()
    .transform((text) => new Date(text))
    .refine((at) => !Number.isNaN(at.getTime())),
  operation: word,
  client: word,
  actor: word,
  actorType: word,
});

/** null: nobody is named. Whom Azure does not call an application may be a person, and is taken for one. */
export const actorReader: Reader<ActorRow | null> = {
  kind: 'actor',
  doubt: 'nobody',
  read(raw) {
    const parsed = change.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const { target, at, operation, client, actor, actorType } = parsed.data;
    if (actor === null) return null;
    const type = actorType?.toLowerCase() === 'application' ? 'app' : 'person';
    return { id: target, at: at.toISOString(), operation, client, name: actor, type };
  },
  keep: () => null,
  subscription: () => null,
};

/** A resource that is or has a managed identity; ids lower case, empty where there is none. */
export type IdentityRow = { principal: string; client: string; name: string };

const identity = z.object({
  principal: identifier.nullish().transform((id) => id ?? ''),
  client: identifier.nullish().transform((id) => id ?? ''),
  name: z.string(),
});

export const identityReader: Reader<IdentityRow> = {
  kind: 'identity',
  doubt: 'nobody',
  read(raw) {
    const parsed = identity.safeParse(raw);
    return parsed.success ? parsed.data : problemOf(parsed.error);
  },
  keep: () => null,
  subscription: () => null,
};
