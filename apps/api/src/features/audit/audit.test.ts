import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { unzip } from '../../testing/unzip.ts';
import { createPlan, setPlanTotal } from '../budgets/create-plan.ts';
import { exportEvidence } from '../budgets/export-evidence.ts';
import { createKey } from '../keys/create-key.ts';
import { canonicalJson } from './append-audit.ts';
import { verifyCommands } from './audit.commands.ts';
import { listAudit } from './list-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-05-10T12:00:00Z') });
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

  it.each<[string, string, number, string]>([
    [
      'an edit',
      `update audit set details = '{}' where workspace_id = $id and seq = 2`,
      2,
      'it was changed',
    ],
    [
      'another actor',
      `update audit set actor_kind = 'user' where workspace_id = $id and seq = 3`,
      3,
      'it was changed',
    ],
    [
      'a moved time',
      `update audit set at = at + interval '1 s' where workspace_id = $id and seq = 1`,
      1,
      'it was changed',
    ],
    [
      'a removed row',
      'delete from audit where workspace_id = $id and seq = 2',
      3,
      'entry 2 before it is missing',
    ],
    [
      'a forged hash',
      `update audit set hash = repeat('0', 64) where workspace_id = $id and seq = 4`,
      4,
      'it was changed',
    ],
  ])('shows %s', async (_what, statement, broken, why) => {
    const workspace = await filled();
    expect((await check(workspace)).broken).toBeNull();
    await tamper(statement.replace('$id', `'${workspace.id}'`));
    const found = await check(workspace);
    expect(found).toMatchObject({ broken, event: { seq: broken, verb: 'keys.create', why } });
    const told = await runCommand(instance, verifyCommands, ['verify'], workspace.slug);
    expect(told.exit).toBe(1);
    expect(told.text()).toContain(
      `${broken} (keys.create, ${found.event?.at}) is not whole: ${why}.`,
    );
  });

  it('is checked from an archive by its own recipe, without the product', async () => {
    const workspace = await filled();
    const scope = instance.scope({ kind: 'local' }, workspace);
    const { id: plan } = await createPlan.call(scope, { fiscalYear: 2026, total: 500 });
    await createKey.call(scope, { name: 'secret name', scopes: ['kpis.read'] });
    await setPlanTotal.call(scope, { id: plan, version: 1, total: 900, reason: 'More for Łódź' });
    const { zip } = await exportEvidence.call(scope, { from: '2026-05', to: '2026-05' });
    const files = unzip(zip);
    const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    const write = (name: string, text: string) => writeFile(join(folder, name), text);
    for (const [name, text] of files) await write(name, text);
    const verify = () =>
      promisify(execFile)(process.execPath, ['verify.mjs'], { cwd: folder }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        ({ code, stdout }) => ({ code, stdout }),
      );
    const { head } = await check(workspace);
    expect(await verify()).toEqual({ code: 0, stdout: `2 entries, whole. Head: ${head}\n` });

    // The steps of README.txt by hand.
    const lines = (name: string) =>
      (files.get(name) ?? '')
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one));
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    for (const { previous, normal, hash } of lines('audit.jsonl'))
      expect(sha256(`${previous}\n${normal}`)).toBe(hash);
    const chain = lines('chain.jsonl');
    expect(chain.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(chain.slice(1).map(({ previous }) => previous)).toEqual(
      chain.slice(0, -1).map(({ hash }) => hash),
    );
    // Of what is not about money there is a hash and no word.
    expect([...files.values()].join()).not.toContain('keys.create');

    const trail = files.get('audit.jsonl') ?? '';
    await write('audit.jsonl', trail.replace('More for', 'Less for'));
    const changed = await verify();
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('audit.jsonl is not the file that was exported.');
    expect(changed.stdout).toMatch(/Entry 7 \(plans\.setTotal, .*\) shows other words/);
    await write('audit.jsonl', trail.replaceAll('More for', 'Less for'));
    expect((await verify()).stdout).toMatch(/Entry 7 \(plans\.setTotal, .*\) was changed/);
    await rm(folder, { recursive: true });
  });

  it('has one text for equal values', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ü' })).toBe(
      '{"a":"ü","b":[{"c":null,"d":1}]}',
    );
  });
});
