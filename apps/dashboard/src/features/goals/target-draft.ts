import type { TargetDraft, TargetKind } from '../../api-goals.ts';

/**
 * A typed number: “1,200.50”, “1 200”, “85%”. Null where it is none.
 * @example amountIn('40%') // 0.4
 */
export function amountIn(text: string): number | null {
  const plain = text.trim().replaceAll(/[\s,'’_]/g, '');
  const percent = plain.endsWith('%');
  const digits = percent ? plain.slice(0, -1) : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  const value = Number(digits);
  return percent ? value / 100 : value;
}

/**
 * A typed band: “80–120”, “0.8 to 1.2”, “20% .. 30%”. Null where it is none.
 * @example bandIn('20–30%') // { low: 0.2, high: 0.3 }
 */
export function bandIn(text: string): { low: number; high: number } | null {
  const [from = '', to = '', ...more] = text.split(/\s*(?:–|—|\.\.+|\bto\b|(?<=[\d%])\s*-)\s*/);
  // “20–30%” means percent on both sides.
  const low = amountIn(to.trim().endsWith('%') && !from.trim().endsWith('%') ? `${from}%` : from);
  const high = amountIn(to);
  if (more.length > 0 || low === null || high === null || low > high) return null;
  return { low, high };
}

/**
 * A typed curve, a line for each day: “2026-03-31 25%”. Null where a line is none.
 * @example curveIn('2026-03-31 25%') // [{ until: '2026-03-31', share: 0.25 }]
 */
export function curveIn(text: string): { until: string; share: number }[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const points = lines.flatMap((line) => {
    const [until = '', typed = ''] = line.trim().split(/[\s,;:]+/, 2);
    const share = amountIn(typed);
    const fits = /^\d{4}-\d{2}-\d{2}$/.test(until) && share !== null && share >= 0 && share <= 1;
    return fits ? [{ until, share }] : [];
  });
  return points.length > 0 && points.length === lines.length ? points : null;
}

/** What is typed for each period as targets; the first one that is no number, or no band, is named. */
export function draftsOf(
  typed: Readonly<Record<string, string>>,
  kind: TargetKind,
): { targets: TargetDraft[]; wrong: string | null } {
  const drafts = Object.entries(typed)
    .filter(([, text]) => text.trim() !== '')
    .map(([period, text]) => ({ period, draft: draftOf(text, kind) }));
  const wrong = drafts.find(({ draft }) => draft === null)?.period ?? null;
  const targets = drafts.flatMap(({ period, draft }) =>
    draft ? [{ period, kind, ...draft }] : [],
  );
  return { targets, wrong };
}

function draftOf(text: string, kind: TargetKind): Pick<TargetDraft, 'value' | 'band'> | null {
  if (kind === 'band') {
    const band = bandIn(text);
    return band && { band, value: (band.low + band.high) / 2 };
  }
  const value = amountIn(text);
  return value === null ? null : { value };
}
