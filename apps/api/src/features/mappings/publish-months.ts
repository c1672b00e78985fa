import type { DatasetId } from '@openmops/domain/kpi';
import type { FactRow } from '@openmops/domain/sources';
import type { Instance } from '../../instance.ts';
import type { ModelPlace, ModelSumQuestion } from '../../stores/facts/model-port.ts';
import type { LandedBatch } from '../../stores/facts/port.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { activeBatches } from '../imports/active-batches.ts';
import { nextSeq } from '../imports/next-seq.ts';
import type { Derivation, FactPart, LandingFacts } from './derive-stream.ts';
import { addBatch, forgetBatches, markBatches, streamBatches } from './mappings.queries.ts';

/** Records of a stream win over those of files, whenever these are imported: a stream is nearer to its source. */
export const STREAMED_RECORDS = 2 ** 40;

/**
 * Derives the facts of some months anew and puts them in place of those that stood: batches are
 * landed, then all become visible in one step per month, then the record says so. What a crash left
 * is cleared by the next call. To be called in the workspace's turn.
 */
export async function publishMonths(given: {
  instance: Instance;
  at: ModelPlace;
  derivation: Derivation;
  months: readonly number[];
  source: string;
  /** Of rows that name no account. */
  account: string;
  /** What counts where rows do not say it. */
  unsaid: Pick<ModelSumQuestion, 'currency' | 'channel' | 'names'>;
  recordSeq: number | null;
  /** Written in the same transaction. */
  done: (trx: Trx, made: { recordSeq: number | null; assumed: boolean }) => Promise<void>;
}): Promise<void> {
  const { instance, at, derivation, months } = given;
  const { workspaceId, streamId } = at;
  const { facts, records } = instance;
  const scoped = records.scoped(workspaceId);
  await sweep(instance, at);
  const before = await streamBatches(scoped.db, workspaceId, streamId);
  const parts = new Set(derivation.parts.map(({ id }) => id));
  const dueMonths = new Set(months);
  // Shapes that the mapping no longer has go, whatever their month.
  const replaced = before.filter((one) => dueMonths.has(one.month) || !parts.has(one.part));
  const landing = new Map<string, { batch: LandedBatch; chunks: number }>();
  let { recordSeq } = given;

  const open = async (part: FactPart, month: number): Promise<LandedBatch> => {
    const id = newId('sb');
    return scoped.transaction(
      async (trx) => {
        const next = await nextSeq(trx, workspaceId);
        if (part.keyedByRecord) recordSeq ??= STREAMED_RECORDS + next;
        const batch: LandedBatch = {
          workspaceId,
          batchId: id,
          seq: part.keyedByRecord ? (recordSeq ?? next) : next,
          dataset: part.dataset as DatasetId,
          source: given.source,
          account: given.account,
          shape: part.shape,
          dims: part.dims,
          measures: part.measures,
          keyedByRecord: part.keyedByRecord,
        };
        const row = { id, part: part.id, month, landed: batch, at: new Date(instance.now()) };
        await addBatch(trx, at, row);
        return batch;
      },
      { quiet: true },
    );
  };
  if (months.length > 0)
    await derivation.run(facts.model, at, months, async (part, month, what) => {
      const key = `${part.id}/${month}`;
      const known = landing.get(key) ?? { batch: await open(part, month), chunks: 0 };
      landing.set(key, known);
      await facts.land(known.batch, known.chunks++, rowsOf(part, what));
    });
  let assumed = derivation.assumed();
  for (const { table, part } of months.length > 0 ? derivation.sums : []) {
    const batches = new Map<number, LandedBatch>();
    const standing = { ...at, table, dayFields: ['day'], after: null };
    for (const month of await facts.model.months(standing)) {
      if (!dueMonths.has(month)) continue;
      const batch = await open(part, month);
      batches.set(month, batch);
      landing.set(`${part.id}/${month}`, { batch, chunks: 0 });
    }
    const unknown = await facts.landSums({ ...at, table, batches, ...given.unsaid });
    assumed ||= unknown;
  }
  const fresh = [...landing.values()].map(({ batch }) => batch);
  const gone = replaced.map(({ id }) => id);
  if (fresh.length + gone.length > 0) {
    const others = await activeBatches(scoped.db, workspaceId);
    const active = [...others.filter(({ batchId }) => !gone.includes(batchId)), ...fresh];
    const touched = [...fresh.map(({ batchId }) => batchId), ...gone];
    await facts.publish(workspaceId, touched, active);
  }
  await scoped.transaction(async (trx) => {
    await markBatches(trx, workspaceId, {
      ids: fresh.map(({ batchId }) => batchId),
      status: 'active',
    });
    await markBatches(trx, workspaceId, { ids: gone, status: 'gone' });
    await given.done(trx, { recordSeq, assumed });
  });
  await sweep(instance, at);
}

/** Takes back what a crash left half landed, and what others have taken the place of. */
async function sweep(instance: Instance, { workspaceId, streamId }: ModelPlace): Promise<void> {
  const scoped = instance.records.scoped(workspaceId);
  const all = await streamBatches(scoped.db, workspaceId, streamId);
  const left = all.filter(({ status }) => status !== 'active').map(({ id }) => id);
  if (left.length === 0) return;
  for (const id of left) await instance.facts.unland(workspaceId, id, 0);
  await scoped.transaction((trx) => forgetBatches(trx, workspaceId, left), { quiet: true });
}

function rowsOf(part: FactPart, { measures, facts }: LandingFacts): FactRow[] {
  const places = part.measures.map((measure) => measures.indexOf(measure));
  return facts.map(({ day, currency, dims, values }) => ({
    line: 0,
    day,
    dayTo: day,
    currency,
    dims,
    values: places.map((place) => (place < 0 ? null : (values[place] ?? null))),
  }));
}
