import type { LintFinding } from '../../api-content.ts';

export type Piece = { text: string; findings: LintFinding[] };

/** A text cut where findings begin and end, each piece with the findings that stand in it. */
export function markText(text: string, findings: readonly LintFinding[]): Piece[] {
  const placed = findings.filter(
    (one) => one.from !== null && one.to !== null && one.from < one.to && one.to <= text.length,
  );
  const cuts = [
    ...new Set([0, text.length, ...placed.flatMap(({ from, to }) => [from ?? 0, to ?? 0])]),
  ].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i] ?? 0;
    return {
      text: text.slice(start, end),
      findings: placed.filter(({ from, to }) => (from ?? 0) <= start && end <= (to ?? 0)),
    };
  });
}
