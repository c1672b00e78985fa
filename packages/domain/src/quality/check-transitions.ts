import { groupBy } from '../shared/index.ts';
import { readTime } from './read-time.ts';
import { type Checked, isThere, type QualityFinding, type QualityRule, type Row } from './rule.ts';

type TransitionRule = Extract<QualityRule, { kind: 'transition' }>;

/**
 * Status changes that are not allowed: rows of an entity in the order of their times (ties: as they
 * stand); each status must be one that may follow the one before. The same status again is no change.
 */
export function checkTransitions(rule: TransitionRule, rows: readonly Row[]): Checked {
  const { entity, field, at, allowed } = rule;
  const times = rows.map((row) => readTime(row[at]));
  const full = [...rows.keys()].filter(
    (i) => isThere(rows[i]?.[entity]) && isThere(rows[i]?.[field]) && times[i] !== null,
  );
  const findings: QualityFinding[] = [];
  let checked = 0;
  for (const [who, members] of groupBy(full, (i) => String(rows[i]?.[entity]))) {
    const ordered = members.toSorted((a, b) => (times[a] as number) - (times[b] as number));
    for (let k = 1; k < ordered.length; k++) {
      const [before, now] = [ordered[k - 1] as number, ordered[k] as number];
      const [from, to] = [String(rows[before]?.[field]), String(rows[now]?.[field])];
      checked++;
      const may = Object.hasOwn(allowed, from) ? (allowed[from] as readonly string[]) : [];
      if (from === to || may.includes(to)) continue;
      const message = `${entity} ${who}: ${to} may not follow ${from}.`;
      findings.push({ rows: [before, now], message });
    }
  }
  return { checked, failed: findings.length, findings };
}
