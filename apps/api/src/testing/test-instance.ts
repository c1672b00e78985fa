import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateWorkspaceInput, Role, Workspace } from '@openmops/domain/workspace';
import type { Actor } from '../actor.ts';
import { type App, createApp } from '../doors/app.ts';
import { type Env, readEnv } from '../env.ts';
import { hashPassword } from '../features/session/password.ts';
import { toWorkspace } from '../features/workspace/to-workspace.ts';
import { assemble, type Instance } from '../instance.ts';
import { openLog } from '../log.ts';
import { newToken } from '../secret.ts';
import { folderSecret } from '../stores/data-folder.ts';
import { openFacts } from '../stores/facts/open.ts';
import { newId } from '../stores/records/new-id.ts';
import { openRecords, type Records } from '../stores/records/records.ts';
import type { Scope } from '../verb.ts';
import { sharedRecords, testRecords } from './test-records.ts';

export type TestInstance = Instance & {
  app: App;
  /** A workspace with nobody in it. */
  addWorkspace(slug?: string, more?: Partial<CreateWorkspaceInput>): Promise<Workspace>;
  /** A person with a role in a workspace; the password is TEST_PASSWORD. */
  addUser(workspace: Workspace | null, role: Role): Promise<Extract<Actor, { kind: 'user' }>>;
  /** What a verb is called with: `verb.call(instance.scope(actor, workspace), input)`. */
  scope(actor: Actor | null, workspace: Workspace | null): Scope;
  /** The Cookie header of a signed-in person. */
  cookieOf(userId: string): Promise<string>;
};

export const TEST_PASSWORD = 'plum kettle orbit wharf';
/** A password is slow to hash, on purpose; everybody has the same, so it is done once. */
let hashed: Promise<string> | null = null;

/** A whole OpenMOps in this process, empty, with real stores. One per test file; `close` removes it. */
export async function testInstance(
  options: {
    env?: Record<string, string>;
    engine?: 'pglite' | 'postgres';
    /** The clock, in ms since 1970. */
    now?: () => number;
    /** A data folder, of which it begins with a copy. */
    from?: string;
  } = {},
): Promise<TestInstance> {
  const folder = await mkdtemp(join(tmpdir(), 'openmops-'));
  const { from } = options;
  if (from) await cp(from, folder, { recursive: true, verbatimSymlinks: true });
  const env: Env = readEnv({
    LOG_LEVEL: 'silent',
    OPENMOPS_DEMO: '0',
    OPENMOPS_DATA_DIR: folder,
    ...options.env,
  });
  const [records, facts] = await Promise.all([recordsOf(options, folder), openFacts({ folder })]);
  const parts = { env, log: openLog(env), folder: null, records, facts };
  const instance = assemble({
    ...parts,
    secret: from ? folderSecret(folder) : newToken(),
    now: options.now ?? Date.now,
  });
  const app = createApp(instance);
  return { ...instance, app, ...actions(instance), close: () => closeAll(instance, folder) };
}

function recordsOf(
  { from, engine }: { from?: string; engine?: 'pglite' | 'postgres' },
  folder: string,
): Promise<Records> {
  if (from) return openRecords({ databaseUrl: null, folder });
  return engine ? testRecords(engine) : sharedRecords();
}

async function closeAll(instance: Instance, folder: string): Promise<void> {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}

function actions(instance: Instance) {
  const { system } = instance.records;
  return {
    scope: (actor: Actor | null, workspace: Workspace | null): Scope => ({
      instance,
      actor,
      workspace,
      requestId: 'req_test',
    }),
    async addWorkspace(
      slug = newId('t').replace('_', '-'),
      more: Partial<CreateWorkspaceInput> = {},
    ) {
      const row = await system.transaction((trx) =>
        trx
          .insertInto('workspaces')
          .values({
            id: newId('ws'),
            slug,
            name: more.name ?? slug,
            currency: more.currency ?? 'EUR',
            time_zone: more.timeZone ?? 'UTC',
            fiscal_start: more.fiscalStart ?? 1,
            fiscal_named_by: more.fiscalNamedBy ?? 'end',
            week_start: more.weekStart ?? 1,
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
      return toWorkspace(row);
    },
    async addUser(workspace: Workspace | null, role: Role) {
      const id = newId('us');
      const email = `${id}@example.com`;
      hashed ??= hashPassword(TEST_PASSWORD);
      const password = await hashed;
      await system.transaction(async (trx) => {
        const user = { id, name: role, email, email_verified: true, image: null };
        await trx.insertInto('users').values(user).execute();
        const account = { id: newId('ac'), user_id: id, account_id: id, provider_id: 'credential' };
        await trx
          .insertInto('accounts')
          .values({ ...account, password })
          .execute();
        if (!workspace) return;
        await trx
          .insertInto('members')
          .values({ workspace_id: workspace.id, user_id: id, role })
          .execute();
      });
      return { kind: 'user' as const, id, name: role, email, role: workspace ? role : null };
    },
    async cookieOf(userId: string) {
      const headers = await instance.auth.open(userId);
      return headers.getSetCookie()[0]?.split(';')[0] ?? '';
    },
  };
}
