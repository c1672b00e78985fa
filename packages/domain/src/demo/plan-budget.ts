import { convertMicros, findRate, rateBook, roundToMinor } from '../money/index.ts';
import { type Day, dayOf, formatDay, parseDay } from '../shared/index.ts';
import { type Campaign, campaignsOf, runs } from './campaigns.ts';
import { DEMO_WORKSPACE, monthStart, partsOf, SEED } from './company.ts';
import { makeRates } from './make-rates.ts';
import { LINES, type LinePlan, TARGETS, TOTAL } from './plan-lines.ts';
import { keyedRandom } from './random.ts';

/** The plan of a fiscal year, its orders and what was billed. Amounts are in units of their currency. */
export type DemoBudget = {
  /** Named by the year in which it ends; begins on 1 February. */
  fiscalYear: number;
  total: number;
  targets: { team: string; quarter: number; amount: number }[];
  lines: DemoLine[];
  orders: DemoOrder[];
  /** Oldest first. */
  invoices: DemoInvoice[];
};
export type DemoLine = Pick<
  LinePlan,
  'name' | 'team' | 'costCentre' | 'channel' | 'vendor' | 'goal'
> & {
  /** Codes of the campaigns that share it equally. */
  campaigns: string[];
  months: number[];
};
export type DemoOrder = {
  number: string;
  /** Name of the line. */
  line: string;
  /** Code of the campaign that it is for; null: of the line as a whole. */
  campaign: string | null;
  vendor: string;
  day: string;
  currency: string;
  amount: number;
  /** Of it, what is not billed yet. */
  open: number;
};
export type DemoInvoice = {
  number: string;
  vendor: string;
  day: string;
  currency: string;
  amount: number;
  /** Number of the order. */
  order: string;
};

/** So many invoices of a line are there in the year that runs. */
const INVOICES = 10;
/** A year ago everything was a bit smaller. */
const GROWTH = 0.9;
const BASE = DEMO_WORKSPACE.currency;

/**
 * The fiscal year of a day: it begins on 1 February and is named by the year in which it ends.
 * @example fiscalYearOf(20778) // 2027
 */
export function fiscalYearOf(today: Day): number {
  const { year, month } = partsOf(today);
  return month >= 2 ? year + 1 : year;
}

/** Its first day. */
export const startOf = (fiscalYear: number): Day => dayOf(fiscalYear - 1, 2, 1) as Day;

/**
 * The budgets of the year of a day and of the year before. Of this one's million 310,000 are spent and 120,000
 * promised, to the cent, in three currencies at the rates of their days; twelve months of invoices reach back into
 * the year before.
 * @example budgetsOf(20778).budget.orders.length // 22
 */
export function budgetsOf(today: Day): { budget: DemoBudget; lastYear: DemoBudget } {
  const fiscalYear = fiscalYearOf(today);
  const convert = converterOf(today);
  return {
    budget: thisYear({ fiscalYear, today, convert }),
    lastYear: yearBefore({ fiscalYear: fiscalYear - 1, today, convert }),
  };
}

type Convert = (amount: { currency: string; micros: number; day: Day }) => number;
type Year = { fiscalYear: number; today: Day; convert: Convert };

/** What amounts are in the workspace's currency, as its books convert them; in micros. */
function converterOf(today: Day): Convert {
  const book = rateBook(makeRates(today), { base: BASE });
  return ({ currency, micros, day }) => {
    if (currency === BASE) return micros;
    const found = findRate(book, { from: currency, to: BASE, day });
    return found ? roundToMinor(Number(convertMicros(BigInt(micros), found.rate)), BASE) : 0;
  };
}

/** About so much of the workspace's currency, in whole units of another. */
function abroad(convert: Convert, { currency, day, units }: Foreign): number {
  return Math.round((units * 1e6) / (convert({ currency, micros: 1e9, day }) / 1000));
}
type Foreign = { currency: string; day: Day; units: number };

function thisYear({ fiscalYear, today, convert }: Year): DemoBudget {
  const start = startOf(fiscalYear);
  const last = Math.max(start, today - 1);
  const ordered = Math.max(start, monthStart(today, 1));
  const campaigns = campaignsOf(today).filter((one) => runs(one, today));
  const payees = LINES.map((line) => campaigns.filter((one) => isPaidBy(one, line)));
  const invoices = LINES.flatMap((line, at) => {
    const turn = turnsOf(payees[at] ?? []);
    return evenly(line.spent, INVOICES).map((units, nth) => {
      const day = start + Math.floor(((last - start) * (nth + 1)) / INVOICES);
      return invoice(line, convert, { units, day, order: ownOrder(at, turn(day)), at, nth });
    });
  });
  const orders = LINES.flatMap((line, at) => {
    const payee = (nth: number) => payees[at]?.[nth]?.name ?? null;
    const orderFor = (nth: number) => {
      const number = ownOrder(at, nth);
      const billed = invoices.filter((one) => one.order === number);
      const amount = sum(billed.map((one) => one.amount));
      return order(line, { number, campaign: payee(nth), day: start, amount, open: 0 });
    };
    const first = orderFor(0);
    const whole = (payees[at] ?? [])
      .map((_, nth) => orderFor(nth))
      .filter(({ number, amount }) => number !== first.number && amount > 0);
    const { currency, promised: units } = line;
    if (currency === BASE)
      return [{ ...first, amount: first.amount + units, open: units }, ...whole];
    // What is promised abroad is an order of its own, so that its rate is that of its day.
    if (units === 0) return [first, ...whole];
    const amount = abroad(convert, { currency, day: ordered, units });
    const own = { number: orderNumber(1101, at), campaign: payee(0) };
    return [first, ...whole, order(line, { ...own, day: ordered, amount, open: amount })];
  });
  balance({ orders, invoices, convert });
  return {
    fiscalYear,
    total: TOTAL,
    targets: targetsOf(TARGETS),
    lines: LINES.map((line, at) => ({
      ...wordsOf(line),
      campaigns: (payees[at] ?? []).map((one) => one.name),
      months: evenly(line.planned, 12),
    })),
    orders,
    invoices: invoices.sort(byDay),
  };
}

/** Whether a line pays for a campaign: what its program buys, or what it is. */
const isPaidBy = ({ program, buys, idea }: Campaign, line: LinePlan): boolean =>
  (program === line.program && buys.length > 0) || idea === line.idea;

/** Whose turn it is to be billed on a day: of the campaigns that had begun, the one that was least often. */
function turnsOf(payees: readonly Campaign[]): (day: Day) => number {
  const bills = payees.map(() => 0);
  return (day) => {
    let next = 0;
    payees.forEach(({ from }, at) => {
      if (from <= day && (bills[at] ?? 0) < (bills[next] ?? 0)) next = at;
    });
    bills[next] = (bills[next] ?? 0) + 1;
    return next;
  };
}

/** The order of a line for its nth campaign. */
const ownOrder = (at: number, nth: number) =>
  nth === 0 ? orderNumber(1001, at) : orderNumber(1200 + nth, at * 10);

/** The first invoice and order in the own currency take what conversion leaves over of whole sums. */
function balance(year: { orders: DemoOrder[]; invoices: DemoInvoice[]; convert: Convert }): void {
  const { orders, invoices, convert } = year;
  const base = ({ currency, day }: Pick<DemoOrder, 'currency' | 'day'>, amount: number) =>
    convert({ currency, micros: Math.round(amount * 1e6), day: parseDay(day) ?? 0 });
  const spent = sum(invoices.map((one) => base(one, one.amount)));
  const promised = sum(orders.map((one) => base(one, one.open)));
  const left = (whole: number, micros: number) => (whole * 1e6 - micros) / 1e6;
  const moreSpent = left(sum(LINES.map((line) => line.spent)), spent);
  const morePromised = left(sum(LINES.map((line) => line.promised)), promised);
  const [order] = orders;
  const bill = invoices.find((one) => one.order === order?.number);
  if (!order || !bill) return;
  bill.amount = cents(bill.amount + moreSpent);
  order.open = cents(order.open + morePromised);
  order.amount = cents(order.amount + moreSpent + morePromised);
}

/** Billed month by month, as far back as a year; what is open is of a month that ended just now. */
function yearBefore({ fiscalYear, today, convert }: Year): DemoBudget {
  const end = startOf(fiscalYear + 1);
  const months = Array.from({ length: 12 }, (_, ago) => monthStart(today, 12 - ago)).filter(
    (first) => first < end,
  );
  const [first = end] = months;
  const open = monthStart(today, 1) < end;
  const invoices = LINES.flatMap((line, at) =>
    months.map((month, nth) => {
      const { around } = keyedRandom(SEED, `invoice/${line.name}/${month}`);
      const units = Math.round(((line.planned * GROWTH) / 12) * around(0.06));
      const day = month + 2 + ((at * 3) % 25);
      return invoice(line, convert, { units, day, order: orderNumber(901, at), at, nth });
    }),
  );
  const orders = LINES.flatMap((line, at) => {
    const number = orderNumber(901, at);
    const amount = sum(invoices.filter((one) => one.order === number).map((one) => one.amount));
    const { currency, promised: units } = line;
    const whole = order(line, { number, day: first, amount, open: 0 });
    if (!open || units === 0) return [whole];
    const day = monthStart(today, 1);
    const late = abroad(convert, { currency, day, units });
    return [whole, order(line, { number: orderNumber(951, at), day, amount: late, open: late })];
  });
  const smaller = (amount: number) => Math.round(amount * GROWTH);
  return {
    fiscalYear,
    total: smaller(TOTAL),
    targets: targetsOf(
      Object.fromEntries(Object.entries(TARGETS).map(([team, own]) => [team, smaller(own)])),
    ),
    lines: LINES.map((line) => ({
      ...wordsOf(line),
      campaigns: [],
      months: evenly(smaller(line.planned), 12),
    })),
    orders,
    invoices: invoices.sort(byDay),
  };
}

const orderNumber = (first: number, at: number) => `PO-${first + at}`;

const wordsOf = ({ name, team, costCentre, channel, vendor, goal }: LinePlan) => ({
  ...{ name, team, costCentre, channel, vendor, goal },
});

type Billing = { units: number; day: Day; order: string; at: number; nth: number };

function invoice(line: LinePlan, convert: Convert, { at, nth, ...bill }: Billing): DemoInvoice {
  const { vendor, currency } = line;
  const { units, day, order } = bill;
  const amount = currency === BASE ? units : abroad(convert, { currency, day, units });
  const number = `R-${order.slice(3)}-${String(nth + 1).padStart(2, '0')}`;
  return { number, vendor, day: formatDay(day), currency, amount, order };
}

function order(
  { name: line, vendor, currency }: LinePlan,
  { day, campaign = null, ...rest }: Ordering,
): DemoOrder {
  return { ...rest, line, campaign, vendor, currency, day: formatDay(day) };
}

type Ordering = {
  number: string;
  campaign?: string | null;
  day: Day;
  amount: number;
  open: number;
};

const targetsOf = (teams: Readonly<Record<string, number>>) =>
  Object.entries(teams).flatMap(([team, amount]) =>
    evenly(amount, 4).map((part, at) => ({ team, quarter: at + 1, amount: part })),
  );

const byDay = (a: { day: string }, b: { day: string }) =>
  a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);
const cents = (amount: number) => Math.round(amount * 100) / 100;

/** An amount in equal parts of whole units; the first take what does not divide. */
function evenly(amount: number, parts: number): number[] {
  const each = Math.floor(amount / parts);
  const rest = amount - each * parts;
  return Array.from({ length: parts }, (_, at) => each + (at < rest ? 1 : 0));
}
