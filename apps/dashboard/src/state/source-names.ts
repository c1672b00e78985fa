import type { KpiAnswer } from '@openmops/domain/kpi';
import type { SourceInfo } from '../api-types.ts';
import { valueName } from './dimension-names.ts';

/** Names of sources by id, for a reader: `google_ads` → `Google Ads`. */
export function sourceNames(sources: SourceInfo[]): Map<string, string> {
  return new Map(sources.map((source) => [source.id, source.name]));
}

/** A value of any dimension as a person reads it. */
export function readableValue(
  dim: string,
  value: string | null,
  names: Map<string, string>,
): string {
  return dim === 'source' && value !== null ? (names.get(value) ?? value) : valueName(value);
}

/** An answer with the names of its sources in the place of their ids. */
export function withSourceNames(answer: KpiAnswer, names: Map<string, string>): KpiAnswer {
  if (!answer.rows.some((row) => row.dims.source)) return answer;
  const rows = answer.rows.map((row) => ({
    ...row,
    dims: { ...row.dims, source: readableValue('source', row.dims.source ?? null, names) },
  }));
  return { ...answer, rows };
}

/** The id behind a name that was clicked. */
export function sourceOfName(name: string | null, names: Map<string, string>): string | null {
  return [...names].find(([, each]) => each === name)?.[0] ?? name;
}
