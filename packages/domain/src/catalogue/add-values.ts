import { type Catalogue, findKpi, formulaText } from '../kpi/index.ts';
import { additivityOf } from './additivity-of.ts';

/**
 * Adds values of one KPI that were kept (cells of a report, rows of an export), if that is a number
 * at all. Takes the KPI by id or short id and the values in its unit; `over` says what the values
 * differ in. What may not be added is null with the reason; a null among the values is unknown, so
 * the sum is, too. Throws NOT_FOUND for a name nobody knows.
 * @example
 * addValues({ catalogue: CATALOGUE, kpi: 'spend', values: [10, 20], over: 'time' }) // { value: 30, reason: null }
 * addValues({ catalogue: CATALOGUE, kpi: 'reach', values: [10, 20], over: 'time' }).value // null
 */
export function addValues(input: {
  catalogue: Catalogue;
  kpi: string;
  values: readonly (number | null)[];
  over: 'time' | 'dimensions';
}): { value: number | null; reason: string | null } {
  const { catalogue, values, over } = input;
  const kpi = findKpi(catalogue, input.kpi);
  const additivity = additivityOf(catalogue, kpi);
  if (additivity === 'ratio') {
    const formula = formulaText(catalogue, kpi);
    const reason = `${kpi.name} is neither added nor averaged: add the parts and divide again (${formula}).`;
    return { value: null, reason };
  }
  if (additivity === 'none') {
    const reason = `${kpi.name} is never added: what it counts overlaps between days and rows.`;
    return { value: null, reason };
  }
  if (additivity === 'notTime' && over === 'time') {
    const reason = `${kpi.name} is a balance: take the one of the last day, not a sum over days.`;
    return { value: null, reason };
  }
  let sum = 0;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) {
      return { value: null, reason: `A value of ${kpi.name} is missing.` };
    }
    sum += value;
  }
  return { value: sum, reason: null };
}
