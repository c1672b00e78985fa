import { createHash } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';
import { PERMISSIONS, ROLES, type Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import './doors/local-call.ts';
import { appRouter } from './router.ts';
import { sampleInput } from './testing/sample-input.ts';
import { addSampleTo } from './testing/sample-rows.ts';
import { type TestInstance, testInstance } from './testing/test-instance.ts';
import { type AnyVerb, allVerbs, findVerb } from './verb.ts';

type Procedure = { _def: { type: 'query' | 'mutation' } };
const PROCEDURES = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Procedure>,
).map(([path, procedure]) => ({ path, type: procedure._def.type }));
const VERBS = allVerbs();
const walled = VERBS.filter((verb) => verb.access === 'workspace');
const lastWalled = walled.at(-1)?.name;
const UNKNOWN_KEY = { thisKeyIsUnknown: 1 };
/** Reads of the catalogue: nothing of a workspace is in the answer. */
const EVERYBODY = ['session.get', 'session.claim', 'session.open'];

let instance: TestInstance;
let a: Workspace;
let b: Workspace;
let idsOfB: string[];
beforeAll(async () => {
  // More calls than an address may make in a minute: time passes with each.
  let calls = 0;
  instance = await testInstance({ now: () => Date.now() + 300 * calls++ });
  a = await instance.addWorkspace('team-a');
  b = await instance.addWorkspace('team-b', { name: 'canary-of-b' });
  idsOfB = await addSampleTo(instance, b);
});
afterAll(() => instance.close());

async function codeOf(
  verb: AnyVerb,
  actor: Actor | null,
  workspace: Workspace | null,
  input: unknown,
) {
  try {
    await verb.call(instance.scope(actor, workspace), input);
    return 'done';
  } catch (error) {
    return error instanceof MopsError ? error.code : `threw ${error}`;
  }
}

describe('every procedure', () => {
  it('is a verb of the same name, or of the same name in another room', () => {
    const names = new Set(VERBS.map((verb) => verb.name));
    expect(PROCEDURES.map(({ path }) => path).filter((path) => !names.has(path))).toEqual([]);
    for (const { path, type } of PROCEDURES) {
      const kind = findVerb(path)?.kind;
      if (kind === 'write') expect([path, type]).toEqual([path, 'mutation']);
    }
  });

  it.each(PROCEDURES)('$path: nothing without a session', async ({ path, type }) => {
    for (const authorization of ['', 'Bearer omp_live_x', 'Bearer a.b.c']) {
      const response = await request(path, type, authorization ? { authorization } : {});
      if (EVERYBODY.includes(path)) continue;
      expect([path, response.status]).toEqual([path, 401]);
      expect(await response.text()).not.toMatch(/canary|stack|node_modules|select /i);
    }
  });

  it.each(PROCEDURES.filter(({ type }) => type === 'mutation'))(
    '$path: no change by GET',
    async ({ path }) => {
      expect((await request(path, 'query', {})).status).toBe(405);
    },
  );

  it.each(PROCEDURES.filter(({ path }) => findVerb(path)?.access === 'workspace'))(
    '$path: the workspace of others is as unknown as one that does not exist',
    async ({ path, type }) => {
      const owner = await ownerOfA();
      const cookie = await instance.cookieOf(owner.id);
      const answers = await Promise.all(
        [b.slug, 'no-such-team', ''].map(async (slug) => {
          const headers = slug ? { cookie, 'x-openmops-workspace': slug } : { cookie };
          const response = await request(path, type, headers);
          const text = await response.text();
          return [response.status, text.replaceAll(/req_\w+/g, 'req')];
        }),
      );
      expect(answers[0]?.[0]).toBe(404);
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[2]).toEqual(answers[1]);
    },
  );
});

describe('roles', () => {
  it('are the golden table of who may call what', async () => {
    const columns: [name: string, actor: Actor | null][] = [
      ['nobody', null],
      ...ROLES.toReversed().map((role): [string, Actor] => [role, person(role)]),
      ['key', { kind: 'apiKey', id: 'key_1', name: 'all', permissions: PERMISSIONS }],
      ['key0', { kind: 'apiKey', id: 'key_2', name: 'none', permissions: [] }],
      ['embed', { kind: 'embed', id: 'emb_1', name: 'e', kpis: ['paid.spend'], filters: [] }],
      ['local', { kind: 'local' }],
    ];
    const lines: string[] = [];
    for (const verb of [...VERBS].sort((x, y) => (x.name < y.name ? -1 : 1))) {
      const cells: string[] = [];
      for (const [name, actor] of columns) {
        // Permission comes before the input, so an impossible input tells the two apart.
        const code = await codeOf(verb, actor, a, UNKNOWN_KEY);
        expect(['INVALID', 'FORBIDDEN', 'UNAUTHORIZED']).toContain(code);
        cells.push(code === 'INVALID' ? name : '-'.repeat(name.length));
      }
      lines.push(
        `${verb.name.padEnd(20)} ${(verb.permission ?? verb.access).padEnd(16)} ${cells.join(' ')}`,
      );
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./testing/roles.golden.txt');
  });
});

describe('the wall between workspaces', () => {
  it.each(walled.map((verb) => verb.name))(
    '%s: with the ids of another: no data, no change',
    async (name) => {
      const verb = findVerb(name) as AnyVerb;
      const owner = await ownerOfA();
      standing ??= await fingerprintOf(b);
      const before = standing;
      for (const id of idsOfB) {
        const input = sampleInput(verb.input, id);
        const answer = await verb.call(instance.scope(owner, a), input).then(
          (value) => JSON.stringify(value) ?? '',
          (error: Error) => error.message + JSON.stringify(error),
        );
        expect(answer).not.toContain('canary');
        // What was asked for may be named in the refusal; nothing else of the other workspace.
        const asked = JSON.stringify(input) ?? '';
        const leaked = idsOfB.filter(
          (foreign) => answer.includes(foreign) && !asked.includes(foreign),
        );
        expect(leaked).toEqual([]);
      }
      // Reading cannot change records; that it does not change facts is seen at the next write.
      if (verb.kind === 'read' && name !== lastWalled) return;
      standing = await fingerprintOf(b);
      expect(standing).toBe(before);
    },
  );

  it.each(walled.map((verb) => verb.name))('%s: hostile keys are refused', async (name) => {
    const verb = findVerb(name) as AnyVerb;
    const owner = await ownerOfA();
    for (const key of [
      'workspaceId',
      'workspace_id',
      'createdAt',
      'verified',
      'sql',
      'constructor',
    ]) {
      const input = { ...(sampleInput(verb.input, 'x') as object), [key]: b.id };
      expect([key, await codeOf(verb, owner, a, input)]).toEqual([key, 'INVALID']);
    }
  });
});

describe('errors', () => {
  it('tell nothing of the inside when the store is gone', async () => {
    const cookie = await instance.cookieOf((await ownerOfA()).id);
    await instance.records.close();
    for (const { path, type } of PROCEDURES) {
      const response = await request(path, type, { cookie, 'x-openmops-workspace': a.slug });
      const text = await response.text();
      expect([path, response.status]).toEqual([path, 500]);
      expect(text).toContain('Something went wrong on our side.');
      expect(text).not.toMatch(/stack|\.ts|node:|select |worker|postgres|closed|stopped/i);
    }
  });
});

let owner: Extract<Actor, { kind: 'user' }> | null = null;
/** Made again when a call of the sweep has removed or demoted the person. */
async function ownerOfA() {
  owner ??= await instance.addUser(a, 'owner');
  return owner;
}

function person(role: (typeof ROLES)[number]): Actor {
  return { kind: 'user', id: `us_${role}`, name: role, email: `${role}@example.com`, role };
}

function request(path: string, type: 'query' | 'mutation', headers: Record<string, string>) {
  if (type === 'query') return instance.app.request(`/trpc/${path}`, { headers });
  return instance.app.request(`/trpc/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  });
}

/** What nobody has touched since it was looked at after the call before. */
let standing: string | null = null;

/** One hash over every row of a workspace, in every table that has workspaces. */
async function fingerprintOf(workspace: Workspace): Promise<string> {
  const { raw } = instance.records;
  const tables = await sql<{ name: string }>`select c.relname as name from pg_class c
    join pg_attribute t on t.attrelid = c.oid and t.attname = 'workspace_id'
    where c.relkind = 'r' order by 1`.execute(raw);
  const own = sql`select 'workspaces' as name, w::text as row from workspaces w where id = ${workspace.id}`;
  const all = tables.rows.map(
    ({ name }) =>
      sql`select ${sql.lit(name)}, t::text from ${sql.table(name)} t where workspace_id = ${workspace.id}`,
  );
  const rows = await sql`${sql.join([own, ...all], sql` union all `)} order by 1, 2`.execute(raw);
  const facts = await instance.facts.slices(workspace.id);
  return createHash('sha256')
    .update(JSON.stringify([rows.rows, facts]))
    .digest('hex');
}
