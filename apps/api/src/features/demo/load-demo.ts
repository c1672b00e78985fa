import { dayInZone } from '@openmops/domain/calendar';
import { DEMO_WORKSPACE, type Demo, type DemoBatch, generateDemo } from '@openmops/domain/demo';
import { demoStreams } from '@openmops/domain/demo/streams';
import type { Day } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import type { LandedBatch } from '../../stores/facts/port.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { activeBatches } from '../imports/active-batches.ts';
import { inTurn } from '../imports/queue.ts';
import { mapStreamsOf } from '../mappings/map-streams.ts';
import { addPerson } from '../session/people.ts';
import { insertWorkspace } from '../workspace/insert-workspace.ts';
import {
  addSampleBatches,
  addSampleRates,
  anyWorkspace,
  clearSample,
  demoState,
  sampleStreams,
  saveDemoState,
  takeSeqs,
  usedByPeople,
} from './demo.queries.ts';
import type { DemoState } from './demo.schema.ts';
import { loadContent } from './load-content.ts';
import { loadLinkedIn } from './load-linkedin.ts';
import { loadLinks } from './load-links.ts';
import { loadPlan } from './load-plan.ts';
import { loadStreams } from './load-streams.ts';
import { sampleBatch } from './sample-batch.ts';

/** Who opens the sample link. */
export const GUEST = { name: 'Sample guest', email: 'guest@larkfield.example' } as const;

/** An older sample that nobody added to is loaded anew, or all of its sources would be silent. */
const REFRESH_DAYS = 2;

/**
 * Loads the demo company into a workspace of its own, once in the life of an instance and only
 * into an empty one. A load that was killed half-way begins again. Null: there is no sample.
 */
export async function loadDemo(instance: Instance): Promise<DemoState | null> {
  return inTurn(instance, 'demo', async () => {
    const { system } = instance.records;
    const today = dayInZone(instance.now(), DEMO_WORKSPACE.timeZone);
    const known = await demoState(system.db);
    if (known?.step === 'removed') return null;
    if (!known) {
      if (await anyWorkspace(system.db)) return null;
      return fill(instance, await system.transaction((trx) => begin(trx, instance, today)));
    }
    if (known.step === 'loaded' && !(await isOld(instance, known, today))) return known;
    const again: DemoState = { ...known, step: 'loading', today };
    await system.transaction(async (trx) => {
      await clearSample(trx, known.workspaceId);
      await saveDemoState(trx, again);
    });
    await instance.facts.drop(known.workspaceId);
    return fill(instance, again);
  });
}

async function isOld(instance: Instance, known: DemoState, today: Day): Promise<boolean> {
  if (today - known.today < REFRESH_DAYS) return false;
  return !(await usedByPeople(instance.records.system.db, known));
}

/** The workspace and its guest: an editor without a password, whom only a one-time link lets in. */
async function begin(trx: Trx, instance: Instance, today: Day): Promise<DemoState> {
  const workspace = await insertWorkspace(trx, {
    input: { ...DEMO_WORKSPACE },
    owner: null,
    actor: { kind: 'system' },
    now: instance.now(),
    requestId: newId('req'),
    sample: true,
  });
  const guestId = await addPerson(trx, GUEST);
  await trx
    .insertInto('members')
    .values({ workspace_id: workspace.id, user_id: guestId, role: 'editor' })
    .execute();
  const state: DemoState = { step: 'loading', workspaceId: workspace.id, guestId, today };
  await saveDemoState(trx, state);
  return state;
}

/** Streams first: what is alone in its months is published fastest. The state `loaded` comes last. */
async function fill(instance: Instance, begun: DemoState): Promise<DemoState> {
  const { records } = instance;
  const { workspaceId, today } = begun;
  const { batches, rates } = generateDemo(today);
  const { streams } = demoStreams(today);
  await loadLinkedIn(instance, begun);
  await loadStreams({ instance, workspaceId }, streams);
  await mapSample(instance, workspaceId);
  await loadFiles(instance, begun, { batches, rates });
  await loadPlan(instance, begun);
  const now = instance.now();
  await records.system.transaction((trx) => loadLinks(trx, begun, now));
  await loadContent(instance, begun, streams);
  const loaded: DemoState = { ...begun, step: 'loaded', loadedAt: now };
  await records.system.transaction(async (trx) => {
    await saveDemoState(trx, loaded);
    await appendAudit(trx, {
      workspaceId,
      at: new Date(now),
      actor: { kind: 'system' },
      verb: 'demo.load',
      inputDigest: '',
      details: { batches: batches.length, streams: streams.length, rates: rates.length },
      requestId: newId('req'),
    });
  });
  return loaded;
}

/** Streams that name campaigns and accounts, which rows of the others are given. */
const NAMING: readonly string[] = ['accounts', 'campaigns', 'email_campaigns'];

/** Once for all runs, and names first, so that no month is made twice. */
async function mapSample(instance: Instance, workspaceId: string): Promise<void> {
  const { db } = instance.records.scoped(workspaceId);
  const streams = await sampleStreams(db, workspaceId);
  const isNaming = ({ name }: { name: string }) => NAMING.includes(name);
  for (const some of [streams.filter(isNaming), streams.filter((one) => !isNaming(one))])
    await mapStreamsOf(instance, { workspaceId, streamIds: some.map(({ id }) => id) });
}

/** The facts of files, then the records of their imports. */
async function loadFiles(
  instance: Instance,
  { workspaceId, today }: DemoState,
  { batches, rates }: Pick<Demo, 'batches' | 'rates'>,
): Promise<void> {
  const { records, facts } = instance;
  const now = instance.now();
  const seqs = await records.system.transaction((trx) => takeSeqs(trx, batches.length));
  const landed = batches.map((batch, index) =>
    landedBatch(batch, { workspaceId, seq: seqs[index] as number }),
  );
  for (const [index, batch] of batches.entries())
    await facts.land(landed[index] as LandedBatch, 0, batch.rows);
  const ids = landed.map((batch) => batch.batchId);
  const streamed = await activeBatches(records.scoped(workspaceId).db, workspaceId);
  await facts.publish(workspaceId, ids, [...streamed, ...landed]);
  await records.system.transaction(async (trx) => {
    const imports = batches.map((batch, index) =>
      sampleBatch(batch, landed[index] as LandedBatch, { today, now }),
    );
    await addSampleBatches(trx, workspaceId, imports);
    await addSampleRates(trx, workspaceId, rates);
  });
}

function landedBatch(
  batch: DemoBatch,
  { workspaceId, seq }: { workspaceId: string; seq: number },
): LandedBatch {
  const { dataset, source, account, shape, dims, measures, keyedByRecord } = batch;
  return {
    workspaceId,
    batchId: newId('ba'),
    seq,
    dataset,
    source,
    account,
    shape,
    dims,
    measures,
    keyedByRecord,
  };
}
