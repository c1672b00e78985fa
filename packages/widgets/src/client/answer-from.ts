import type { KpiAnswer } from '@openmops/domain/kpi';
import { isDay } from '../shared/dates.ts';

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => !!value && typeof value === 'object';
const hasDays = (value: unknown) => isObject(value) && isDay(value.from) && isDay(value.to);
const all = (list: unknown, test: (value: Loose) => unknown) =>
  Array.isArray(list) && list.every((value) => isObject(value) && test(value));

/**
 * An answer from a server or a page, if the visuals can show it without stumbling; null otherwise.
 * @example answerFrom({ rows: 'x' }) // null
 */
export function answerFrom(value: unknown): KpiAnswer | null {
  const answer = Object.assign({ sources: [], notes: [] }, value) as unknown as KpiAnswer;
  const fits =
    hasDays(answer) &&
    (!answer.previous || hasDays(answer.previous)) &&
    /^([A-Z]{3})?$/.test(answer.currency ?? '') &&
    isObject(answer.kpis) &&
    all(
      Object.values(answer.kpis),
      ({ unit, definition }) => isObject(unit) && typeof definition === 'string',
    ) &&
    all(answer.rows, (row) => hasDays(row) && isObject(row.dims) && isObject(row.values)) &&
    [answer.sources, answer.notes, answer.annotations ?? []].every((list) => all(list, isObject));
  return fits ? answer : null;
}
