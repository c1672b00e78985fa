import { TRPCClientError } from '@trpc/client';
import type { ValidView, WhyAnswer } from '../../api-work.ts';
import { valueName } from '../../state/dimension-names.ts';

/** A line of the table: a part, or all parts of one value of the dimension. */
export type WhyLine = {
  key: string;
  name: string;
  segment: string | null;
  rest: boolean;
  before: number | null;
  after: number | null;
  value: number;
  share: number | null;
  factors: ReadonlyMap<string, number>;
};

/** The names of the factors of a split, as columns; none where each value is one part. */
export function factorsOf(answer: WhyAnswer): string[] {
  if (answer.by === null) return [];
  const names = [...new Set(answer.parts.map(({ name }) => name))];
  return names.length > 1 ? names : [];
}

/** The lines of an answer, largest first. */
export function linesOf(answer: WhyAnswer): WhyLine[] {
  if (answer.by === null)
    return answer.parts.map((part, at) => ({
      ...part,
      key: `${at}`,
      before: null,
      after: null,
      factors: new Map(),
    }));
  // A segment without a value in either range says nothing.
  const telling = answer.segments.filter(
    (one) => one.value !== 0 || one.before !== null || one.after !== null,
  );
  return telling.map((one) => {
    const own = answer.parts.filter(
      (part) => part.segment === one.segment && part.rest === one.rest,
    );
    const factors = new Map<string, number>();
    for (const { name, value } of own) factors.set(name, (factors.get(name) ?? 0) + value);
    const name = one.rest ? 'Not told apart' : valueName(one.segment);
    return { ...one, key: `${one.rest}/${one.segment}`, name, factors };
  });
}

/**
 * A share of the change.
 * @example shareText(0.42) // '42%'
 */
export function shareText(share: number | null): string {
  if (share === null) return '';
  const percent = share * 100;
  return `${Math.abs(percent) < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)}%`;
}

/** The change with its sign, and in percent where there was something before. */
export function changeWords(answer: WhyAnswer, shown: (value: number) => string): string {
  const sign = answer.change > 0 ? '+' : '';
  const percent =
    answer.before === 0 ? '' : ` or ${sign}${shareText(answer.change / Math.abs(answer.before))}`;
  return `${sign}${shown(answer.change)}${percent}`;
}

/** The views that a refusal offers; null: it is no such refusal. */
export function viewsOf(error: unknown): ValidView[] | null {
  if (!(error instanceof TRPCClientError)) return null;
  const detail = (error.data as { detail?: { rule?: string; views?: ValidView[] } } | null)?.detail;
  return detail?.rule && detail.views ? detail.views : null;
}
