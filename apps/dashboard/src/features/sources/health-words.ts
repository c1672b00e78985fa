import type { HealthStatus, WatchedSource, WatchedStream } from '../../api-health.ts';
import { plainDays } from '../../state/plain-days.ts';
import { scheduleWords } from '../integrations/integration-words.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

const STATUS: Record<HealthStatus, { label: string; tone: Tone }> = {
  ok: { label: 'Fresh', tone: 'good' },
  late: { label: 'Late', tone: 'warn' },
  stale: { label: 'Out of date', tone: 'bad' },
  silent: { label: 'Silent', tone: 'bad' },
  broken: { label: 'Broken', tone: 'bad' },
  unknown: { label: 'Not known', tone: 'plain' },
};

/**
 * How a source or a stream stands, in a word.
 * @example statusWords({ status: 'late', retrying: true }).label // 'Late, retrying'
 */
export function statusWords(of: { status: HealthStatus; retrying: boolean }): {
  label: string;
  tone: Tone;
} {
  const { label, tone } = STATUS[of.status];
  return { label: of.retrying ? `${label}, retrying` : label, tone };
}

/** Whether somebody should look at it. */
export const needsAttention = ({ status }: { status: HealthStatus }): boolean =>
  status === 'stale' || status === 'silent' || status === 'broken';

const KINDS: Record<WatchedStream['kind'], string> = {
  pull: 'Fetched by schedule',
  singer: 'Singer connector',
  airbyte: 'Airbyte connector',
  push: 'Pushed to us',
  webhook: 'Webhook',
  file: 'Data that counts',
};
export const kindWords = (kind: WatchedStream['kind']): string => KINDS[kind];

const RULES: Record<string, string> = {
  freshness: 'Freshness',
  runs: 'Runs',
  errors: 'Errors',
  volume: 'Volume',
  drift: 'Fields',
  sign_in: 'Sign-in',
};
export const ruleWords = (rule: string): string => RULES[rule] ?? rule;

/** How it came here, of a whole source. */
export function cameBy(source: WatchedSource): string {
  const [first] = source.integrations;
  if (first) return first.state === 'paused' ? 'Connection, paused' : 'Connection';
  const kinds = [...new Set(source.streams.map(({ kind }) => kind))].filter(
    (one) => one !== 'file',
  );
  return kinds.length === 0 ? 'Imported files' : kinds.map(kindWords).join(', ');
}

/** An amount in its currency, as the browser's language writes it. */
export function moneyText(amount: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return amount.toLocaleString();
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount);
}

/** What was seen, with its days and its schedule as people write them. */
export const saidText = (said: string): string =>
  plainDays(said).replace(/“([^”]+)”/g, (whole, quoted: string) => {
    const words = scheduleWords(quoted);
    return words === quoted ? whole : words;
  });
