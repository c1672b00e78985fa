import { MopsError } from '../shared/error.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Issue } from '../shared/issue.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { type Catalogue, queryDimensions, versionName } from './catalogue.ts';
import { checkUnits } from './check-units.ts';
import { ADDITIVE } from './define-measure.ts';
import { isScoped, partsOf, refsOf } from './expr.ts';
import { cyclesOf } from './resolve.ts';
import type { Expr, Filter, Kpi } from './schema.ts';

/** Everything that is wrong with a catalogue, all at once; `field` names the definition. */
export function catalogueIssues(catalogue: Catalogue): Issue[] {
  const names = [...nameIssues(catalogue), ...measureIssues(catalogue)];
  const unknown = catalogue.versions.flatMap((kpi) => unknownRefs(catalogue, kpi));
  const circles = cyclesOf(catalogue).map((circle) => {
    const path = [...circle, circle[0]].join(' → ');
    const message = `KPIs need each other in a circle: ${path}.`;
    return issue('circle', circle[0] ?? '', { message, hint: 'Break it.' });
  });
  const rest = catalogue.versions.flatMap((kpi) => [
    ...dimensionIssues(catalogue, kpi),
    ...sampleIssues(kpi),
  ]);
  // Units are those of measures, which a name that nobody knows does not lead to.
  const units = unknown.length + circles.length > 0 ? [] : unitIssues(catalogue);
  return [...names, ...unknown, ...circles, ...rest, ...units];
}

function issue(
  code: string,
  field: string,
  { message, hint }: { message: string; hint: string | null },
): Issue {
  return { code, severity: 'error', message, hint, line: null, field };
}

const ID = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;
const RESERVED = new Set(['coalesce', 'shift', 'trailing', 'to_date', 'total']);

// One name means one thing: a short id may be that of a measure only where both mean the same.
function nameIssues({ measures, kpis, versions, measureOf }: Catalogue): Issue[] {
  const taken = [
    ...measures.map(({ id }) => ({ name: id, by: `the measure ${id}` })),
    ...kpis.flatMap((kpi) =>
      [kpi.id, ...kpi.aliases]
        .filter((name) => !(name !== kpi.id && isMeasureItself(kpi, name)))
        .map((name) => ({ name, by: kpi.id })),
    ),
  ];
  const doubled = [...groupBy(taken, ({ name }) => name)]
    .filter(([, by]) => by.length > 1)
    .map(([name, by]) => {
      const message = `“${name}” would mean ${by.map((one) => one.by).join(' and ')}.`;
      return issue('name_taken', name, { message, hint: 'Rename one of them.' });
    });
  const twice = [...groupBy(versions, versionName)]
    .filter(([, same]) => same.length > 1)
    .map(([name]) =>
      issue('version_twice', name, { message: `${name} is defined twice.`, hint: 'Number them.' }),
    );
  const odd = taken
    .filter(({ name }) => !ID.test(name) || RESERVED.has(name))
    .map(({ name }) => {
      const hint = 'Small letters, digits and _, with a point between family and name.';
      return issue('bad_id', name, { message: `“${name}” is no id.`, hint });
    });
  const versioned = versions
    .filter(({ version }) => !Number.isInteger(version) || version < 1)
    .map(({ id, version }) =>
      issue('bad_version', id, { message: `${id} has version ${version}.`, hint: 'From 1 on.' }),
    );
  return [...doubled, ...twice, ...odd, ...versioned];

  function isMeasureItself({ expr, filters }: Kpi, name: string): boolean {
    if (!measureOf.has(name) || typeof expr === 'number') return false;
    return 'ref' in expr && expr.ref === name && filters.length === 0;
  }
}

function measureIssues(catalogue: Catalogue): Issue[] {
  const { measures } = catalogue;
  const short = groupBy(measures, ({ dataset, alias }) => `${dataset} ${alias}`);
  const doubled = [...short.values()]
    .filter((same) => same.length > 1)
    .map((same) => {
      const [first] = same;
      const message = `${same.map((one) => one.id).join(' and ')} share the short name “${first?.alias}”.`;
      return issue('alias_taken', first?.id ?? '', { message, hint: 'Rename one of them.' });
    });
  const wrong = measures
    .filter(({ agg, additive }) => additive !== ADDITIVE[agg])
    .map(({ id, agg, additive }) => {
      const message = `${id} is a ${agg}, which is additive “${ADDITIVE[agg]}”, not “${additive}”.`;
      return issue('additivity', id, { message, hint: 'Leave it out: it follows from agg.' });
    });
  const filtered = measures.flatMap(({ id, filters }) =>
    filters.flatMap((filter) => unknownDimension(catalogue, { id, dim: filter.dim })),
  );
  return [...doubled, ...wrong, ...filtered];
}

function unknownRefs({ measureOf, kpiOf }: Catalogue, kpi: Kpi): Issue[] {
  const unknown = [...new Set(refsOf(kpi.expr))].filter(
    (ref) => !measureOf.has(ref) && !kpiOf.has(ref),
  );
  return unknown.map((ref) => {
    const near = nearestName(ref, [...measureOf.keys(), ...kpiOf.keys()]);
    const message = `${kpi.id}: there is no measure or KPI “${ref}”.`;
    return issue('unknown_name', kpi.id, { message, hint: near && `Did you mean “${near}”?` });
  });
}

function dimensionIssues(catalogue: Catalogue, kpi: Kpi): Issue[] {
  const { id } = kpi;
  const dims = [...kpi.filters, ...filtersOf(kpi.expr)].map((filter) => filter.dim);
  const over = totalsOf(kpi.expr).filter((dim) => dim !== '*');
  const currency = over.includes('currency')
    ? [
        issue('currency_total', id, {
          message: `${id}: amounts of several currencies have no total.`,
          hint: 'Total over other dimensions.',
        }),
      ]
    : [];
  const unknown = [...new Set([...dims, ...over])].flatMap((dim) =>
    unknownDimension(catalogue, { id, dim }),
  );
  return [...unknown, ...currency];
}

function unknownDimension(catalogue: Catalogue, { id, dim }: { id: string; dim: string }): Issue[] {
  const known = queryDimensions(catalogue);
  if (known.includes(dim)) return [];
  const near = nearestName(dim, known);
  const message = `${id}: there is no dimension “${dim}”.`;
  return [issue('unknown_dimension', id, { message, hint: near && `Did you mean “${near}”?` })];
}

function totalsOf(expr: Expr): string[] {
  if (typeof expr === 'number' || 'ref' in expr) return [];
  const own = isScoped(expr) && expr.op === 'total' ? expr.over : [];
  return [...own, ...partsOf(expr).flatMap(totalsOf)];
}

function filtersOf(expr: Expr): Filter[] {
  if (typeof expr === 'number' || 'ref' in expr) return [];
  const own = isScoped(expr) && expr.op === 'where' ? expr.filters : [];
  return [...own, ...partsOf(expr).flatMap(filtersOf)];
}

function sampleIssues({ id, uncertainty, minSample, expr }: Kpi): Issue[] {
  if (minSample !== null && !(minSample > 0)) {
    const message = `${id}: a smallest sample of ${minSample} is none.`;
    return [issue('bad_sample', id, { message, hint: 'Leave it out, or give a count above 0.' })];
  }
  const quotient = typeof expr === 'object' && 'op' in expr && expr.op === 'div';
  if (uncertainty === 'none' || quotient) return [];
  const message = `${id}: only something over something else has an interval.`;
  return [issue('no_share', id, { message, hint: 'Write it as a quotient, or without interval.' })];
}

function unitIssues(catalogue: Catalogue): Issue[] {
  return catalogue.versions.flatMap((kpi) => {
    try {
      checkUnits(catalogue, kpi);
      return [];
    } catch (error) {
      if (!(error instanceof MopsError)) throw error;
      return [issue('unit', kpi.id, { message: error.message, hint: error.hint })];
    }
  });
}
