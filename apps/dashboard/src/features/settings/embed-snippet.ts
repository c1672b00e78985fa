import type { Calendar } from '@openmops/domain/calendar';
import type { Filter } from '@openmops/domain/kpi';

export type EmbedElement =
  | 'mops-kpi'
  | 'mops-trend'
  | 'mops-breakdown'
  | 'mops-table'
  | 'mops-goal'
  | 'mops-budget';
export type EmbedChoice = {
  element: EmbedElement;
  kpi: string;
  by: string;
  range: string;
  compare: 'previous' | 'year' | '';
  /** More KPIs of a table; empty: none. */
  more: string[];
  /** Id of a goal. */
  goal: string;
  /** Id of a plan, line or campaign. */
  budget: string;
};

/** What shows KPIs over days, and is asked with filters; goals and budgets have periods of their own. */
export const isOfKpis = ({ element }: Pick<EmbedChoice, 'element'>): boolean =>
  element !== 'mops-goal' && element !== 'mops-budget';

/** The KPIs of a choice, each once. */
export const kpisOf = ({ element, kpi, more }: EmbedChoice): string[] =>
  element === 'mops-table' ? [...new Set([kpi, ...more.filter(Boolean)])] : [kpi];

const BUDGETS: Record<string, string> = { pl: 'plan', bl: 'line', ca: 'campaign' };
/** Elements that are files of their own. */
const FILES: Partial<Record<EmbedElement, string>> = {
  'mops-goal': 'mops-goal',
  'mops-budget': 'mops-budget',
  'mops-table': 'mops-table',
};

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Whose numbers: days of the page's reader are those of the workspace, wherever the reader is. */
export type EmbedPlace = { server: string; token: string; calendar: Calendar };

const pair = (name: string, value: string): [string, string][] => [[name, value]];

/** What is pasted into a page: no inline script, so that it also runs under a strict policy. */
export function snippetOf(choice: EmbedChoice, { server, token, calendar }: EmbedPlace): string {
  const { timeZone, firstMonth, weekStart } = calendar;
  const { element } = choice;
  const days: [string, string][] = [
    ['range', choice.range.replaceAll('_', '-')],
    ['time-zone', timeZone],
    ...(choice.range.includes('fiscal') ? pair('fiscal-start', String(firstMonth)) : []),
    ...(choice.range.includes('week') ? pair('week-start', String(weekStart)) : []),
    ...(choice.compare && element !== 'mops-table' ? pair('compare', choice.compare) : []),
  ];
  const shown: Record<EmbedElement, [string, string][]> = {
    'mops-kpi': [['kpi', choice.kpi], ...days],
    'mops-trend': [['kpi', choice.kpi], ...days],
    'mops-breakdown': [['kpi', choice.kpi], ...days, ['by', choice.by]],
    'mops-table': [['kpis', kpisOf(choice).join()], ...days, ['by', choice.by]],
    'mops-goal': [['goal', choice.goal]],
    'mops-budget': [[BUDGETS[choice.budget.slice(0, 2)] ?? 'plan', choice.budget]],
  };
  const attributes: [string, string][] = [['server', server], ...shown[element], ['token', token]];
  const words = attributes.map(([name, value]) => `  ${name}="${escaped(value)}"`).join('\n');
  return `<script type="module" src="${escaped(server)}/widgets/${FILES[element] ?? 'widgets'}.js" crossorigin></script>\n<${element}\n${words}\n></${element}>`;
}

/**
 * Origins as people type them, one per line or with commas: paths are cut off, doubles dropped.
 * @example originsOf('https://intranet.example.com/start').origins // ['https://intranet.example.com']
 */
export function originsOf(text: string): { origins: string[]; wrong: string[] } {
  const origins = new Set<string>();
  const wrong: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const url = URL.parse(word);
    if (url && /^https?:$/.test(url.protocol)) origins.add(url.origin);
    else wrong.push(word);
  }
  return { origins: [...origins], wrong };
}

/** Filters as one line: `Campaign is Brand, Device is not mobile`. */
export function filtersText(filters: Filter[], name: (dim: string) => string): string {
  const words = { eq: 'is', in: 'is', neq: 'is not', notIn: 'is not', contains: 'contains' };
  return filters
    .map(
      (filter) =>
        `${name(filter.dim)} ${words[filter.op]} ${filter.values.map((value) => value ?? '(not set)').join(', ')}`,
    )
    .join('; ');
}
