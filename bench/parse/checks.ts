import { z } from 'zod';
import { loadPeer } from '../peers.ts';

/** Whether a row can be read: the same columns with the same types as the product asks for. */
export type Check = (row: unknown) => boolean;

const text = z.string().nullish();
const row = z.object({
  ...{ id: z.string(), source: text, resourceId: text, azureResourceId: text, connectorId: text },
  ...{ resourceType: text, code: z.string(), cause: text },
});
export const withZod: Check = (raw) => row.safeParse(raw).success;

/** As much of `typebox` as is used here. */
type Schema = object;
type TypeBox = {
  Type: {
    Object(properties: Record<string, Schema>): Schema;
    Optional(schema: Schema): Schema;
    Union(schemas: Schema[]): Schema;
    String(): Schema;
    Null(): Schema;
  };
};
type Compiler = { Compile(schema: Schema): { Check: Check } };

export async function withTypeBox(): Promise<Check | null> {
  const peer = await loadPeer<TypeBox>('typebox');
  const compiler = await loadPeer<Compiler>('typebox/compile');
  if (peer === null || compiler === null) return null;
  const { Type } = peer;
  const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
  const compiled = compiler.Compile(
    Type.Object({
      ...{ id: Type.String(), source: text, resourceId: text, azureResourceId: text, connectorId: text },
      ...{ resourceType: text, code: Type.String(), cause: text },
    }),
  );
  return (raw) => compiled.Check(raw);
}

/** As much of `valibot` as is used here. */
type Valibot = {
  object(entries: Record<string, Schema>): Schema;
  nullish(schema: Schema): Schema;
  string(): Schema;
  safeParse(schema: Schema, raw: unknown): { success: boolean };
};

export async function withValibot(): Promise<Check | null> {
  const peer = await loadPeer<Valibot>('valibot');
  if (peer === null) return null;
  const text = peer.nullish(peer.string());
  const schema = peer.object({
    ...{ id: peer.string(), source: text, resourceId: text, azureResourceId: text, connectorId: text },
    ...{ resourceType: text, code: peer.string(), cause: text },
  });
  return (raw) => peer.safeParse(schema, raw).success;
}

/** As little as can be written: a yes or no, without a word about what is wrong. */
export const byHand: Check = (raw) => {
  const row = raw as Record<string, unknown>;
  return (
    typeof row.id === 'string' &&
    typeof row.code === 'string' &&
    isText(row.source) &&
    isText(row.resourceId) &&
    isText(row.azureResourceId) &&
    isText(row.connectorId) &&
    isText(row.resourceType) &&
    isText(row.cause)
  );
};
const isText = (value: unknown) => typeof value === 'string' || value == null;
