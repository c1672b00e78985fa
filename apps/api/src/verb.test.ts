import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { newId } from './stores/records/new-id.ts';
import type { Trx } from './stores/records/records.ts';
import { type TestInstance, testInstance } from './testing/test-instance.ts';
import { verb } from './verb.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const addMapping = (trx: Trx, workspaceId: string, fingerprint: string) =>
  trx
    .insertInto('mappings')
    .values({ workspace_id: workspaceId, fingerprint, source: 'x', mapping: '{}' })
    .execute();

const write = verb({
  name: 'test.write',
  permission: 'imports.write',
  kind: 'write',
  input: z.object({ fingerprint: z.string(), fail: z.boolean().default(false) }),
  async run({ db, workspace: { id }, audit, transact }, { fingerprint, fail }) {
    await transact((trx) => addMapping(trx, id, fingerprint));
    await db.selectFrom('mappings').selectAll().execute();
    audit({ fingerprint });
    if (fail) throw new MopsError('CONFLICT', 'no', 'hint');
    return { fingerprint, secret: 'withheld by the output schema' };
  },
  output: z.object({ fingerprint: z.string() }) as never,
});

const long = verb({
  name: 'test.long',
  permission: 'imports.write',
  kind: 'long',
  input: z.strictObject({ audited: z.boolean(), fail: z.boolean() }),
  async run({ workspace: { id }, transact, audit }, { audited, fail }) {
    await transact(async (trx) => {
      await addMapping(trx, id, newId('m'));
      if (audited) audit({ part: 1 });
    });
    if (fail) throw new Error('after the first part');
    return null;
  },
});

const read = verb({
  name: 'test.read',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  run: ({ db, workspace: { id } }) => addMapping(db as unknown as Trx, id, 'x'),
});

async function state(): Promise<{ mappings: number; verbs: string[] }> {
  const { db } = instance.records.scoped(workspace.id);
  const mappings = await db.selectFrom('mappings').select('fingerprint').execute();
  const audit = await db.selectFrom('audit').select('verb').orderBy('seq').execute();
  return { mappings: mappings.length, verbs: audit.map((row) => row.verb) };
}

describe('a verb', () => {
  beforeAll(async () => {
    workspace = await instance.addWorkspace();
  });

  it('writes its change and its audit row together', async () => {
    const user = await instance.addUser(workspace, 'editor');
    const answer = await write.call(instance.scope(user, workspace), { fingerprint: 'one' });
    expect(answer).toEqual({ fingerprint: 'one' });
    expect(await state()).toEqual({ mappings: 1, verbs: ['test.write'] });
    const row = await instance.records
      .scoped(workspace.id)
      .db.selectFrom('audit')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      actor_kind: 'user',
      actor_id: user.id,
      details: { fingerprint: 'one' },
      request_id: 'req_test',
    });
    expect(row.input_digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes both back when it fails', async () => {
    const scope = instance.scope({ kind: 'local' }, workspace);
    await expect(write.call(scope, { fingerprint: 'two', fail: true })).rejects.toThrow('no');
    expect(await state()).toEqual({ mappings: 1, verbs: ['test.write'] });
  });

  it('that takes long keeps the parts that were done, each with its audit row', async () => {
    const scope = instance.scope({ kind: 'local' }, workspace);
    await expect(long.call(scope, { audited: true, fail: true })).rejects.toThrow('first part');
    expect(await state()).toEqual({ mappings: 2, verbs: ['test.write', 'test.long'] });
    await expect(long.call(scope, { audited: false, fail: false })).rejects.toThrow(
      'without an audit row',
    );
  });

  it('that reads cannot write', async () => {
    const scope = instance.scope({ kind: 'local' }, workspace);
    await expect(read.call(scope, {})).rejects.toThrow('read-only');
  });

  it('asks who, then what may be done, then what was sent', async () => {
    const bad = { nonsense: true } as never;
    const code = async (scope: Parameters<typeof write.call>[0]) =>
      write.call(scope, bad).catch((error: MopsError) => error.code);
    const viewer = await instance.addUser(workspace, 'viewer');
    expect(await code(instance.scope(null, workspace))).toBe('UNAUTHORIZED');
    expect(await code(instance.scope({ kind: 'local' }, null))).toBe('NOT_FOUND');
    expect(await code(instance.scope(viewer, workspace))).toBe('FORBIDDEN');
    expect(await code(instance.scope({ kind: 'local' }, workspace))).toBe('INVALID');
  });

  it('names the field that is wrong and refuses keys it does not know', async () => {
    const scope = instance.scope({ kind: 'local' }, workspace);
    await expect(write.call(scope, { fingerprint: 1 } as never)).rejects.toThrow(/^fingerprint: /);
    await expect(
      write.call(scope, { fingerprint: 'x', workspaceId: 'y' } as never),
    ).rejects.toThrow(/workspaceId/);
    await expect(read.call(scope, { more: 1 } as never)).rejects.toThrow(/more/);
  });

  it('exists once', () => {
    const again = () =>
      verb({
        name: 'test.read',
        permission: 'kpis.read',
        kind: 'read',
        input: z.object({}),
        run: async () => 1,
      });
    expect(again).toThrow('two verbs');
  });
});
