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

/** What is typed for each period as targets; the first one that is no number is named. */
export function draftsOf(
  typed: Readonly<Record<string, string>>,
  kind: TargetKind,
): { targets: TargetDraft[]; wrong: string | null } {
  const given = Object.entries(typed).filter(([, text]) => text.trim() !== '');
  const wrong = given.find(([, text]) => amountIn(text) === null)?.[0] ?? null;
  const targets = given.flatMap(([period, text]) => {
    const value = amountIn(text);
    return value === null ? [] : [{ period, kind, value }];
  });
  return { targets, wrong };
}
