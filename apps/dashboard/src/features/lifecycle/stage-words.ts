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
