import { type Issue, MopsError } from '../shared/index.ts';

/** What is known of a customer's buying; all times in one unit (weeks, say). */
export type Customer = {
  /** Repeat purchases: purchases after the first one, at most one per day. */
  frequency: number;
  /** Time from the first to the last purchase; 0 when there was only the first. */
  recency: number;
  /** Time from the first purchase to the end of the data. */
  age: number;
  /** Mean value of the repeat purchases, in any one currency. */
  meanValue?: number;
};

/** Customers with the same history count as one with a weight; times and frequencies are listed once. */
export type Histories = {
  customers: number;
  times: Float64Array;
  frequencies: Float64Array;
  /** One history each: indices into `frequencies` and `times`, and how many customers have it. */
  frequencyAt: Int32Array;
  recencyAt: Int32Array;
  ageAt: Int32Array;
  weight: Float64Array;
};

/** Checks customers and groups them. Throws INVALID with the first that cannot be, counted from 1. */
export function groupHistories(customers: readonly Customer[]): Histories {
  for (const [index, customer] of customers.entries()) checkCustomer(customer, index);
  if (!customers.some(({ frequency }) => frequency > 0)) {
    throw new MopsError(
      'INVALID',
      'No customer bought twice, so nothing can be said about buying again.',
      'Give customers with repeat purchases; frequency counts purchases after the first.',
    );
  }
  const times = new Ids();
  const frequencies = new Ids();
  const groups = new Map<string, { f: number; t: number; a: number; weight: number }>();
  for (const { frequency, recency, age } of customers) {
    const [f, t, a] = [frequencies.idOf(frequency), times.idOf(recency), times.idOf(age)];
    const group = groups.get(`${f},${t},${a}`);
    if (group) group.weight++;
    else groups.set(`${f},${t},${a}`, { f, t, a, weight: 1 });
  }
  const all = [...groups.values()];
  return {
    customers: customers.length,
    times: Float64Array.from(times.values),
    frequencies: Float64Array.from(frequencies.values),
    frequencyAt: Int32Array.from(all, ({ f }) => f),
    recencyAt: Int32Array.from(all, ({ t }) => t),
    ageAt: Int32Array.from(all, ({ a }) => a),
    weight: Float64Array.from(all, ({ weight }) => weight),
  };
}

/** Refuses a customer that cannot be, naming what is wrong. */
export function checkCustomer(customer: Customer, index: number): void {
  const { frequency, recency, age, meanValue } = customer;
  const wrong = !(Number.isInteger(frequency) && frequency >= 0)
    ? `a frequency of ${frequency}; it counts repeat purchases`
    : !(age > 0 && Number.isFinite(age))
      ? `an age of ${age}; it is the time since the first purchase, above 0`
      : !(recency >= 0 && recency <= age)
        ? `a recency of ${recency} at an age of ${age}; it lies between 0 and the age`
        : recency > 0 !== frequency > 0
          ? `a frequency of ${frequency} and a recency of ${recency}; both are 0 or neither`
          : meanValue !== undefined && !(meanValue >= 0 && Number.isFinite(meanValue))
            ? `a mean value of ${meanValue}; it is finite and not negative`
            : null;
  if (wrong === null) return;
  throw new MopsError('INVALID', `Customer ${index + 1} has ${wrong}.`, 'Check columns and units.');
}

/** A finding about an answer as a whole. */
export function warning(code: string, message: string, hint: string | null = null): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

class Ids {
  readonly values: number[] = [];
  private readonly ids = new Map<number, number>();

  idOf(value: number): number {
    const known = this.ids.get(value);
    if (known !== undefined) return known;
    const id = this.values.push(value) - 1;
    this.ids.set(value, id);
    return id;
  }
}
