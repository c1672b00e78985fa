/**
 * The server that `kill-intake.test.ts` kills. Loaded, it waits for `serve` on standard input, then says
 * `ready` with its address, and, when it has made them, a webhook and a key; told `count`, it moves what
 * waits, says what arrived and stops. Arguments: data folder, secret of the webhook.
 */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { openLog } from '../../log.ts';
import { startServer } from '../../server.ts';
import { standingRows } from '../../testing/standing-rows.ts';
import type { Scope } from '../../verb.ts';
import { createKey } from '../keys/create-key.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { createWebhook } from './create-webhook.ts';
import { drainInbox, stopDraining } from './drain-inbox.ts';

const [folder = '', secret = ''] = process.argv.slice(2);
const env = readEnv({
  OPENMOPS_DATA_DIR: folder,
  OPENMOPS_DEMO: '0',
  OPENMOPS_PORT: '0',
  LOG_LEVEL: 'error',
});
// A process that is killed writes no cache, and the next one would compile everything again.
flushCompileCache();
await once(process.stdin, 'data');
const say = (...words: string[]) => process.stdout.write(`${words.join(' ')}\n`);
const { instance, address, stop } = await startServer({ env, log: openLog(env), say: () => {} });
const outside: Scope = {
  instance,
  actor: { kind: 'local' },
  workspace: null,
  requestId: 'req_child',
};
const first = () =>
  instance.records.system.db.selectFrom('workspaces').selectAll().executeTakeFirst();

const isNew = !(await first());
if (isNew) await createWorkspace.call(outside, { slug: 'acme' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const workspace = toWorkspace(row);
if (isNew) {
  const scope = { ...outside, workspace };
  const made = { name: 'w', provider: 'standard', stream: 'messages', secret } as const;
  const webhook = await createWebhook.call(scope, made);
  const { key } = await createKey.call(scope, { name: 'k', scopes: ['streams.write'] });
  say('made', webhook.id, key);
}
say('ready', address);
await once(process.stdin, 'data');
await stopDraining(instance);
await drainInbox(instance, workspace.id);
for (const [source, stream] of [
  ['webhook', 'messages'],
  ['push', 'pushed'],
] as const) {
  const rows = await standingRows(instance, workspace, { source, stream });
  say(stream, JSON.stringify(rows.map((text) => JSON.parse(text).n)));
}
const streams = await instance.records
  .scoped(workspace.id)
  .db.selectFrom('streams')
  .select(['name', 'rows_arrived'])
  .execute();
for (const one of streams) say('arrived', one.name, String(one.rows_arrived));
await stop();
process.exit(0);
