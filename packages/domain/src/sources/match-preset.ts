import { headerKey } from './clean-text.ts';
import { headerCurrency } from './currencies.ts';
import { markPoints } from './header-words.ts';
import type { Preset } from './preset.ts';
import { PRESETS } from './presets.ts';

const ENOUGH = 3;
const CURRENCY_IN_HEADER = '(currency in header)';
const PREAMBLE_POINTS = 4;

export type PresetMatch = { preset: Preset; points: number; reasons: string[] };

/**
 * The platform that a table comes from, by its headers and the lines above it, never by the name
 * of the file; null when nothing tells, or two platforms equally.
 *
 * @example matchPreset(['Day', 'Campaign type', 'Impr.', 'Cost'], [])?.preset.id // 'google_ads'
 */
export function matchPreset(
  headers: readonly string[],
  preamble: readonly string[],
): PresetMatch | null {
  const keys = new Set(headers.map(headerKey));
  // LinkedIn's “(in UTC)” is part of what tells it.
  for (const header of headers) {
    keys.add(header.toLowerCase().trim());
    if (headerCurrency(header)) keys.add(CURRENCY_IN_HEADER);
  }
  let best: PresetMatch | null = null;
  let second = 0;
  for (const preset of PRESETS) {
    const match = pointsOf(preset, keys, preamble);
    if (!best || match.points > best.points) {
      second = best?.points ?? 0;
      best = match;
    } else if (match.points > second) second = match.points;
  }
  return best && best.points >= ENOUGH && best.points > second ? best : null;
}

function pointsOf(
  preset: Preset,
  keys: ReadonlySet<string>,
  preamble: readonly string[],
): PresetMatch {
  const marks = [...markPoints(preset)].filter(([key]) => keys.has(key));
  const title = preset.preamble
    ? preamble.find((line) => preset.preamble?.test(line.trim()))
    : undefined;
  const reasons = [];
  if (title) reasons.push(`The file begins with “${title.trim().slice(0, 80)}”.`);
  const telling = marks.filter(([, points]) => points > 0).map(([key]) => `“${key}”`);
  if (telling.length > 0) {
    reasons.push(`Column names that ${preset.name} uses: ${telling.slice(0, 6).join(', ')}.`);
  }
  const points = marks.reduce((sum, [, value]) => sum + value, 0) + (title ? PREAMBLE_POINTS : 0);
  return { preset, points, reasons };
}
