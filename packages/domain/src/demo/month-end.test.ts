import { describe, expect, it } from 'vitest';
import { matchInvoice, numberKey, takesItself, vendorKey } from '../budgets/index.ts';
import { convertMicros, findRate, rateBook, roundToMinor } from '../money/index.ts';
import { type Day, dayOf, formatDay, parseDay } from '../shared/index.ts';
import { monthStart } from './company.ts';
import { makeRates } from './make-rates.ts';
import { demoPlan, invoiceFile } from './plan.ts';

/** More than a year around a leap day, so that every month end, year end and change of the clocks is among them. */
const FIRST = dayOf(2027, 12, 30) as Day;
const DAYS = Array.from({ length: 430 }, (_, at) => FIRST + at);
/** Each edge of a month, and some days between. */
const isTold = (day: Day) =>
  day % 29 === 0 || [day, day + 1].some((one) => monthStart(one, 0) === one);
const WORDS = { baseMicros: 0, glAccount: '' };

type Booked = { vendor: string; number: string; day: string; amount: number; currency: string };

function read(text: string) {
  const [, ...lines] = text.trimEnd().split('\r\n');
  return lines.map((line) => {
    const [number = '', vendor = '', day = '', amount = '', currency = '', ...more] =
      line.split(',');
    const [poNumber = '', campaignCode = '', costCentre = '', description = ''] = more;
    const micros = Math.round(Number(amount) * 1e6);
    const words = { number, vendor, currency, poNumber, campaignCode, costCentre, description };
    return { ...words, ...WORDS, micros, day: parseDay(day) as number };
  });
}

/** What becomes of the rows of a day's file where the orders of that day are open. */
function outcomesOn(today: Day) {
  const { budget, lastYear } = demoPlan(today);
  const rows = read(invoiceFile(today).text);
  const keyOf = ({ vendor, number }: Pick<Booked, 'vendor' | 'number'>) =>
    `${vendorKey(vendor)} ${numberKey(number)}`;
  const booked: Booked[] = [...lastYear.invoices, ...budget.invoices];
  const known = new Set(booked.map(keyOf));
  const start = dayOf(budget.fiscalYear - 1, 2, 1) as Day;
  const own = monthStart(today, 1) < start ? lastYear : budget;
  const commitments = [...lastYear.orders, ...budget.orders].map((order) => ({
    ...{ id: order.number, number: order.number, vendor: order.vendor, currency: order.currency },
    ...{ remainingMicros: Math.round(order.open * 1e6), lineId: order.line, campaignId: null },
  }));
  const shares = (code: string) =>
    own.lines
      .filter(({ campaigns }) => campaigns.includes(code))
      .map(({ name }) => ({ lineId: name, micros: 1 }));
  const campaigns = demoPlan(today).campaigns.map(({ code, name }) => ({
    ...{ id: code, code, name },
    shares: shares(code),
  }));
  const lines = own.lines.map((line) => ({ id: line.name, ...line }));
  const book = { currency: 'USD', commitments, campaigns, lines, glChannels: {} };
  const count = { matched: 0, unmatched: 0, split: 0, duplicate: 0 };
  const duplicates: string[] = [];
  for (const row of rows) {
    if (known.has(keyOf(row))) {
      count.duplicate++;
      duplicates.push(keyOf(row));
      continue;
    }
    known.add(keyOf(row));
    const proposals = matchInvoice(row, book);
    const [best] = proposals;
    const order = commitments.find(({ id }) => id === best?.parts[0]?.commitmentId);
    if (takesItself(proposals) && order) {
      count.matched++;
      order.remainingMicros -= row.micros;
    } else if ((best?.parts.length ?? 0) > 1) count.split++;
    else count.unmatched++;
  }
  return { rows, count, duplicates };
}

describe('the invoices of the demo company', () => {
  it('make 310,000 spent and 120,000 promised to the cent, on each of 430 days', () => {
    for (const today of DAYS) {
      const { budget, lastYear } = demoPlan(today);
      const book = rateBook(makeRates(today), { base: 'USD' });
      const cents = (currency: string, day: string, amount: number) => {
        const asked = { from: currency, to: 'USD', day: parseDay(day) as number };
        const rate = findRate(book, asked)?.rate ?? Number.NaN;
        const micros = Number(convertMicros(BigInt(Math.round(amount * 1e6)), rate));
        return roundToMinor(micros, 'USD') / 10_000;
      };
      const invoices = budget.invoices.map((one) => cents(one.currency, one.day, one.amount));
      const open = budget.orders.map((one) => cents(one.currency, one.day, one.open));
      const sum = (some: number[]) => some.reduce((a, b) => a + b, 0);
      const days = [...lastYear.invoices, ...budget.invoices].map(({ day }) => day);
      const last = formatDay(Math.max(today - 1, dayOf(budget.fiscalYear - 1, 2, 1) as Day));
      const told = {
        spent: sum(invoices),
        promised: sum(open),
        late: days.filter((day) => day > last),
        early: days.filter((day) => day < formatDay(monthStart(today, 12))),
        twice:
          days.length -
          new Set(
            [...lastYear.invoices, ...budget.invoices].map((one) => `${one.vendor} ${one.number}`),
          ).size,
        over: budget.orders.filter(({ number, amount, open: left }) => {
          const own = budget.invoices.filter((one) => one.order === number);
          return Math.abs(amount - left - sum(own.map((one) => one.amount))) > 0.001;
        }),
      };
      expect({ today: formatDay(today), ...told }).toEqual({
        ...{ today: formatDay(today), spent: 31_000_000, promised: 12_000_000 },
        ...{ late: [], early: [], twice: 0, over: [] },
      });
    }
  });

  it('of the month that is over are 214 in three currencies: 209 fit, 3 do not, one is for two, one is booked', () => {
    for (const today of DAYS.filter(isTold)) {
      const { rows, count, duplicates } = outcomesOn(today);
      const [first, next] = [monthStart(today, 1), monthStart(today, 0)];
      expect({ today: formatDay(today), rows: rows.length, ...count }).toEqual({
        ...{ today: formatDay(today), rows: 214 },
        ...{ matched: 209, unmatched: 3, split: 1, duplicate: 1 },
      });
      expect(new Set(rows.map(({ currency }) => currency)).size).toBe(3);
      const outside = rows.filter(({ day }) => day < first || day >= next);
      expect(outside.length).toBeLessThanOrEqual(1);
      expect(duplicates[0]).toMatch(/^messe nord /);
    }
  });

  it('are the same bytes for a day', () => {
    const today = dayOf(2026, 11, 22) as Day;
    const { name, text } = invoiceFile(today);
    expect(name).toBe('larkfield-invoices-2026-10.csv');
    expect(invoiceFile(today).text).toBe(text);
    expect(text.split('\r\n')[0]).toMatch(
      /^Invoice number,Vendor,Invoice date,Net amount,Currency/,
    );
  });
});
