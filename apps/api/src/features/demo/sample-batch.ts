import { createHash } from 'node:crypto';
import { DEMO_WORKSPACE, type DemoBatch } from '@openmops/domain/demo';
import { measure } from '@openmops/domain/kpi';
import { type Day, formatDay, microsToUnits } from '@openmops/domain/shared';
import { type Detection, type ImportReport, PRESETS } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { ImportPlan } from '../imports/imports.schema.ts';
import { SAMPLE_AUTHOR, type SampleBatch } from './demo.queries.ts';

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
  const aliases = batch.measures.map((id): [string, string] => [measure(id).alias, id]);
  const mapping = Object.fromEntries([
    ...batch.dims.map((id): [string, string] => [id, id]),
    ...aliases,
  ]);
  const sourceName = PRESETS.find((preset) => preset.id === batch.source)?.name ?? batch.source;
  const known = { source: batch.source, sourceName, dataset: batch.dataset };
  const detection: Detection = {
    ...known,
    encoding: 'utf-8',
    delimiter: ',',
    headerLine: 1,
    headers: Object.keys(mapping),
    mapping,
    unmapped: [],
    currency: batch.currency || null,
    reasons: ['It is sample data.'],
    period,
    preset: batch.source,
    columns: [],
    ignored: {},
    lastLine: null,
    otherTables: [],
    wholePeriod: null,
    countFrom: null,
    account: batch.account,
    fingerprint: '',
    issues: [],
    sample: [],
  };
  const plan: ImportPlan = {
    detection,
    options: {},
    workspace: { currency: DEMO_WORKSPACE.currency, timeZone: DEMO_WORKSPACE.timeZone },
    now: today,
    replaces: [],
    remember: null,
  };
  const report: ImportReport = {
    ...known,
    file: batch.file,
    encoding: detection.encoding,
    currency: detection.currency,
    period,
    rows: { read: batch.rows.length, accepted: batch.rows.length, rejected: 0, ignored: 0 },
    ignoredReasons: {},
    totals: totalsOf(batch),
    reconciled: [],
    mapping,
    unmapped: [],
    issues: [],
    batch: landed.batchId,
    unchanged: false,
  };
  return {
    landed,
    file: batch.file,
    sha256: createHash('sha256').update(`${batch.file} ${today}`).digest('hex'),
    plan,
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
    const { alias, additive } = measure(id);
    if (additive !== 'all') return;
    totals[alias] = microsToUnits(batch.rows.reduce((sum, row) => sum + (row.values[at] ?? 0), 0));
  });
  return totals;
}
