/**
 * The process that `kill-ingest.test.ts` kills: a tap of its own that goes on after the last state
 * that OpenMOps has kept. Argument: the data folder; the first line of standard input tells how many
 * records there are in all, and for how many ms it rests between them. Prints every state.
 */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { readEnv } from '../../env.ts';
import { openInstance } from '../../instance.ts';
import { openLog } from '../../log.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { ingestMessages } from './ingest-messages.ts';
import { listStreamRows } from './list-stream-rows.ts';
import { listStreams } from './list-streams.ts';
import { recoverRuns } from './recover-runs.ts';

const [folder = ''] = process.argv.slice(2);
// A process that is killed writes no cache, and the next one would compile everything again.
flushCompileCache();
// It is started while the one before still runs, and waits until that one is gone.
const [go] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const [records = '0', pause = '0'] = go.split(' ');
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const instance = await openInstance({ env, log: openLog(env) });
await recoverRuns(instance);
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const actor = { kind: 'local' as const };
const outside = { instance, actor, workspace: null, requestId: 'req_child' };
const first = () =>
  instance.records.system.db.selectFrom('workspaces').selectAll().executeTakeFirst();
if (!(await first())) await createWorkspace.call(outside, { slug: 'acme', currency: 'EUR' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const scope = { ...outside, workspace: toWorkspace(row) };

const known = await listStreams.call(scope, {});
const from = (known[0]?.state as { at: number } | null | undefined)?.at ?? 0;
say('ready', from);

/** Odd records have a key and come in five versions; even ones have none and come once. */
async function* tap(): AsyncGenerator<Uint8Array> {
  const schema = (stream: string, key: string[]) =>
    JSON.stringify({
      type: 'SCHEMA',
      stream,
      key_properties: key,
      schema: { properties: { n: { type: 'integer' } } },
    });
  yield Buffer.from(`${schema('keyed', ['k'])}\n${schema('plain', [])}\n`);
  for (let n = from; n < Number(records); n++) {
    const record =
      n % 2 === 1
        ? { type: 'RECORD', stream: 'keyed', record: { k: n % 401, n } }
        : { type: 'RECORD', stream: 'plain', record: { n } };
    let text = `${JSON.stringify(record)}\n`;
    if (n % 50 === 49) text += `{"type":"STATE","value":{"at":${n + 1}}}\n`;
    yield Buffer.from(text);
    if (n % 500 === 0) await new Promise((resolve) => setTimeout(resolve, Number(pause)));
  }
}

const onState = (text: string) => void say('state', text);
const report = await ingestMessages.call(scope, { format: 'singer', body: tap(), onState });
if (report.state !== 'done') throw new Error(JSON.stringify(report));
for (const stream of ['keyed', 'plain']) {
  const { rows } = await listStreamRows.call(scope, { stream });
  const sum = rows.reduce((total, text) => total + (JSON.parse(text) as { n: number }).n, 0);
  say('rows', stream, rows.length, sum);
}
await instance.close();
process.exit(0);
