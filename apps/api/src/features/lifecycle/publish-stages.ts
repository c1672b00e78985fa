import { createHash } from 'node:crypto';
import { DIMENSIONS, type DimensionId } from '@openmops/domain/kpi';
import { type FactRow, shapeOf } from '@openmops/domain/sources';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { LandedBatch } from '../../stores/facts/port.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import type { SourcedFact } from '../identity/resolve-people.ts';
import { activeBatches } from '../imports/active-batches.ts';
import { nextSeq } from '../imports/next-seq.ts';
import { STREAMED_RECORDS } from '../mappings/publish-months.ts';
import {
  addStageBatch,
  forgetStageBatches,
  markStageBatches,
  stageBatches,
} from './lifecycle.queries.ts';

/** The dimensions of people and of deals: as the plain feeds of the model tell them apart. */
const DIMS: Record<'person' | 'deal', readonly DimensionId[]> = {
  person: ['channel', 'country', 'owner', 'record', 'campaign'],
  deal: ['channel', 'stage', 'owner', 'record', 'campaign'],
};

type Part = {
  id: string;
  source: string;
  account: string;
  dims: DimensionId[];
  measures: string[];
  months: Map<number, FactRow[]>;
};

/**
 * Puts the facts of stages in place of those that stood, in one step per month; months whose facts
 * are the same stay. What a crash left is cleared by the next call. To be called in the workspace's turn.
 */
export async function publishStages(given: {
  instance: Instance;
  workspace: Workspace;
  facts: readonly SourcedFact[];
  /** Source of a record → the source and account of its facts. */
  placeOf: (source: string) => { factSource: string; account: string };
  recordSeq: number | null;
  /** Written in the same transaction. */
  done: (trx: Trx, recordSeq: number | null) => Promise<void>;
}): Promise<void> {
  const { instance, workspace } = given;
  const { facts, records } = instance;
  const scoped = records.scoped(workspace.id);
  await sweep(instance, workspace.id);
  const before = await stageBatches(scoped.db, workspace.id);
  const kept = new Set<string>();
  const fresh: LandedBatch[] = [];
  let { recordSeq } = given;
  for (const part of partsOf(given).values())
    for (const [month, rows] of [...part.months].sort(([a], [b]) => a - b)) {
      const hash = createHash('sha256')
        .update(JSON.stringify([part.measures, rows]))
        .digest('hex');
      const same = before.find(
        (one) => one.part === part.id && one.month === month && one.hash === hash,
      );
      if (same) {
        kept.add(same.id);
        continue;
      }
      const batchId = newId('lb');
      const batch = await scoped.transaction(
        async (trx) => {
          recordSeq ??= STREAMED_RECORDS + (await nextSeq(trx, workspace.id));
          const landed: LandedBatch = {
            workspaceId: workspace.id,
            batchId,
            seq: recordSeq,
            dataset: 'lead_stage',
            source: part.source,
            account: part.account,
            shape: shapeOf(part.dims, false),
            dims: part.dims,
            measures: part.measures,
            keyedByRecord: true,
          };
          await addStageBatch(trx, workspace.id, {
            id: batchId,
            part: part.id,
            month,
            hash,
            landed,
          });
          return landed;
        },
        { quiet: true },
      );
      await facts.land(batch, 0, rows);
      fresh.push(batch);
    }
  const gone = before.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const ids = fresh.map(({ batchId }) => batchId);
  if (ids.length + gone.length > 0) {
    const others = await activeBatches(scoped.db, workspace.id);
    const active = [...others.filter(({ batchId }) => !gone.includes(batchId)), ...fresh];
    await facts.publish(workspace.id, [...ids, ...gone], active);
  }
  await scoped.transaction(async (trx) => {
    await markStageBatches(trx, workspace.id, { ids, status: 'active' });
    await markStageBatches(trx, workspace.id, { ids: gone, status: 'gone' });
    await given.done(trx, recordSeq);
  });
  await sweep(instance, workspace.id);
}

async function sweep(instance: Instance, workspaceId: string): Promise<void> {
  const scoped = instance.records.scoped(workspaceId);
  const left = (await stageBatches(scoped.db, workspaceId)).filter(
    ({ status }) => status !== 'active',
  );
  if (left.length === 0) return;
  for (const { id } of left) await instance.facts.unland(workspaceId, id, 0);
  const ids = left.map(({ id }) => id);
  await scoped.transaction((trx) => forgetStageBatches(trx, workspaceId, ids), { quiet: true });
}

/** Facts by source and kind of record; rows of one record and day are one. */
function partsOf(given: {
  workspace: Workspace;
  facts: readonly SourcedFact[];
  placeOf: (source: string) => { factSource: string; account: string };
}): Map<string, Part> {
  const parts = new Map<string, Part>();
  const sorted = new Map<string, { part: Part; fact: SourcedFact; values: Map<string, number> }>();
  for (const fact of given.facts) {
    const { factSource, account } = given.placeOf(fact.source);
    const kind = fact.deal ? 'deal' : 'person';
    const id = JSON.stringify([factSource, account, kind]);
    const dims = DIMENSIONS.map((one) => one.id).filter((one) => DIMS[kind].includes(one));
    const part: Part = parts.get(id) ?? {
      id,
      source: factSource,
      account,
      dims,
      measures: [],
      months: new Map(),
    };
    parts.set(id, part);
    if (!part.measures.includes(fact.measure)) part.measures.push(fact.measure);
    const currency = fact.currency ?? given.workspace.currency;
    const key = JSON.stringify([id, fact.record, fact.day, currency, dimsOf(part, fact)]);
    const row = sorted.get(key) ?? {
      part,
      fact: { ...fact, currency },
      values: new Map<string, number>(),
    };
    sorted.set(key, row);
    row.values.set(fact.measure, (row.values.get(fact.measure) ?? 0) + fact.valueMicros);
  }
  for (const part of parts.values()) part.measures.sort();
  for (const [, { part, fact, values }] of [...sorted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const day = new Date(fact.day * 86_400_000);
    const month = day.getUTCFullYear() * 100 + day.getUTCMonth() + 1;
    const rows = part.months.get(month) ?? [];
    part.months.set(month, rows);
    rows.push({
      line: 0,
      day: fact.day,
      dayTo: fact.day,
      currency: fact.currency ?? given.workspace.currency,
      dims: dimsOf(part, fact),
      values: part.measures.map((measure) => values.get(measure) ?? null),
    });
  }
  return parts;
}

function dimsOf(part: Part, fact: SourcedFact): (string | null)[] {
  return part.dims.map((dim) => {
    if (dim === 'record') return fact.record;
    if (dim === 'stage') return fact.stage;
    return fact.dims[dim] ?? null;
  });
}
