import { storedMeasure } from '../catalogue/stored-measures.ts';
import type { DimensionId } from '../kpi/dimensions.ts';
import type { Measure } from '../kpi/schema.ts';
import { inStoreOrder } from './batch-shape.ts';
import { dayReader, nameReader, remembered } from './column-readers.ts';
import type { DaySpan } from './parse-date.ts';
import { isDimension } from './plan-targets.ts';
import type { Preset } from './preset.ts';
import type { ColumnPlan, Detection } from './schema.ts';

/** Reads one dimension of a row; `index` -1: the same in every row. */
export type DimColumn = {
  dim: DimensionId;
  index: number;
  constant: string | null;
  read: (cell: string) => string | null;
  /** The same without a memory of its own. */
  make: (cell: string) => string | null;
};

/** Reads one measure of a row. `times`: multiplied by that column (position × impressions). */
export type MeasureColumn = {
  measure: Measure;
  index: number;
  format: ColumnPlan;
  money: boolean;
  times: number;
  timesFormat: ColumnPlan | null;
};

export type CompiledColumns = {
  dims: DimColumn[];
  measures: MeasureColumn[];
  day: { index: number; read: (cell: string) => DaySpan | null } | null;
  dayTo: { index: number; read: (cell: string) => DaySpan | null } | null;
  currency: number;
  /** Columns in which the label of a total may stand: all that hold no number of ours. */
  labels: number[];
};

/** Readers of the columns, made once per file. */
export function compileColumns(
  detection: Detection,
  preset: Preset | null,
  timeZone: string,
): CompiledColumns {
  const { columns, dataset } = detection;
  const dayColumn = (target: string) => {
    const plan = columns.find((one) => one.target === target);
    if (!plan) return null;
    const format = { ...plan, countFrom: detection.countFrom, timeZone };
    return { index: plan.index, read: dayReader(format) };
  };
  const measures = measureColumns(detection, preset);
  const numeric = new Set(measures.map((one) => one.index));
  return {
    dims: dimColumns(detection, preset),
    measures,
    day: dayColumn('day'),
    dayTo: dayColumn('day_to'),
    currency: columns.find((one) => one.target === 'currency')?.index ?? -1,
    labels: columns
      .map((one) => one.index)
      .filter((index) => !numeric.has(index) && columns[index]?.reason !== 'derived'),
  };

  function dimColumns(from: Detection, known: Preset | null): DimColumn[] {
    const found = new Map<DimensionId, DimColumn>();
    for (const { index, target } of from.columns) {
      if (target === 'source_medium') addSourceMedium(found, index);
      if (!target || !isDimension(target) || found.has(target)) continue;
      const make = nameReader(known?.values?.[target] ?? null, target === 'medium');
      found.set(target, { dim: target, index, constant: null, read: remembered(make), make });
    }
    if (known?.channel && !found.has('channel')) {
      found.set('channel', {
        dim: 'channel',
        index: -1,
        constant: known.channel,
        read: () => null,
        make: () => null,
      });
    }
    return inStoreOrder(found.keys()).flatMap((dim) => found.get(dim) ?? []);
  }

  /** `google / cpc` in one column is a source and a medium. */
  function addSourceMedium(found: Map<DimensionId, DimColumn>, index: number): void {
    const add = (dim: 'utm_source' | 'medium', part: number) => {
      if (found.has(dim)) return;
      const read = nameReader(null, dim === 'medium');
      const half = (cell: string) => read(cell.split(/\s*\/\s*/)[part] ?? '');
      found.set(dim, { dim, index, constant: null, read: remembered(half), make: half });
    };
    add('utm_source', 0);
    add('medium', 1);
  }

  function measureColumns(from: Detection, known: Preset | null): MeasureColumn[] {
    const found: MeasureColumn[] = [];
    const add = (target: string, plan: ColumnPlan, times: ColumnPlan | null) => {
      const measure = storedMeasure(dataset, target);
      if (!measure || found.some((one) => one.measure === measure)) return;
      found.push({
        measure,
        index: plan.index,
        format: plan,
        money: measure.unit.kind === 'money',
        times: times?.index ?? -1,
        timesFormat: times,
      });
    };
    for (const plan of from.columns) if (plan.target) add(plan.target, plan, null);
    for (const plan of from.columns) {
      const second = plan.target ? known?.also?.[plan.target] : undefined;
      if (second) add(second, plan, null);
      if (plan.target !== 'position') continue;
      const impressions = from.columns.find((one) => one.target === 'impressions');
      if (impressions) add('position_x_impressions', plan, impressions);
    }
    return found;
  }
}
