import { wilsonInterval } from '../statistics/interval.ts';
import type { Cells, Refusal } from './cells.ts';
import { evalExpr } from './eval-expr.ts';
import type { AskedKpi, Expr, KpiAnswerRow } from './schema.ts';

export type Values = Record<string, number | null>;
type Read = ReturnType<Cells['at']>;

/** What could not be made a number, by key, and why. */
export type Refused = { key: string; reason: Refusal };

/** The values of one place. `refused` learns what could not be made a number for which name. */
export function valuesAt(asked: AskedKpi[], read: Read, refused?: Map<string, Refused>): Values {
  const values: Values = {};
  for (const { name, expr, tooFine } of asked) {
    const numberAt = (key: string) => {
      const { value, reason } = read(key);
      if (reason) refused?.set(name, { key, reason });
      return value;
    };
    values[name] = tooFine ? null : evalExpr(expr, numberAt);
  }
  return values;
}

/** The base values behind them, by measure: the formula over these gives the values again. */
export function partsAt(asked: AskedKpi[], read: Read): Values {
  const keys = new Set(asked.flatMap((one) => one.reads));
  return Object.fromEntries([...keys].map((key) => [key, read(key).value]));
}

/**
 * How sure the shares of one place are. Only shares of counts have an interval here: for a ratio of
 * two sums (cost per click) the delta method needs the spread of both over the single cases (their
 * second moments), and exports deliver sums only, so none is claimed.
 */
export function certaintyAt(
  asked: AskedKpi[],
  read: Read,
): Pick<KpiAnswerRow, 'intervals' | 'thin'> {
  const intervals: NonNullable<KpiAnswerRow['intervals']> = {};
  const thin: string[] = [];
  const value = (id: string) => read(id).value;
  for (const { kpi, name, expr, tooFine } of asked) {
    if (kpi.uncertainty !== 'proportion' || !isShare(expr)) continue;
    const part = evalExpr(expr.num, value);
    const whole = evalExpr(expr.den, value);
    const known = part !== null && whole !== null && !tooFine;
    intervals[name] = known ? wilsonInterval(part, whole) : null;
    if (known && whole > 0 && whole < (kpi.minSample ?? 0)) thin.push(name);
  }
  return {
    ...(Object.keys(intervals).length > 0 ? { intervals } : {}),
    ...(thin.length > 0 ? { thin } : {}),
  };
}

function isShare(expr: Expr): expr is Extract<Expr, { op: 'div' }> {
  return typeof expr === 'object' && 'op' in expr && expr.op === 'div';
}
