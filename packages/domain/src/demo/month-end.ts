import { type Day, formatDay, parseDay } from '../shared/index.ts';
import { monthStart, SEED } from './company.ts';
import {
  budgetsOf,
  type DemoBudget,
  type DemoInvoice,
  type DemoOrder,
  startOf,
} from './plan-budget.ts';
import { LINES } from './plan-lines.ts';
import { keyedRandom, split } from './random.ts';

/** A month of invoices as accounting exports them: CSV, UTF-8, lines ending in CRLF. */
export type InvoiceFile = { name: string; text: string };

/** So many name their order, and fit it. */
const CERTAIN = 209;
/** Of what is left of the orders they bill this share. */
const BILLED = 0.8;
const HEADINGS = [
  'Invoice number',
  'Vendor',
  'Invoice date',
  'Net amount',
  'Currency',
  'PO number',
  'Campaign',
  'Cost centre',
  'Description',
];

type Row = {
  number: string;
  vendor: string;
  day: Day;
  cents: number;
  currency: string;
  order?: string;
  campaign?: string;
  costCentre?: string;
  description: string;
};

/**
 * The invoices of the last whole month, 214 rows in three currencies: 209 fit an open order, 3 fit none, one is for
 * two campaigns, and one is booked already (see the answer key). The same day gives the same bytes.
 * @example invoiceFile(20778).name // 'larkfield-invoices-2026-10.csv'
 */
export function invoiceFile(today: Day): InvoiceFile {
  const from = monthStart(today, 1);
  const month = { from, days: monthStart(today, 0) - from, name: formatDay(from).slice(0, 7) };
  const { budget, lastYear } = budgetsOf(today);
  const own = from < startOf(budget.fiscalYear) ? lastYear : budget;
  const rows = [
    ...certain(own, month),
    ...doubtful(own, month),
    forTwo(budget, month),
    again(twiceSent({ budget, lastYear }, from + month.days)),
  ].sort((a, b) => a.day - b.day || (a.number < b.number ? -1 : 1));
  const lines = rows.map((row) => [
    row.number,
    row.vendor,
    formatDay(row.day),
    (row.cents / 100).toFixed(2),
    row.currency,
    row.order ?? '',
    row.campaign ?? '',
    row.costCentre ?? '',
    row.description,
  ]);
  const text = [HEADINGS, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
  return { name: `larkfield-invoices-${month.name}.csv`, text };
}

/** The invoice that was booked and is sent once more: the last one of the fair before a day. */
export function twiceSent(
  { budget, lastYear }: { budget: DemoBudget; lastYear: DemoBudget },
  before: Day,
): DemoInvoice {
  return [...lastYear.invoices, ...budget.invoices].findLast(
    ({ vendor, day }) => vendor === 'Messe Nord' && day < formatDay(before),
  ) as DemoInvoice;
}

type Month = { from: Day; days: number; name: string };

/** Some day of the month, always the same. */
const dayIn = ({ from, days }: Month, key: string): Day =>
  from + Math.floor(keyedRandom(SEED, `month-end/${key}/${from}`).unit() * days);

const costCentreOf = (order: DemoOrder) =>
  LINES.find(({ name }) => name === order.line)?.costCentre ?? '';

/** Each fits what is left of its order, also when all of them are booked. */
function certain({ orders }: DemoBudget, month: Month): Row[] {
  const open = orders.filter((one) => one.open > 0);
  const promised = open.map(({ line }) => LINES.find(({ name }) => name === line)?.promised ?? 0);
  const counts = split(CERTAIN, promised, 0.5);
  return open.flatMap((order, at) => {
    const { around } = keyedRandom(SEED, `month-end/${order.number}/${month.from}`);
    const weights = Array.from({ length: counts[at] ?? 0 }, () => around(0.3));
    const amounts = split(Math.floor(order.open * 100 * BILLED), weights, 0.5);
    const { vendor, currency, number, line } = order;
    return amounts.map((cents, nth) => {
      const own = `${number.slice(3)}-${String(nth + 1).padStart(3, '0')}`;
      return {
        ...{ number: `M-${own}`, vendor, currency, cents, order: number },
        day: dayIn(month, own),
        costCentre: costCentreOf(order),
        description: `${line} ${month.name}`,
      };
    });
  });
}

/** Of an unknown vendor; with the number of no order; in another currency than the order. */
function doubtful({ orders }: DemoBudget, month: Month): Row[] {
  const fair = orders.find(({ line, open }) => line === 'Trade shows' && open > 0);
  const row = (nth: number, rest: Omit<Row, 'number' | 'day'>): Row => ({
    number: `${month.name.replace('-', '')}-${nth}`,
    day: dayIn(month, `doubtful ${nth}`),
    ...rest,
  });
  return [
    row(1, {
      ...{ vendor: 'Kopparberg Tryck', cents: 1_840_000, currency: 'SEK' },
      description: 'Printed matter',
    }),
    row(2, {
      ...{ vendor: 'Clarity PR', cents: 124_050, currency: 'USD', order: 'PO-4711' },
      description: 'Press conference',
    }),
    row(3, {
      ...{ vendor: 'Messe Nord', cents: 98_000, currency: 'USD', order: fair?.number ?? '' },
      description: 'Badges',
    }),
  ];
}

function forTwo({ lines }: DemoBudget, month: Month): Row {
  const shared = lines.find(({ name }) => name === 'Paid social');
  return {
    ...{ number: 'SF-88', vendor: 'Studio Fjord', cents: 500_000, currency: 'EUR' },
    day: dayIn(month, 'two'),
    campaign: shared?.campaigns.slice(0, 2).join('; ') ?? '',
    description: 'Film for two campaigns',
  };
}

/** As vendors send a bill once more: the name in capitals, the number written another way. */
function again({ number, vendor, day, amount, currency, order }: DemoInvoice): Row {
  return {
    number: number.replaceAll('-', ' ').toLowerCase(),
    vendor: `${vendor.toUpperCase()} GmbH`,
    day: parseDay(day) ?? 0,
    cents: Math.round(amount * 100),
    ...{ currency, order },
    description: 'Second copy',
  };
}
