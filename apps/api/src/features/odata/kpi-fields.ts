import { CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import { DIMENSIONS, findKpi, type Unit } from '@openmops/domain/kpi';
import { fieldsOf } from './entity-set.ts';
import type { Expression } from './expression.ts';

/** By what values may be split: columns that are filled when `by` names them. */
export const SPLITS: readonly string[] = [
  'source',
  ...DIMENSIONS.map((one) => one.id).filter((id) => id !== 'record' && id !== 'owner'),
  'currency',
];

const NAMES = new Map<string, string>(DIMENSIONS.map((one) => [one.id, one.description]));

export const KPI_VALUE_FIELDS = fieldsOf([
  ['id', 'String', 'Names the row.', '!'],
  ['kpi', 'String', 'Id of the KPI; a filter also takes its short id.', '!'],
  ['name', 'String', 'Name of the KPI.', '!'],
  [
    'grain',
    'String',
    "day, week, month, quarter, year or range (the whole range as one row). Choose with a filter: grain eq 'month'.",
    '!',
  ],
  ['date', 'Date', 'First day of the period.', '!'],
  ['date_to', 'Date', 'Last day of the period.', '!'],
  ['period', 'String', 'The period as the workspace names it: 2026-01, FY2027 Q1.', '!'],
  [
    'by',
    'String',
    "The columns by which the value is split, comma separated, at most four; empty: not split. Choose with a filter: by eq 'channel'.",
    '!',
  ],
  ...SPLITS.filter((id) => id !== 'currency').map(
    (id) => [id, 'String', NAMES.get(id) ?? 'The system that the rows came from.'] as const,
  ),
  ['currency', 'String', 'Currency of an amount of money.'],
  [
    'value',
    'Double',
    'The value for exactly this period and split. Ask for the grain that you show instead of adding rows, except where additivity is all.',
  ],
  ['unit', 'String', 'money, count, people, percent, times, plain, seconds, days, …', '!'],
  [
    'additivity',
    'String',
    'all: values may be added. notTime: not over periods. none and ratio: never.',
    '!',
  ],
  ['definition', 'String', 'Fingerprint of what the KPI means, the same at every door.', '!'],
  ['version', 'Int64', 'Version of the definition.', '!'],
  ['as_of', 'DateTimeOffset', 'When the newest data behind it arrived.'],
]);

/** @example unitText({ kind: 'ratio', display: 'percent' }) // 'percent' */
export function unitText(unit: Unit): string {
  if (unit.kind === 'ratio') return unit.display;
  if (unit.kind === 'duration') return unit.in ? `${unit.in}s` : 'seconds';
  if (unit.kind === 'mass') return unit.per ? 'grams per money' : 'grams';
  if (unit.kind === 'money') return unit.per ? 'money per day' : 'money';
  return unit.kind;
}

/** A filter that names KPIs by their short ids, with their ids instead. Throws for a KPI that there is not. */
export function withKpiIds(of: Expression): Expression {
  switch (of.kind) {
    case 'and':
    case 'or':
      return { ...of, left: withKpiIds(of.left), right: withKpiIds(of.right) };
    case 'not':
      return { ...of, of: withKpiIds(of.of) };
    case 'in':
      return isKpi(of.of) ? { ...of, list: of.list.map(idLiteral) } : of;
    case 'compare': {
      if (of.op !== 'eq' && of.op !== 'ne') return of;
      if (isKpi(of.left)) return { ...of, right: idLiteral(of.right) };
      return isKpi(of.right) ? { ...of, left: idLiteral(of.left) } : of;
    }
    default:
      return of;
  }
}

function isKpi(of: Expression): boolean {
  return of.kind === 'field' && of.field.name === 'kpi';
}

function idLiteral(of: Expression): Expression {
  if (of.kind !== 'literal' || typeof of.value !== 'string') return of;
  const kpi = findKpi(CATALOGUE, of.value);
  return { ...of, value: KPIS.includes(kpi) ? kpi.id : `${kpi.id}@${kpi.version}` };
}
