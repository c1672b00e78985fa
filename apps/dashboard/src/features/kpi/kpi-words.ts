import type { Direction, Unit } from '@openmops/domain/kpi';
import type { KpiInfo } from '../../api-types.ts';

export function unitWords(unit: Unit, currency: string): string {
  if (unit.kind === 'money') return `Money${unit.per ? ' per day' : ''}, in ${currency}`;
  if (unit.kind === 'people') return 'People, each counted once';
  if (unit.kind === 'duration') return `Time, in ${unit.in ?? 'second'}s`;
  if (unit.kind === 'count') return 'A count';
  if (unit.kind === 'mass') {
    return `Grams of CO₂ equivalent${unit.per ? ` per ${currency}` : ''}`;
  }
  if (unit.kind === 'score') return `Points from ${unit.min} to ${unit.max}`;
  return {
    percent: 'A share, in percent',
    times: 'A multiple (3 means threefold)',
    plain: 'A ratio',
  }[unit.display];
}

/** How values of several rows or periods become one. */
export function additivityWords(additivity: KpiInfo['additivity']): string {
  return {
    all: 'May be added up',
    notTime: 'A balance: added over sources, never over time',
    none: 'Never added up',
    ratio: 'Never added or averaged; made anew from its parts',
  }[additivity];
}

/** How far the definition was compared with its source; nothing where it was read there. */
export function checkedWords(checked: string | undefined): string {
  const words: Record<string, string> = {
    'second-hand': 'read on a page about it',
    unread: 'not yet compared with the page',
  };
  return words[checked ?? ''] ?? '';
}

export function directionWords(direction: Direction): string {
  return {
    up: 'Higher is better',
    down: 'Lower is better',
    target: 'Close to the target is better',
    neutral: 'Neither higher nor lower is better by itself',
  }[direction];
}

/**
 * A formula with the amounts in the place of the names.
 * @example filledFormula('Clicks ÷ Impressions', new Map([['Clicks', '12'], ['Impressions', '300']])) // '12 ÷ 300'
 */
export function filledFormula(formula: string, amounts: Map<string, string>): string {
  const names = [...amounts.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return formula;
  const any = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return formula.replaceAll(new RegExp(any, 'g'), (name) => amounts.get(name) ?? name);
}
