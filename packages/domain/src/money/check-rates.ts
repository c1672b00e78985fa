import { type Day, formatDay } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Issue } from '../shared/issue.ts';
import { isCurrency } from './currencies.ts';
import type { Rate } from './rates.ts';

/** Rates that disagree by less differ by rounding and by the hour of the day: 0.1 %. */
const TOLERANCE_SHARE = 0.001;

/**
 * What is wrong with a table of rates, as findings: rates that are not above 0 (`bad_rate`), unknown
 * currencies (`unknown_currency`), two rates for one pair and day (`two_rates`), and pairs whose
 * direct rate differs from the way over a third currency on the same day (`not_triangular`), or
 * from its own reverse (`not_inverse`), by more than `toleranceShare` (0.001 when left out).
 * @example
 * const rate = (from, to, value) => ({ from, to, day: 20_000, rate: value });
 * const rates = [rate('EUR', 'USD', 1.1), rate('EUR', 'SEK', 11), rate('USD', 'SEK', 12)];
 * checkRates(rates).map((one) => one.code) // ['not_triangular']
 */
export function checkRates(
  rates: readonly Rate[],
  { toleranceShare = TOLERANCE_SHARE }: { toleranceShare?: number } = {},
): Issue[] {
  const issues: Issue[] = [];
  const names = new Set(rates.flatMap(({ from, to }) => [from, to]));
  for (const name of names)
    if (!isCurrency(name))
      issues.push(issue('unknown_currency', `There is no currency “${name}”.`, 'Use ISO 4217.'));
  const good = rates.filter((one) => {
    const fine = one.rate > 0 && Number.isFinite(one.rate);
    if (!fine)
      issues.push(issue('bad_rate', `${named(one)} is ${one.rate}.`, 'A rate is above 0.'));
    return fine;
  });
  for (const [day, own] of groupBy(good, (one) => one.day)) {
    const table = tableOf(own, issues);
    issues.push(...reverses(table, { day, toleranceShare }));
    issues.push(...triangles(table, { day, toleranceShare }));
  }
  return issues;
}

type Check = { day: Day; toleranceShare: number };
type Table = Map<string, Map<string, number>>;

function tableOf(rates: readonly Rate[], issues: Issue[]): Table {
  const table: Table = new Map();
  for (const one of rates) {
    const row = table.get(one.from) ?? new Map<string, number>();
    const before = row.get(one.to);
    if (before !== undefined && before !== one.rate) {
      const message = `${named(one)} is ${before} and ${one.rate}.`;
      issues.push(issue('two_rates', message, 'The later one in the list is used.'));
    }
    table.set(one.from, row.set(one.to, one.rate));
  }
  return table;
}

function reverses(table: Table, { day, toleranceShare }: Check): Issue[] {
  const found: Issue[] = [];
  for (const [from, row] of table) {
    for (const [to, rate] of row) {
      const back = from < to ? table.get(to)?.get(from) : undefined;
      if (back === undefined || Math.abs(rate * back - 1) <= toleranceShare) continue;
      const message = `${named({ from, to, day })} is ${rate}, and back ${back}: not each other’s reverse.`;
      found.push(issue('not_inverse', message, 'Load both from one source.'));
    }
  }
  return found;
}

// Each three currencies once, whichever way their rates are written.
function triangles(table: Table, { day, toleranceShare }: Check): Issue[] {
  const found: Issue[] = [];
  const names = [...new Set([...table].flatMap(([from, row]) => [from, ...row.keys()]))].sort();
  const rate = (from: string, to: string) => {
    const back = table.get(to)?.get(from);
    return table.get(from)?.get(to) ?? (back === undefined ? null : 1 / back);
  };
  for (const [i, a] of names.entries()) {
    for (const [j, b] of names.entries()) {
      const direct = j > i ? rate(a, b) : null;
      if (direct === null) continue;
      for (const c of names.slice(j + 1)) {
        const [first, second] = [rate(b, c), rate(a, c)];
        if (first === null || second === null) continue;
        const off = (direct * first) / second - 1;
        if (Math.abs(off) <= toleranceShare) continue;
        const share = `${(off * 100).toFixed(2)} %`;
        const message = `${named({ from: a, to: c, day })} is ${share} off the way over ${b}.`;
        found.push(issue('not_triangular', message, 'Load rates of one source only.'));
      }
    }
  }
  return found;
}

const named = ({ from, to, day }: { from: string; to: string; day: Day }) =>
  `The rate from ${from} to ${to} of ${formatDay(day)}`;

function issue(code: string, message: string, hint: string): Issue {
  const severity = code === 'bad_rate' ? 'error' : 'warning';
  return { code, severity, message, hint, line: null, field: null };
}
