import type { Catalogue, Kpi, Measure } from '../../kpi/index.ts';

/** A catalogue with more measures and KPIs, of which nothing is checked: enough to resolve formulas. */
export function withMore(
  base: Catalogue,
  of: { measures: readonly Measure[]; kpis: readonly Kpi[] },
): Catalogue {
  const names = ({ id, version, aliases }: Kpi) => [...aliases, `${id}@${version}`, id];
  const measureOf = new Map([
    ...base.measureOf,
    ...of.measures.map((one): [string, Measure] => [one.id, one]),
  ]);
  const kpiOf = new Map([
    ...base.kpiOf,
    ...of.kpis.flatMap((kpi) => names(kpi).map((name): [string, Kpi] => [name, kpi])),
  ]);
  return { ...base, measures: [...measureOf.values()], measureOf, kpiOf };
}
