import { MopsError } from '../shared/error.ts';
import { type Catalogue, findMeasure } from './catalogue.ts';
import { formulaText } from './formula-text.ts';
import { resolveExpr } from './resolve.ts';
import type { Expr, Kpi, Unit } from './schema.ts';

/** A unit as powers: money¹ · things⁻¹ is money per thing. `people` tells people from other things. */
type Powers = { money: number; things: number; time: number; people: boolean };

const PURE: Powers = { money: 0, things: 0, time: 0, people: false };

/**
 * Checks that a formula makes sense and yields the unit that its KPI claims: only equals are added,
 * products and quotients multiply and divide units. Money per thing counts as money, duration per
 * thing as duration. Throws INVALID with the reason.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const cpc = findKpi(CATALOGUE, 'cpc');
 * checkUnits(CATALOGUE, cpc); // undefined (money over count is money)
 * checkUnits(CATALOGUE, { ...cpc, unit: { kind: 'people' } }) // throws 'not people'
 */
export function checkUnits(catalogue: Catalogue, kpi: Kpi): void {
  const got = powersOf(resolveExpr(catalogue, kpi.expr), { kpi, catalogue });
  if (!yields(kpi.unit, got)) {
    const message = `${kpi.id}: “${formulaText(catalogue, kpi)}” gives ${words(got)}, not ${kpi.unit.kind}.`;
    throw new MopsError('INVALID', message, 'Correct the formula or its unit.');
  }
}

function powersOf(expr: Expr, of: { kpi: Kpi; catalogue: Catalogue }): Powers {
  const { kpi, catalogue } = of;
  if (typeof expr === 'number') return PURE;
  if ('ref' in expr) return ofUnit(findMeasure(catalogue, expr.ref).unit);
  if (expr.op === 'div') {
    return product(powersOf(expr.num, of), powersOf(expr.den, of), -1);
  }
  if (expr.op === 'mul') {
    return expr.args.map((arg) => powersOf(arg, of)).reduce((a, b) => product(a, b, 1), PURE);
  }
  // 0 is nothing of any unit, so it may stand in for an unknown amount.
  const args = expr.op === 'coalesce' ? expr.args.filter((arg) => arg !== 0) : expr.args;
  const [first = PURE, ...rest] = args.map((arg) => powersOf(arg, of));
  for (const other of rest) {
    if (same(first, other)) continue;
    const verb = { add: 'added to', sub: 'taken from', coalesce: 'a stand-in for' }[expr.op];
    const message = `${kpi.id}: in “${formulaText(catalogue, kpi)}”, ${words(other)} cannot be ${verb} ${words(first)}.`;
    throw new MopsError('INVALID', message, 'Only amounts of one unit go together.');
  }
  return first;
}

function ofUnit(unit: Unit): Powers {
  if (unit.kind === 'money') return { ...PURE, money: 1 };
  if (unit.kind === 'duration') return { ...PURE, time: 1 };
  if (unit.kind === 'ratio') return PURE;
  return { ...PURE, things: 1, people: unit.kind === 'people' };
}

function product(a: Powers, b: Powers, sign: 1 | -1): Powers {
  const things = a.things + sign * b.things;
  return {
    money: a.money + sign * b.money,
    things,
    time: a.time + sign * b.time,
    people: things === 1 && (a.people || b.people),
  };
}

function same(a: Powers, b: Powers): boolean {
  const powers = a.money === b.money && a.things === b.things && a.time === b.time;
  return powers && a.people === b.people;
}

function yields(unit: Unit, got: Powers): boolean {
  const perThing = got.things === 0 || got.things === -1;
  switch (unit.kind) {
    case 'money':
      return got.money === 1 && got.time === 0 && perThing;
    case 'duration':
      return got.time === 1 && got.money === 0 && perThing;
    case 'ratio':
      return same(got, PURE);
    default:
      return same(got, ofUnit(unit));
  }
}

function words(powers: Powers): string {
  const over = [
    ['money', powers.money],
    ['duration', powers.time],
    [powers.people ? 'people' : 'count', powers.things],
  ] as const;
  const above = over.filter(([, power]) => power > 0).map(named);
  const below = over.filter(([, power]) => power < 0).map(named);
  if (above.length + below.length === 0) return 'a plain number';
  return `${above.join(' × ') || '1'}${below.length ? ` per ${below.join(' × ')}` : ''}`;
}

function named([name, power]: readonly [string, number]): string {
  const size = Math.abs(power);
  return size === 1 ? name : `${name}^${size}`;
}
