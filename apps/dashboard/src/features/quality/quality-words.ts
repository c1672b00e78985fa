import { LOCALE } from '../../state/locale.ts';
import type { IssueState, QualityIssue, QualityRule, Retested, Severity } from './quality-types.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** Never rounded up: only what is whole is 100 %. */
export function scoreText(score: number | null): string {
  if (score === null) return 'not checked';
  const share = Math.floor(score * 1000) / 1000;
  return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

export function moneyText({ money, currency }: Pick<QualityIssue, 'money' | 'currency'>): string {
  if (money === null) return '–';
  return new Intl.NumberFormat(LOCALE, {
    ...{ style: 'currency', currency },
    maximumFractionDigits: money >= 10_000 ? 0 : 2,
  }).format(money);
}

export const countText = (count: number): string => count.toLocaleString(LOCALE);

export const SEVERITIES: Record<Severity, { label: string; tone: Tone }> = {
  high: { label: 'High', tone: 'bad' },
  medium: { label: 'Medium', tone: 'warn' },
  low: { label: 'Low', tone: 'plain' },
};
export const STATES: Record<IssueState, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'bad' },
  in_progress: { label: 'In progress', tone: 'accent' },
  fixed: { label: 'Fixed?', tone: 'warn' },
  closed: { label: 'Closed', tone: 'good' },
};
export const RULE_STATES: Record<QualityRule['state'], { label: string; tone: Tone }> = {
  passed: { label: 'Passed', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  unchecked: { label: 'Nothing to check', tone: 'plain' },
  error: { label: 'Could not run', tone: 'warn' },
  muted: { label: 'Resting', tone: 'plain' },
};

/** What a re-test came to, as a sentence. */
export function retestText({ outcome, failed, checked, said }: Retested): string {
  if (outcome === 'passed')
    return `Passed: ${countText(checked)} checked, nothing found. You can close it now.`;
  if (outcome === 'failed') return `Still failing: ${countText(failed)} of ${countText(checked)}.`;
  return `This proves nothing: ${said[0] ?? 'there was nothing to check.'}`;
}

/** The values of a key of the model, as they are read. */
export function keyText(key: string): string {
  try {
    const parts: unknown = JSON.parse(key);
    if (!Array.isArray(parts)) return key;
    return parts.filter((part) => part !== null && part !== '').join(' · ') || key;
  } catch {
    return key;
  }
}

/** `stage_transition` → Stage transition. */
export function tableName(table: string): string {
  const words = table.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
