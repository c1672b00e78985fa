import { DIMENSIONS } from '@openmops/domain/kpi';

const NAMES = new Map<string, string>([
  ...DIMENSIONS.map((dimension): [string, string] => [dimension.id, dimension.name]),
  ['source', 'Source'],
  ['currency', 'Currency'],
]);

export const dimensionName = (id: string): string => NAMES.get(id) ?? id;

/** A value of a dimension as a person reads it. */
export const valueName = (value: string | null): string => value ?? '(not set)';
