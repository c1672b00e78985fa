import { type Direction, MEASURES, type Unit } from '@openmops/domain/kpi';

/** Names of base measures; an id that is not known stays as it is. */
export function measureNames(ids: string[]): string[] {
  return ids.map((id) => MEASURES.find((measure) => measure.id === id)?.name ?? id);
}

export function unitWords(unit: Unit, currency: string): string {
  if (unit.kind === 'money') return `Money, in ${currency}`;
  if (unit.kind === 'people') return 'People, each counted once';
  if (unit.kind === 'duration') return 'Time, in seconds';
  if (unit.kind === 'count') return 'A count';
  return {
    percent: 'A share, in percent',
    times: 'A multiple (3 means threefold)',
    plain: 'A ratio',
  }[unit.display];
}

export function directionWords(direction: Direction): string {
  return {
    up: 'Higher is better',
    down: 'Lower is better',
    target: 'Close to the target is better',
    neutral: 'Neither higher nor lower is better by itself',
  }[direction];
}
