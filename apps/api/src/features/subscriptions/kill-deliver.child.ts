/**
 * The process that `kill-deliver.long.test.ts` kills. Loaded, it waits for `go` and an address on standard input,
 * says `made` and the secret when it has subscribed that address, then lets things happen and says of each
 * that it happened, while what subscribers are told is on its way. With `end` nothing more happens: it waits
 * until all is delivered, says what was put down, and stops. Argument: the data folder.
 */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '../../env.ts';
import { openInstance } from '../../instance.ts';
import { openLog } from '../../log.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { deliverSoon, startDelivering, stopDelivering } from './deliver.ts';
import { subscribe } from './subscribe.ts';
import { tellSubscribers } from './tell-subscribers.ts';

const [folder = ''] = process.argv.slice(2);
// A process that is killed writes no cache, and the next one would compile everything again.
flushCompileCache();
const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const [word, address = ''] = line.split(' ');
const env = readEnv({
  OPENMOPS_DATA_DIR: folder,
  OPENMOPS_DEMO: '0',
  OPENMOPS_ALLOWED_NETWORKS: '127.0.0.0/8',
  LOG_LEVEL: 'error',
});
const instance = await openInstance({ env, log: openLog(env) });
const { system } = instance.records;
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const outside = {
  instance,
  actor: { kind: 'local' as const },
  workspace: null,
  requestId: 'req_c',
};
const first = () => system.db.selectFrom('workspaces').selectAll().executeTakeFirst();
const isNew = !(await first());
if (isNew) await createWorkspace.call(outside, { slug: 'acme' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const workspace = toWorkspace(row);
if (isNew) {
  const asked = { address, events: ['import.done' as const] };
  say('made', (await subscribe.call({ ...outside, workspace }, asked)).secret);
}
const told = () =>
  system.db.selectFrom('subscription_deliveries').selectAll().orderBy('seq').execute();
let n = (await told()).length;
say('ready', n);
await startDelivering(instance);
for (let many = 1; word === 'go'; many = (many % 3) + 1) {
  const happened = Array.from({ length: many }, (_, at) => ({
    event: 'import.done' as const,
    data: { ...imported(), rows: n + at },
  }));
  const place = { workspace, at: new Date() };
  await instance.records
    .scoped(workspace.id)
    .transaction((trx) => tellSubscribers(trx, place, happened));
  deliverSoon(instance);
  for (const { data } of happened) say('happened', data.rows);
  n += many;
  await sleep(15);
}
while ((await told()).some((one) => one.state === 'waiting')) await sleep(20);
for (const one of await told()) say('told', one.event_id, one.state, one.tries, one.body);
await stopDelivering(instance);
await instance.close();
process.exit(0);

function imported() {
  return { batch: 'b', file: 'f', source: 's', dataset: 'd', from: null, to: null };
}
