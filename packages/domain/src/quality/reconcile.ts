import { groupBy, type Issue, MopsError, microsToUnits, unitsToMicros } from '../shared/index.ts';
import { numberOf } from './check-values.ts';
import { isThere, type Row, warn } from './rule.ts';

/** Our sum and the source's for one key. */
export type Reconciled = {
  key: Readonly<Record<string, string>>;
  ours: number | null;
  theirs: number | null;
  /** ours − theirs; what is missing on one side counts as 0. */
  difference: number;
  /** |difference| of theirs; null when theirs is 0 or missing. */
  share: number | null;
  status: 'matched' | 'different' | 'missing_here' | 'missing_there';
  /** Rows of ours, 0-based. */
  rows: number[];
};

export type ReconcileAnswer = {
  keys: Reconciled[];
  matched: boolean;
  method: 'sum-per-key';
  version: 'reconcile@1';
  warnings: Issue[];
};

export type ReconcileQuestion = {
  ours: readonly Row[];
  theirs: readonly Row[];
  /** Fields that make a key, on both sides: account, day. */
  by: readonly string[];
  /** The number that is added. */
  field: string;
  /** Allowed share of theirs; default 0. */
  toleranceShare?: number;
  /** Allowed absolute difference, in units; default 0. The larger of the two counts. */
  tolerance?: number;
};

/**
 * Compares sums per key with those of the source. Sums are exact to the millionth (integer micros), so
 * that order and rounding make no difference.
 * @throws MopsError INVALID without keys, or for a negative tolerance
 * @example
 * reconcile({
 *   ours: [{ day: '2026-01-01', cost: 0.1 }, { day: '2026-01-01', cost: 0.2 }],
 *   theirs: [{ day: '2026-01-01', cost: 0.3 }, { day: '2026-01-02', cost: 5 }],
 *   by: ['day'], field: 'cost',
 * }).keys.map(({ status, difference }) => [status, difference]) // [['matched', 0], ['missing_here', -5]]
 */
export function reconcile(question: ReconcileQuestion): ReconcileAnswer {
  const { ours, theirs, by, field, toleranceShare = 0, tolerance = 0 } = question;
  if (by.length === 0) throw new MopsError('INVALID', 'Nothing to compare by.', 'Name the keys.');
  if (!(toleranceShare >= 0 && tolerance >= 0 && Number.isFinite(toleranceShare + tolerance))) {
    throw new MopsError('INVALID', 'A tolerance is no number from 0 on.', 'Write 0.005 for 0.5 %.');
  }
  const here = sumByKey(ours, by, field);
  const there = sumByKey(theirs, by, field);
  const names = [...new Set([...here.sums.keys(), ...there.sums.keys()])];
  const keys = names.map((name): Reconciled => {
    const [a, b] = [here.sums.get(name), there.sums.get(name)];
    const gap = (a?.sum ?? 0n) - (b?.sum ?? 0n);
    const size = gap < 0n ? -gap : gap;
    const base = Math.abs(Number(b?.sum ?? 0n));
    const allowed = Math.max(tolerance * 1e6, toleranceShare * base);
    const status = !a
      ? 'missing_here'
      : !b
        ? 'missing_there'
        : Number(size) <= allowed
          ? 'matched'
          : 'different';
    return {
      key: (a ?? b)?.key ?? {},
      ours: a ? microsToUnits(a.sum) : null,
      theirs: b ? microsToUnits(b.sum) : null,
      difference: microsToUnits(gap),
      share: base === 0 ? null : Number(size) / base,
      status,
      rows: a?.rows ?? [],
    };
  });
  const warnings = [here.skipped, there.skipped].flatMap((rows, side) =>
    rows === 0
      ? []
      : [
          warn(
            'not_added',
            `${rows} rows of ${side === 0 ? 'ours' : 'theirs'} have no number in ${field} or no key.`,
            'They are not part of any sum.',
            field,
          ),
        ],
  );
  const matched = keys.length > 0 && keys.every(({ status }) => status === 'matched');
  return { keys, matched, method: 'sum-per-key', version: 'reconcile@1', warnings };
}

function sumByKey(rows: readonly Row[], by: readonly string[], field: string) {
  const micros = rows.map((row) => {
    const number = by.every((name) => isThere(row[name])) ? numberOf(row[field]) : null;
    return number === null ? null : unitsToMicros(number);
  });
  const added = [...rows.keys()].filter((i) => micros[i] !== null);
  const nameOf = (i: number) => JSON.stringify(by.map((name) => String(rows[i]?.[name])));
  const sums = new Map(
    [...groupBy(added, nameOf)].map(([name, members]) => {
      const key = Object.fromEntries(
        by.map((one) => [one, String(rows[members[0] as number]?.[one])]),
      );
      const sum = members.reduce((total, i) => total + BigInt(micros[i] as number), 0n);
      return [name, { key, sum, rows: members }];
    }),
  );
  return { sums, skipped: rows.length - added.length };
}
