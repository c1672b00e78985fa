import { MopsError } from '../shared/error.ts';
import { type Catalogue, findMeasure } from './catalogue.ts';
import { isScoped } from './expr.ts';
import { formulaText } from './formula-text.ts';
import { resolveExpr } from './resolve.ts';
import type { Expr, Kpi, Unit } from './schema.ts';

/** What is measured, each with its power: money¹ · things⁻¹ is money per thing. */
const DIMENSIONS = ['money', 'mass', 'time', 'days', 'hours', 'things'] as const;
/** `people` tells people from other things. */
type Powers = Record<(typeof DIMENSIONS)[number], number> & { people: boolean };

const PURE: Powers = { money: 0, mass: 0, time: 0, days: 0, hours: 0, things: 0, people: false };

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
    const message = `${kpi.id}: “${formulaText(catalogue, kpi)}” gives ${words(got)}, not ${unitName(kpi.unit)}.`;
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
  if (isScoped(expr)) return powersOf(expr.of, of);
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
  switch (unit.kind) {
    case 'money':
      return { ...PURE, money: 1, days: unit.per === 'day' ? -1 : 0 };
    case 'mass':
      return { ...PURE, mass: 1, money: unit.per === 'money' ? -1 : 0 };
    case 'duration':
      return { ...PURE, [{ day: 'days', hour: 'hours', second: 'time' }[unit.in ?? 'second']]: 1 };
    case 'ratio':
    case 'score':
      return PURE;
    default:
      return { ...PURE, things: 1, people: unit.kind === 'people' };
  }
}

function product(a: Powers, b: Powers, sign: 1 | -1): Powers {
  const powers = { ...PURE };
  for (const one of DIMENSIONS) powers[one] = a[one] + sign * b[one];
  return { ...powers, people: powers.things === 1 && (a.people || b.people) };
}

function same(a: Powers, b: Powers): boolean {
  return DIMENSIONS.every((one) => a[one] === b[one]) && a.people === b.people;
}

function yields(unit: Unit, got: Powers): boolean {
  const wanted = ofUnit(unit);
  if (!['money', 'mass', 'duration'].includes(unit.kind)) return same(got, wanted);
  const rest = DIMENSIONS.filter((one) => one !== 'things');
  if (!rest.every((one) => got[one] === wanted[one])) return false;
  // Days per deal below the line leave a deal above it: the pace of open deals.
  const pace = unit.kind === 'money' && unit.per === 'day';
  return got.things === 0 || got.things === -1 || (pace && got.things === 1);
}

function words(powers: Powers): string {
  const named = (sign: 1 | -1) =>
    DIMENSIONS.filter((one) => powers[one] * sign > 0).map((one) => {
      const size = Math.abs(powers[one]);
      const name = nameOf(one, powers.people);
      return size === 1 ? name : `${name}^${size}`;
    });
  const [above, below] = [named(1), named(-1)];
  if (above.length + below.length === 0) return 'a plain number';
  return `${above.join(' × ') || '1'}${below.length ? ` per ${below.join(' × ')}` : ''}`;
}

function unitName(unit: Unit): string {
  if (unit.kind === 'money' && unit.per) return 'money per day';
  if (unit.kind === 'mass' && unit.per) return 'mass per money';
  if (unit.kind === 'duration' && unit.in) return `${unit.in}s`;
  return unit.kind;
}

function nameOf(dimension: keyof Powers, people: boolean): string {
  if (dimension === 'things') return people ? 'people' : 'count';
  return dimension === 'time' ? 'duration' : dimension;
}
