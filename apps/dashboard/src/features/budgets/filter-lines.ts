import type { PlanLine } from '../../api-budgets.ts';

/** The lines of a team in which a word stands; in any case. */
export function filterLines(
  lines: readonly PlanLine[],
  { q, team }: { q: string; team: string | null },
): readonly PlanLine[] {
  const wanted = q.toLowerCase();
  const has = ({ name, team, costCentre, channel, vendor }: PlanLine) =>
    [name, team, costCentre, channel, vendor].some((word) => word.toLowerCase().includes(wanted));
  if (!q && team === null) return lines;
  return lines.filter((line) => (team === null || line.team === team) && (!q || has(line)));
}
