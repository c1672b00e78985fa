/**
 * The process that `kill-import.test.ts` kills: goes on with what was stopped, imports the named
 * files, and answers the sums. Arguments: data folder, files…
 */
import { createReadStream } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { openInstance } from '../../instance.ts';
import { openLog } from '../../log.ts';
import { measures } from '../../testing/measures.ts';
import type { Scope } from '../../verb.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { importFile } from './import-file.ts';
import { acknowledgedChunks, unfinishedBatches } from './imports.queries.ts';
import { resumeImports } from './resume-imports.ts';
import { uploadFile } from './upload-file.ts';

const [folder = '', ...files] = process.argv.slice(2);
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const opened = await openInstance({ env, log: openLog(env) });
const { facts } = opened;
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const instance = {
  ...opened,
  facts: {
    ...facts,
    land: async (...landing: Parameters<typeof facts.land>) => {
      say('landing', landing[0].batchId, landing[1]);
      await facts.land(...landing);
    },
  },
};
const actor = { kind: 'local' as const };
const outside: Scope = { instance, actor, workspace: null, requestId: 'req_child' };
const first = () =>
  instance.records.system.db.selectFrom('workspaces').selectAll().executeTakeFirst();

if (!(await first())) await createWorkspace.call(outside, { slug: 'acme', currency: 'EUR' });
const row = await first();
if (!row) throw new Error('There is no workspace.');
const workspace = toWorkspace(row);
const scope = { ...outside, workspace };
const { db } = instance.records.scoped(workspace.id);
for (const batch of await unfinishedBatches(db, workspace.id)) {
  say('acknowledged', batch.id, await acknowledgedChunks(db, workspace.id, batch.id));
}
// The next process of the test loads faster; one that is killed would not leave its cache.
flushCompileCache();
say('ready');
await resumeImports(instance);
for (const file of files) {
  const { upload } = await uploadFile.call(scope, { name: 'r.csv', body: createReadStream(file) });
  await importFile.call(scope, { upload });
}
const sums = await facts.sums(
  workspace.id,
  {
    dataset: 'ad_delivery',
    measures: measures('ad_cost', 'ad_impressions'),
    by: [],
    filters: [],
    buckets: [{ label: '', from: 0, to: 40_000 }],
    resolution: 'bucket',
  },
  null,
);
const slices = await facts.slices(workspace.id);
say(
  'sums',
  String(sums[0]?.values[0]),
  String(sums[0]?.values[1]),
  slices.reduce((sum, slice) => sum + slice.rows, 0),
);
await opened.close();
