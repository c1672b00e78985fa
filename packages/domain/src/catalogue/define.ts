import { defineKpi } from '../kpi/define-kpi.ts';
import { defineMeasure } from '../kpi/define-measure.ts';
import type { Agg, DatasetId, Kpi, KpiEntry, Measure, MeasureEntry, Unit } from '../kpi/index.ts';

export const MONEY: Unit = { kind: 'money' };
export const COUNT: Unit = { kind: 'count' };
export const PEOPLE: Unit = { kind: 'people' };
export const PERCENT: Unit = { kind: 'ratio', display: 'percent' };
export const TIMES: Unit = { kind: 'ratio', display: 'times' };
export const PLAIN: Unit = { kind: 'ratio', display: 'plain' };
export const DURATION: Unit = { kind: 'duration' };
export const MASS: Unit = { kind: 'mass' };
export const DAYS: Unit = { kind: 'duration', in: 'day' };
export const HOURS: Unit = { kind: 'duration', in: 'hour' };
export const MONEY_PER_DAY: Unit = { kind: 'money', per: 'day' };
export const MASS_PER_MONEY: Unit = { kind: 'mass', per: 'money' };
export const score = (min: number, max: number): Unit => ({ kind: 'score', min, max });

/** Entries by id → KPIs of one family. */
export function family(name: string, entries: Record<string, Omit<KpiEntry, 'id' | 'family'>>) {
  return Object.entries(entries).map(
    ([id, entry]): Kpi => defineKpi({ ...entry, id, family: name }),
  );
}

/** id · short name · name · unit · how it is read (`sum` where left out), with its column when that is another's */
export type Line = [
  id: string,
  alias: string,
  name: string,
  unit: Unit,
  description: string,
  read?: Agg | Partial<Pick<MeasureEntry, 'agg' | 'column' | 'q' | 'filters'>>,
];

/** The measures of one dataset, in the order of the list. */
export function measuresIn(dataset: DatasetId, lines: readonly Line[]): Measure[] {
  return lines.map(([id, alias, name, unit, description, read = 'sum']) =>
    defineMeasure({
      id,
      alias,
      name,
      dataset,
      unit,
      description,
      ...(typeof read === 'string' ? { agg: read } : read),
    }),
  );
}
