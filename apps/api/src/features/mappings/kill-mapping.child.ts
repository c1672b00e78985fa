/**
 * The process that `kill-mapping.long.test.ts` kills: goes on with what was stopped, says whether the
 * facts are those of the rows that arrived, then takes another delivery and dies at a step of
 * mapping it. Arguments: data folder, round, step at which it dies (0: it lives).
 */
import { flushCompileCache } from 'node:module';
import { formatDay } from '@openmops/domain/shared';
import { readEnv } from '../../env.ts';
import { openInstance } from '../../instance.ts';
import { openLog } from '../../log.ts';
import { measures } from '../../testing/measures.ts';
import type { Scope } from '../../verb.ts';
import { recoverRuns } from '../streams/recover-runs.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { resumeMappings } from './map-streams.ts';
import { send } from './mappings.testing.ts';
import { saveMapping } from './save-mapping.ts';
import { sourceStreams, visibleChunks } from './source-streams.ts';

const [folder = '', round = '0', dieAt = '0'] = process.argv.slice(2);
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const opened = await openInstance({ env, log: openLog(env) });
const { facts } = opened;
const say = (...words: (string | number | boolean)[]) =>
  process.stdout.write(`${words.join(' ')}\n`);

let armed = false;
let steps = 0;
/** Dies before or after a write, by turns. */
const deadly =
  <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    if (armed && ++steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    const made = await work(...args);
    if (armed && ++steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    return made;
  };
const instance = {
  ...opened,
  facts: {
    ...facts,
    land: deadly(facts.land),
    landSums: deadly(facts.landSums),
    publish: deadly(facts.publish),
    unland: deadly(facts.unland),
    model: { ...facts.model, put: deadly(facts.model.put), drop: deadly(facts.model.drop) },
  },
};
const outside: Scope = { instance, actor: { kind: 'local' }, workspace: null, requestId: 'req' };
const first = () =>
  instance.records.system.db.selectFrom('workspaces').selectAll().executeTakeFirst();
if (!(await first())) await createWorkspace.call(outside, { slug: 'acme', currency: 'EUR' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const workspace = toWorkspace(row);
const { db } = instance.records.scoped(workspace.id);
flushCompileCache();

await recoverRuns(instance);
await resumeMappings(instance);
say('after', await sameAsArrived());

const feed = { source: 'agency', stream: 'costs', key: ['id'] };
const records = Array.from({ length: 2000 }, (_, id) => ({
  id,
  date: formatDay(20_454 + ((id * 7 + Number(round) * 11) % 80)),
  campaign: `c${id % 5}`,
  cost: (id * 7919 + Number(round) * 13) % 1000,
}));
const stream = (await sourceStreams(db, workspace.id))[0]?.id;
// The first rounds map the stream as a whole, the others what has changed.
armed = stream !== undefined;
await send(instance, workspace, { ...feed, records: records.slice(Number(round) * 100) });
armed = true;
const fields = { day: 'date', campaign: 'campaign', ad_cost: 'cost' };
const own = { key: ['id'], mappings: [{ table: 'ad_delivery' as const, fields }] };
const id = stream ?? (await sourceStreams(db, workspace.id))[0]?.id ?? '';
if (Number(round) % 2 === 0)
  await saveMapping.call(
    { ...outside, workspace },
    { stream: id, pack: null, overrides: null, own: { ...own, deleted: `gone${round}` } },
  );
say('done', await sameAsArrived(), steps);
await opened.close();

/** Whether the sums of the facts are those of the rows that stand. */
async function sameAsArrived(): Promise<boolean> {
  let arrived = 0;
  for (const { id: streamId, activeVersion, fromChunk } of await sourceStreams(db, workspace.id)) {
    const { hidden } = await visibleChunks(db, workspace.id, streamId);
    const question = {
      workspaceId: workspace.id,
      streamId,
      hidden,
      activeVersion,
      from: fromChunk,
    };
    for await (const page of facts.raw.read(question))
      for (const { text } of page) arrived += (JSON.parse(text) as { cost: number }).cost;
  }
  const sums = await facts.sums(
    workspace.id,
    {
      dataset: 'ad_delivery',
      measures: measures('ad_cost'),
      by: [],
      filters: [],
      buckets: [{ label: '', from: 0, to: 40_000 }],
      resolution: 'bucket',
    },
    null,
  );
  const found = Number(sums[0]?.values[0] ?? 0) / 1_000_000;
  const { own: mapping } = (await db
    .selectFrom('stream_mappings')
    .select('own')
    .executeTakeFirst()) ?? {
    own: null,
  };
  // Before anybody has said how, it stays raw.
  if (mapping === null) return found === 0;
  if (found !== arrived) say('found', found, 'arrived', arrived);
  return found === arrived;
}
