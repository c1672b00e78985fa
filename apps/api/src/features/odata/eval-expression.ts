import type { Expression, Row, Value } from './expression.ts';
import { callFunction } from './functions.ts';

/**
 * The value of an expression for a row, as OData says it: nothing equals only nothing, comparisons
 * of order with nothing are false, and `and`, `or` and `not` know a third value.
 */
export function evalExpression(of: Expression, row: Row): Value {
  switch (of.kind) {
    case 'literal':
      return of.value;
    case 'field':
      return row[of.field.name] ?? null;
    case 'call':
      return callFunction(
        of.name,
        of.args.map((arg) => evalExpression(arg, row)),
      );
    case 'compare':
      return compared(of.op, evalExpression(of.left, row), evalExpression(of.right, row));
    case 'in': {
      const value = evalExpression(of.of, row);
      return of.list.some((one) => compared('eq', value, evalExpression(one, row)));
    }
    case 'not': {
      const value = evalExpression(of.of, row);
      return value === null ? null : !value;
    }
    case 'and':
    case 'or':
      return joined(of.kind, evalExpression(of.left, row), () => evalExpression(of.right, row));
  }
}

function joined(kind: 'and' | 'or', left: Value, other: () => Value): Value {
  const decides = kind === 'or';
  if (left === decides) return decides;
  const right = other();
  if (right === decides) return decides;
  return left === null || right === null ? null : !decides;
}

function compared(op: string, left: Value, right: Value): boolean {
  if (left === null || right === null) {
    const same = left === right;
    return op === 'eq' ? same : op === 'ne' ? !same : false;
  }
  const order = orderOf(left, right);
  switch (op) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    default:
      return order <= 0;
  }
}

/** Nothing comes first; a day beside an instant is its midnight in UTC. */
export function orderOf(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === typeof right) return left < right ? -1 : 1;
  const [one, other] = [instant(left), instant(right)];
  return one === other ? 0 : one < other ? -1 : 1;
}

function instant(value: Value): number {
  return typeof value === 'string' ? Date.parse(value) : Number(value);
}
