import type { Calendar } from '@openmops/domain/calendar';
import type { Filter } from '@openmops/domain/kpi';

export type EmbedElement = 'mops-kpi' | 'mops-trend' | 'mops-breakdown';
export type EmbedChoice = {
  element: EmbedElement;
  kpi: string;
  by: string;
  range: string;
  compare: 'previous' | 'year' | '';
};

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Whose numbers: days of the page's reader are those of the workspace, wherever the reader is. */
export type EmbedPlace = { server: string; token: string; calendar: Calendar };

/** What is pasted into a page: no inline script, so that it also runs under a strict policy. */
export function snippetOf(choice: EmbedChoice, { server, token, calendar }: EmbedPlace): string {
  const { timeZone, firstMonth, weekStart } = calendar;
  const attributes: [string, string][] = [
    ['server', server],
    ['kpi', choice.kpi],
    ['range', choice.range.replaceAll('_', '-')],
    ['time-zone', timeZone],
    ...(choice.range.includes('fiscal')
      ? ([['fiscal-start', String(firstMonth)]] as [string, string][])
      : []),
    ...(choice.range.includes('week')
      ? ([['week-start', String(weekStart)]] as [string, string][])
      : []),
    ...(choice.compare ? ([['compare', choice.compare]] as [string, string][]) : []),
    ...(choice.element === 'mops-breakdown' ? ([['by', choice.by]] as [string, string][]) : []),
    ['token', token],
  ];
  const words = attributes.map(([name, value]) => `  ${name}="${escaped(value)}"`).join('\n');
  return `<script type="module" src="${escaped(server)}/widgets/widgets.js" crossorigin></script>\n<${choice.element}\n${words}\n></${choice.element}>`;
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
