import { createHash } from 'node:crypto';
import { CATALOGUE } from '@openmops/domain/catalogue';
import type { DemoBatch } from '@openmops/domain/demo';
import { findMeasure } from '@openmops/domain/kpi';
import { type Day, formatDay, microsToUnits } from '@openmops/domain/shared';
import { type ImportReport, PRESETS } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import { SAMPLE_AUTHOR, type SampleBatch, type SamplePlan } from './demo.queries.ts';

const DAY_MS = 86_400_000;

/** A batch of the demo company as the record of an import that was done some days ago. */
export function sampleBatch(
  batch: DemoBatch,
  landed: LandedBatch,
  { today, now }: { today: Day; now: number },
): SampleBatch {
  const from = batch.rows.reduce((day, row) => Math.min(day, row.day), today);
  const to = batch.rows.reduce((day, row) => Math.max(day, row.dayTo), from);
  const period = { from: formatDay(from), to: formatDay(to) };
  const aliases = batch.measures.map((id): [string, string] => [
    findMeasure(CATALOGUE, id).alias,
    id,
  ]);
  const mapping = Object.fromEntries([
    ...batch.dims.map((id): [string, string] => [id, id]),
    ...aliases,
  ]);
  const preset = PRESETS.find(({ id }) => id === batch.source);
  const sourceName = batch.name ?? preset?.name ?? batch.source;
  const read = {
    source: batch.source,
    sourceName,
    dataset: batch.dataset,
    encoding: 'utf-8' as const,
    bom: false,
    currency: batch.currency || null,
    period,
    mapping,
    unmapped: [],
  };
  const detection: SamplePlan['detection'] = {
    ...read,
    headers: Object.keys(mapping),
    account: batch.account,
    reasons: ['It is sample data.'],
  };
  const report: ImportReport = {
    ...read,
    file: batch.file,
    rows: { read: batch.rows.length, accepted: batch.rows.length, rejected: 0, ignored: 0 },
    ignoredReasons: {},
    totals: totalsOf(batch),
    reconciled: [],
    issues: [],
    issueCounts: {},
    batch: landed.batchId,
    unchanged: false,
  };
  return {
    landed,
    file: batch.file,
    sha256: createHash('sha256').update(`${batch.file} ${today}`).digest('hex'),
    plan: { detection, options: {}, now: today, replaces: [], remember: null },
    report,
    period: { from, to },
    rows: batch.rows.length,
    by: SAMPLE_AUTHOR,
    at: new Date(now - (today - batch.importedOn) * DAY_MS),
  };
}

/** Sums by short name, of the measures that may be added. */
function totalsOf(batch: DemoBatch): Record<string, number> {
  const totals: Record<string, number> = {};
  batch.measures.forEach((id, at) => {
    const { alias, additive } = findMeasure(CATALOGUE, id);
    if (additive !== 'all') return;
    totals[alias] = microsToUnits(batch.rows.reduce((sum, row) => sum + (row.values[at] ?? 0), 0));
  });
  return totals;
}
