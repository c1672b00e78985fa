/**
 * The process that `kill-sync.test.ts` kills: syncs an integration until there is nothing new.
 * Arguments: data folder, address of the platform. Prints the rows that stand, as one hash.
 */
import { createHash } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { openInstance } from '../../instance.ts';
import { openLog } from '../../log.ts';
import { listStreamRows } from '../streams/list-stream-rows.ts';
import { recoverRuns } from '../streams/recover-runs.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { createIntegration } from './create-integration.ts';
import { listIntegrations } from './list-integrations.ts';
import { listRuns } from './list-runs.ts';
import { runSync } from './run-sync.ts';

const [folder = '', address = ''] = process.argv.slice(2);
const env = readEnv({
  OPENMOPS_DATA_DIR: folder,
  LOG_LEVEL: 'error',
  OPENMOPS_DEMO: '0',
  OPENMOPS_STAND_INS: `hubspot=${address}`,
});
const instance = await openInstance({ env, log: openLog(env) });
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const actor = { kind: 'local' as const };
const outside = { instance, actor, workspace: null, requestId: 'req_child' };
const first = () =>
  instance.records.system.db.selectFrom('workspaces').selectAll().executeTakeFirst();
if (!(await first())) await createWorkspace.call(outside, { slug: 'acme', currency: 'EUR' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const scope = { ...outside, workspace: toWorkspace(row) };
if ((await listIntegrations.call(scope, {})).length === 0) {
  await createIntegration.call(scope, {
    platform: 'hubspot',
    credentials: { kind: 'token', token: 'token-of-test' },
    streams: ['contacts'],
  });
}
const [integration] = await listIntegrations.call(scope, {});
await recoverRuns(instance);
// A process that is killed writes no cache, and the next one would compile everything again.
flushCompileCache();
say('ready');
const run = await runSync.call(scope, { id: integration?.id ?? '' });
const { rows } = await listStreamRows.call(scope, { stream: 'contacts' });
const runs = await listRuns.call(scope, {});
const running = runs.filter(({ state }) => state === 'running').length;
const hash = createHash('sha256').update(rows.sort().join('\n')).digest('hex');
say('end', run.state, rows.length, hash, running);
await instance.close();
