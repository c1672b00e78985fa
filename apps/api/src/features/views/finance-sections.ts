import { listMonths } from '../budgets/close-month.ts';
import { listCommitments } from '../budgets/commitments.ts';
import { listExpenses } from '../budgets/list-expenses.ts';
import { readPace } from '../budgets/pace.ts';
import { summarise } from '../budgets/summary.ts';
import { NOT_OVER, overCommits } from './lead-sections.ts';
import {
  COUNT,
  columns,
  figure,
  MONEY,
  moneyIn,
  row,
  section,
  TIMES,
  type Viewing,
} from './make-section.ts';
import type { Section, Tone } from './views.schema.ts';

/** Invoices that wait for a line, and orders that wait for a decision. */
export async function reconcileSections(viewing: Viewing): Promise<Section[]> {
  const year = `year=${viewing.fiscalYear}`;
  return [
    await section(viewing, {
      id: 'reconcile',
      title: 'Invoices to reconcile',
      link: `/budget/invoices?${year}&state=unmatched`,
      from: ['expenses.list'],
      async make() {
        const link = `/budget/invoices?${year}&state=unmatched`;
        const { expenses, all, money } = await viewing.ask(listExpenses, {
          state: 'unmatched',
          limit: 1000,
        });
        return {
          asOf: viewing.today,
          figures: [
            figure({
              id: 'unmatched',
              label: 'Invoices that wait',
              value: all,
              unit: COUNT,
              tone: all > 0 ? 'bad' : 'good',
              link,
            }),
            figure({ id: 'money', label: 'Their money', value: money, unit: MONEY, link }),
          ],
          table: {
            columns: columns(
              ['invoice', 'Invoice', 'text'],
              ['vendor', 'Vendor', 'text'],
              ['day', 'Day', 'text'],
              ['amount', 'Amount', MONEY],
              ['proposal', 'Proposed', 'text'],
              ['why', 'Why it waits', 'text'],
            ),
            rows: expenses.map(({ id, number, vendor, day, converted, proposals, reason }) =>
              row({
                id,
                cells: [number, vendor, day, converted, proposals[0]?.reason ?? null, reason],
                tone: 'neutral',
                link,
              }),
            ),
          },
          all,
          none: 'Every invoice is matched.',
        };
      },
    }),
    await section(viewing, {
      id: 'asked',
      title: 'Orders that wait for a decision',
      link: `/budget/orders?${year}`,
      from: ['commitments.list'],
      async make() {
        const orders = await viewing.ask(listCommitments, { state: 'asked', limit: 1000 });
        return {
          asOf: viewing.today,
          table: {
            columns: columns(
              ['order', 'Order', 'text'],
              ['vendor', 'Vendor', 'text'],
              ['day', 'Day', 'text'],
              ['amount', 'Amount', MONEY],
              ['missing', 'Over what was available', MONEY],
              ['by', 'Asked by', 'text'],
            ),
            rows: orders.map(({ id, number, vendor, day, converted, missing, askedBy }) =>
              row({
                id,
                cells: [number, vendor, day, converted, missing, askedBy],
                tone: missing > 0 ? 'bad' : 'neutral',
                link: `/budget/orders?${year}`,
              }),
            ),
          },
          none: 'No order waits for a decision.',
        };
      },
    }),
  ];
}

/** How the spending of each channel keeps to its plan in the period. */
export function paceSection(viewing: Viewing): Promise<Section> {
  const link = `/budget/pacing?year=${viewing.fiscalYear}`;
  return section(viewing, {
    id: 'pacing',
    title: 'Pacing by channel',
    link,
    from: ['budgets.pace'],
    async make() {
      const { from, to, fiscalYear } = viewing;
      const found = await viewing.ask(readPace, { fiscalYear, from, to, by: 'channel' });
      const unit = moneyIn(found.currency);
      return {
        asOf: found.asOf,
        table: {
          columns: columns(
            ['channel', 'Channel', 'text'],
            ['planned', 'Planned', unit],
            ['expected', 'Expected to date', unit],
            ['actual', 'Actual', unit],
            ['pace', 'Pace', TIMES],
            ['projected', 'Projected end', unit],
            ['needed', 'Needed a day', unit],
            ['state', 'State', 'text'],
          ),
          rows: [...found.rows, found.total].map((one) =>
            row({
              id: one === found.total ? 'total' : `channel ${one.name}`,
              cells: [
                ...[one.label, one.planned, one.expected, one.actual, one.pace],
                ...[one.projected, one.requiredPerDay, WORDS[one.state] ?? one.state],
              ],
              tone: toneOf(one.status),
              link,
            }),
          ),
        },
        none: 'The plan has no lines.',
      };
    },
    most: 50,
    // A plan keeps the year it was made for, which a later start of the fiscal year may cut across.
    says: ['INVALID'],
  });
}

const WORDS: Record<string, string> = {
  notStarted: 'not started',
  onTrack: 'on track',
  tooFast: 'too fast',
  noData: 'no data',
};
const toneOf = (status: string): Tone =>
  status === 'good' || status === 'bad' || status === 'neutral' ? status : 'none';

/** Which months are closed, what is booked in each, and what was accrued. */
export async function monthSections(viewing: Viewing): Promise<Section[]> {
  const { fiscalYear } = viewing;
  const link = `/budget/months?year=${fiscalYear}`;
  return [
    await section(viewing, {
      id: 'months',
      title: 'Months',
      link,
      from: ['budgets.months'],
      async make() {
        const months = await viewing.ask(listMonths, { fiscalYear });
        return {
          asOf: viewing.today,
          table: {
            columns: columns(
              ['month', 'Month', 'text'],
              ['state', 'State', 'text'],
              ['booked', 'Booked', MONEY],
              ['expenses', 'Invoices', COUNT],
              ['unmatched', 'Unmatched', COUNT],
            ),
            rows: months.map(({ month, closed, booked, expenses, unmatched }) => {
              const over = month < viewing.today.slice(0, 7);
              const state = closed ? 'closed' : over ? 'to be closed' : 'open';
              return row({
                id: month,
                cells: [month, state, booked, expenses, unmatched],
                tone: closed ? 'good' : unmatched > 0 && over ? 'bad' : over ? 'neutral' : 'none',
                link,
              });
            }),
          },
        };
      },
    }),
    await section(viewing, {
      id: 'over-commit',
      title: 'Promised over what is available',
      link: `/budget/orders?year=${fiscalYear}`,
      from: ['budgets.summary', 'commitments.list'],
      async make() {
        const plan = await viewing.ask(summarise, { fiscalYear, by: 'quarter' });
        const head = columns(
          ['what', 'What', 'text'],
          ['says', 'Why', 'text'],
          ['day', 'When', 'text'],
        );
        const rows = await overCommits(viewing, plan);
        return { asOf: viewing.today, table: { columns: head, rows }, none: NOT_OVER };
      },
    }),
    await section(viewing, {
      id: 'accruals',
      title: 'Accruals',
      link: `/budget/invoices?year=${fiscalYear}`,
      from: ['expenses.list', 'budgets.months'],
      async make() {
        const months = await viewing.ask(listMonths, { fiscalYear });
        const [first, last] = [months[0]?.month, months.at(-1)?.month];
        const kinds = ['accrual', 'reversal'] as const;
        const [accrued, back] = await Promise.all(
          kinds.map((kind) =>
            viewing.ask(listExpenses, { kind, from: first, to: last, limit: 1000 }),
          ),
        );
        const booked = [accrued, back].flatMap((list) => list?.expenses ?? []);
        const money = (id: string, label: string, value = 0) =>
          figure({ id, label, value, unit: MONEY, link });
        return {
          asOf: viewing.today,
          figures: [
            money('accrued', 'Accrued', accrued?.money),
            money('back', 'Taken back', back?.money),
          ],
          table: {
            columns: columns(
              ['month', 'Month', 'text'],
              ['kind', 'Kind', 'text'],
              ['number', 'Number', 'text'],
              ['vendor', 'Vendor', 'text'],
              ['amount', 'Amount', MONEY],
            ),
            rows: booked.map(({ id, month, kind, number, vendor, converted }) =>
              row({
                id,
                cells: [month, kind, number, vendor, converted],
                link: `/budget/invoices?year=${fiscalYear}&month=${month}`,
              }),
            ),
          },
          all: (accrued?.all ?? 0) + (back?.all ?? 0),
          none: 'Nothing is accrued in this year.',
        };
      },
    }),
  ];
}
