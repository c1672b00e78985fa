import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { canonicalJson } from './append-audit.ts';
import { listAudit } from './list-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

/** As somebody with the keys of the database would: the trigger off, the change, the trigger on. */
async function tamper(statement: string): Promise<void> {
  for (const part of [
    'alter table audit disable trigger all',
    statement,
    'alter table audit enable trigger all',
  ]) {
    await sql.raw(part).execute(instance.records.raw);
  }
}

async function filled(): Promise<Workspace> {
  const workspace = await instance.addWorkspace();
  const scope = instance.scope({ kind: 'local' }, workspace);
  for (const name of ['a', 'b', 'c', 'd'])
    await createKey.call(scope, { name, scopes: ['kpis.read'] });
  return workspace;
}
const check = (workspace: Workspace) =>
  verifyAudit.call(instance.scope({ kind: 'local' }, workspace), undefined);

describe('the audit trail', () => {
  it('is whole after parallel changes', async () => {
    const workspace = await instance.addWorkspace();
    const scope = instance.scope({ kind: 'local' }, workspace);
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        createKey.call(scope, { name: `k${index}`, scopes: ['kpis.read'] }),
      ),
    );
    expect(await check(workspace)).toMatchObject({ entries: 12, broken: null });
    const rows = await listAudit.call(scope, { limit: 5 });
    expect(rows.map((row) => row.seq)).toEqual([12, 11, 10, 9, 8]);
    expect((await listAudit.call(scope, { before: 3 })).map((row) => row.seq)).toEqual([2, 1]);
    expect(JSON.stringify(rows)).not.toContain('omp_live_');
  });

  it.each([
    ['an edit', `update audit set details = '{}' where workspace_id = $id and seq = 2`, 2],
    [
      'another actor',
      `update audit set actor_kind = 'user' where workspace_id = $id and seq = 3`,
      3,
    ],
    [
      'a moved time',
      `update audit set at = at + interval '1 s' where workspace_id = $id and seq = 1`,
      1,
    ],
    ['a removed row', 'delete from audit where workspace_id = $id and seq = 2', 3],
    [
      'a forged hash',
      `update audit set hash = repeat('0', 64) where workspace_id = $id and seq = 4`,
      4,
    ],
  ])('shows %s', async (_what, statement, broken) => {
    const workspace = await filled();
    expect((await check(workspace)).broken).toBeNull();
    await tamper(statement.replace('$id', `'${workspace.id}'`));
    expect((await check(workspace)).broken).toBe(broken);
  });

  it('has one text for equal values', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ü' })).toBe(
      '{"a":"ü","b":[{"c":null,"d":1}]}',
    );
  });
});
