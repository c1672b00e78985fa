import { LOCALE } from '../../state/locale.ts';
import { dayText } from '../../state/ranges.ts';

export const STAGE_WORDS: Record<string, string> = {
  inquiry: 'Inquiry',
  mql: 'MQL',
  sal: 'SAL',
  sql: 'SQL',
  opportunity: 'Opportunity',
  won: 'Won',
  lost: 'Lost',
  rejected: 'Sent back',
};
export const stageText = (stage: string): string => STAGE_WORDS[stage] ?? stage;

export const shareText = (share: number | null): string =>
  share === null ? '–' : `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;

/** Seconds as days, or hours where it was less than two days. */
export function timeText(seconds: number | null): string {
  if (seconds === null) return '–';
  const days = seconds / 86_400;
  const [value, unit] = days < 2 ? [seconds / 3600, 'h'] : [days, 'days'];
  return `${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}

/** The last twelve months up to today. */
export function lastYear(now = new Date()): { from: string; to: string } {
  const to = now.toISOString().slice(0, 10);
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1));
  return { from: from.toISOString().slice(0, 10), to };
}

/** A week by its first day and a month by its name; a quarter has a name already. */
export function cohortText(label: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(label)) return dayText(label);
  if (!/^\d{4}-\d{2}$/.test(label)) return label;
  const format = new Intl.DateTimeFormat(LOCALE, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(Date.parse(`${label}-01T00:00:00Z`));
}

/** The version that holds: `common@1` is the one that every workspace begins with. */
export const definitionText = (version: string): string =>
  version.replace(/common@(\d+)/g, 'the common definition');
