import type { kyselyAdapter } from '@better-auth/kysely-adapter';
import { hashToken } from '../../secret.ts';

type Adapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
type Where = NonNullable<Parameters<Adapter['findOne']>[0]['where']>;

/** Runs the creation of a person's session on an adapter of its choice: one inside a transaction. */
type OnSession = <T>(userId: string, create: (adapter: Adapter) => Promise<T>) => Promise<T>;

/**
 * The adapter with the token of a session stored as its SHA-256: who reads the table cannot sign in
 * with it. The library sees the plain token that it made, or that came with the cookie.
 */
export function withHashedTokens(adapter: Adapter, onSession: OnSession): Adapter {
  return {
    ...adapter,
    async create(input) {
      const token = tokenOf(input);
      if (token === null) return adapter.create(input);
      const data = { ...input.data, token: hashToken(token) };
      const stored = await onSession(String(data.userId), (inside) =>
        inside.create({ ...input, data }),
      );
      return { ...stored, token } as never;
    },
    async findOne(input) {
      const found = await adapter.findOne<Record<string, unknown>>(hashed(input));
      const token = plainToken(input);
      return (found && token ? { ...found, token } : found) as never;
    },
    async update(input) {
      const found = await adapter.update<Record<string, unknown>>(hashed(input));
      const token = plainToken(input);
      return (found && token ? { ...found, token } : found) as never;
    },
    findMany: (input) => adapter.findMany(hashed(input)),
    updateMany: (input) => adapter.updateMany(hashed(input)),
    delete: (input) => adapter.delete(hashed(input)),
    deleteMany: (input) => adapter.deleteMany(hashed(input)),
    count: (input) => adapter.count(hashed(input)),
    transaction: (work) =>
      adapter.transaction((trx) => work(withHashedTokens(trx as Adapter, onSession))),
  };
}

function tokenOf(input: { model: string; data: Record<string, unknown> }): string | null {
  const token = input.model === 'session' ? input.data.token : null;
  return typeof token === 'string' ? token : null;
}

function plainToken(input: { model: string; where: Where }): string | null {
  if (input.model !== 'session') return null;
  const value = input.where.find((part) => part.field === 'token')?.value;
  return typeof value === 'string' ? value : null;
}

function hashed<I extends { model: string; where?: Where | undefined }>(input: I): I {
  if (input.model !== 'session' || !input.where) return input;
  const where = input.where.map((part) => {
    if (part.field !== 'token') return part;
    const value = Array.isArray(part.value)
      ? part.value.map((token) => hashToken(String(token)))
      : hashToken(String(part.value));
    return { ...part, value };
  });
  return { ...input, where };
}
