import { MopsError } from '@openmops/domain/shared';
import { listClosedWaste } from '../budgets/closed-waste.ts';
import { readPace } from '../budgets/pace.ts';
import { listIssues } from '../quality/list-quality.ts';
import { instantsOf } from '../workspace/instants-of.ts';
import { listAutomations } from './automations.ts';
import { channelReturns, RETURN_MODELS, UNKNOWN } from './channel-returns.ts';
import {
  COUNT,
  columns,
  figure,
  HOURS,
  MONEY,
  moneyIn,
  row,
  SHARE,
  section,
  type Viewing,
} from './make-section.ts';
import { kpiFigures } from './plan-sections.ts';
import { listPrevented } from './prevented.ts';
import { valueDefinition } from './value-definitions.ts';
import type { Column, Section } from './views.schema.ts';

const MONEY_KPIS = ['paid.cost', 'pipe.created', 'rev.bookings'];
/** How revenue is given to marketing → the KPI that stands on it. */
const MODELS: readonly [kpi: string, model: string][] = [
  ['rev.mer', 'None: all revenue for all marketing money'],
  ['rev.romi', 'The model of the source that attributes revenue, at gross margin'],
  ['paid.roas', 'What each ad platform claims for itself'],
  ['rev.spend_to_pipeline', 'Sourced: pipeline of deals that began with marketing'],
];

/** What marketing operations were worth in a period: each number with what it means and the rows behind it. */
export async function valueSections(viewing: Viewing): Promise<Section[]> {
  return [
    await moneySection(viewing),
    await modelSection(viewing),
    await channelSection(viewing),
    await hoursSection(viewing),
    await defectSection(viewing),
    await wasteSection(viewing),
  ];
}

const linkOf = ({ from, until }: Viewing) => `/?from=${from}&to=${until}`;
const notBegun = ({ from, until }: Viewing) =>
  until < from ? { asOf: until, notes: [`The period begins on ${from}: nothing came yet.`] } : null;

/** The days of which records are told: numbers end yesterday, and what people did today is there already. */
function daysOfRecords({ from, to, today }: Viewing) {
  const last = to < today ? to : today;
  return last < from ? null : { from, to: last };
}
const NOT_YET = (viewing: Viewing) => ({
  asOf: viewing.today,
  notes: [`The period begins on ${viewing.from}: nothing came yet.`],
});

function moneySection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'return',
    title: 'Spend, pipeline and revenue',
    link: linkOf(viewing),
    from: ['kpi.read', 'budgets.pace'],
    async make() {
      const none = notBegun(viewing);
      if (none) return none;
      const found = await kpiFigures(viewing, MONEY_KPIS);
      return { ...found, figures: [await bookedFigure(viewing), ...found.figures] };
    },
  });
}

/** What the budget counts as spent: invoices, and what platforms report where that counts. */
async function bookedFigure(viewing: Viewing) {
  const { from, until: to, fiscalYear } = viewing;
  const about = {
    id: 'booked',
    label: 'Spend of the budget',
    link: `/budget/pacing?year=${fiscalYear}`,
  };
  try {
    const { total, currency } = await viewing.ask(readPace, {
      ...{ fiscalYear, from, to, by: 'channel' },
    });
    const says = 'Invoices, and what platforms report on lines that count that.';
    return figure({ ...about, value: total.actual, unit: moneyIn(currency), says });
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    return figure({ ...about, value: null, unit: moneyIn(null), says: error.message });
  }
}

function modelSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'models',
    title: 'Return by attribution model',
    link: linkOf(viewing),
    from: ['kpi.read'],
    async make() {
      const none = notBegun(viewing);
      if (none) return none;
      const kpis = MODELS.map(([kpi]) => kpi);
      const { asOf, figures, notes } = await kpiFigures(viewing, kpis);
      return {
        asOf,
        notes: [
          ...notes,
          'Models answer different questions: they are not summed, and none of them proves what caused a sale.',
        ],
        table: {
          columns: columns(
            ['model', 'Model', 'text'],
            ['kpi', 'KPI', 'text'],
            ['value', 'Value', 'row'],
            ['says', 'Why not', 'text'],
          ),
          rows: figures.map((one, at) =>
            row({
              id: one.id,
              cells: [MODELS[at]?.[1] ?? '', one.label, one.value, one.says],
              unit: one.unit,
              link: one.link,
              kpi: one.kpi,
              definition: one.definition,
            }),
          ),
        },
      };
    },
  });
}

/** The same money of won deals under each model, by the channel that gets it. */
function channelSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'channels',
    title: 'Return of each channel under each model',
    link: linkOf(viewing),
    from: ['views.channelReturns', 'kpi.read'],
    async make() {
      const none = notBegun(viewing);
      if (none) return none;
      const { from, until: to } = viewing;
      const found = await viewing.ask(channelReturns, { from, to });
      const kpi = 'value.channel_roi';
      const origin = { kpi, definition: valueDefinition(kpi) };
      const notes = found.notes.map(({ message, hint }) => `${message} ${hint ?? ''}`.trim());
      const silent = found.revenue === 0;
      return {
        asOf: to,
        notes,
        table: {
          columns: columns(
            ['channel', 'Channel', 'text'],
            ['spend', 'Media cost', MONEY],
            ...RETURN_MODELS.flatMap((model): [string, string, Column['unit']][] => [
              [`${model} revenue`, `Revenue, ${MODEL_NAMES[model]}`, MONEY],
              [`${model} roi`, `ROI, ${MODEL_NAMES[model]}`, SHARE],
            ]),
          ),
          rows: silent
            ? []
            : [
                ...found.channels.map(({ channel, spend, revenue, roi }) =>
                  row({
                    id: channel,
                    cells: [
                      ...[
                        channel === UNKNOWN ? 'No known channel' : channel.replaceAll('_', ' '),
                        spend,
                      ],
                      ...RETURN_MODELS.flatMap((model) => [revenue[model], roi[model]]),
                    ],
                    ...origin,
                    link: `/kpis/paid.cost?from=${from}&to=${to}&by=channel`,
                  }),
                ),
                row({
                  id: 'none',
                  cells: [
                    ...['No touch known', null],
                    ...RETURN_MODELS.flatMap((model) => [found.withoutTouch[model], null]),
                  ],
                  ...origin,
                }),
              ],
        },
        none: 'No won deal is known of the period, so no model has anything to share out.',
      };
    },
    most: 50,
    says: ['LIMIT'],
  });
}

const MODEL_NAMES = {
  first: 'first touch',
  last: 'last touch',
  linear: 'linear',
  markov: 'data-driven (Markov)',
};

function hoursSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'hours',
    title: 'Hours saved',
    link: '/overview/value',
    from: ['views.automations'],
    async make() {
      const days = daysOfRecords(viewing);
      if (!days) return NOT_YET(viewing);
      const { to } = days;
      const { kinds, hours } = await viewing.ask(listAutomations, days);
      const kpi = 'value.hours_saved';
      return {
        asOf: to,
        figures: [
          figure({
            ...{ id: 'hours', label: 'Hours saved', value: hours, unit: HOURS },
            says: hours === null ? NOTHING_STATED : 'By the minutes that are stated below.',
            ...{ kpi, definition: valueDefinition(kpi), link: '/overview/value' },
          }),
        ],
        table: {
          columns: columns(
            ['what', 'Automation', 'text'],
            ['count', 'Times', COUNT],
            ['minutes', 'Minutes each, as stated', COUNT],
            ['hours', 'Hours', HOURS],
            ['by', 'Stated by', 'text'],
            ['at', 'On', 'text'],
            ['why', 'How they know', 'text'],
          ),
          rows: kinds.map((one) =>
            row({
              id: one.kind,
              cells: [
                ...[one.name, one.count, one.minutes, one.hours, one.setBy],
                ...[one.setAt?.slice(0, 10) ?? null, one.reason || null],
              ],
              ...{ link: one.link, kpi, definition: valueDefinition(kpi) },
            }),
          ),
        },
      };
    },
  });
}

const NOTHING_STATED =
  'Nobody has stated how many minutes an automation saves, so there is no figure.';

function defectSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'defects',
    title: 'Defects prevented',
    link: '/quality',
    from: ['quality.issues', 'views.prevented'],
    async make() {
      const days = daysOfRecords(viewing);
      if (!days) return NOT_YET(viewing);
      const { to } = days;
      const span = instantsOf(days, viewing.workspace);
      const closed = (await viewing.ask(listIssues, { all: true })).filter(
        ({ closedAt }) => closedAt !== null && isWithin(span, closedAt),
      );
      const kept = await viewing.ask(listPrevented, days);
      const kpi = 'value.defects_prevented';
      const count = (id: string, label: string, of: { value: number; link: string }) =>
        figure({ id, label, unit: COUNT, ...of, kpi, definition: valueDefinition(kpi) });
      return {
        asOf: to,
        figures: [
          count('issues', 'Issues closed by a passing re-run', {
            ...{ value: closed.length, link: '/quality' },
          }),
          count('rows', 'Rows that were wrong in them', {
            value: closed.reduce((all, { rows }) => all + rows, 0),
            link: '/quality',
          }),
          count('released', 'Rows set aside, mended and taken in', {
            ...{ value: kept.rowsReleased, link: '/streams' },
          }),
          count('invoices', 'Invoices refused, booked already', {
            ...{ value: kept.invoicesRefused, link: `/budget/invoices?year=${viewing.fiscalYear}` },
          }),
          count('files', 'Exports refused, taken in already', {
            ...{ value: kept.filesRefused, link: '/sources' },
          }),
        ],
        table: {
          columns: columns(
            ['issue', 'Issue', 'text'],
            ['source', 'Source', 'text'],
            ['rows', 'Rows', COUNT],
            ['money', 'Money behind it', moneyIn(null)],
            ['passed', 'Rule passed', 'text'],
            ['closed', 'Closed', 'text'],
          ),
          rows: closed.map((one) =>
            row({
              id: one.id,
              cells: [
                ...[one.name, one.sourceName, one.rows, one.money],
                ...[one.passedAt?.slice(0, 10) ?? null, one.closedAt?.slice(0, 10) ?? null],
              ],
              link: `/quality/${one.id}`,
            }),
          ),
        },
        none: 'No issue of data quality was closed in the period.',
      };
    },
  });
}

const isWithin = ({ since, until }: { since: Date; until: Date }, at: string) =>
  at >= since.toISOString() && at < until.toISOString();

function wasteSection(viewing: Viewing): Promise<Section> {
  const link = `/budget/waste?year=${viewing.fiscalYear}`;
  return section(viewing, {
    id: 'waste',
    title: 'Money stopped',
    link,
    from: ['budgets.closedWaste'],
    async make() {
      const days = daysOfRecords(viewing);
      if (!days) return NOT_YET(viewing);
      const { to } = days;
      const found = await viewing.ask(listClosedWaste, days);
      const unit = moneyIn(found.currency);
      const kpi = 'value.money_stopped';
      const definition = valueDefinition(kpi);
      const money = (id: string, label: string, of: { value: number | null; says: string }) =>
        figure({
          ...{ id, label, unit, link, kpi, definition, ...of },
          ...(of.value === null ? { says: 'Plans of two currencies are not summed.' } : {}),
        });
      return {
        asOf: to,
        figures: [
          money('stopped', 'Money stopped', {
            value: found.stopped,
            says: 'Findings of waste that were closed as stopped.',
          }),
          money('closed', 'All closed findings', {
            value: found.closed,
            says: 'With those that are meant so.',
          }),
        ],
        table: {
          columns: columns(
            ['what', 'What', 'text'],
            ['kind', 'Finding', 'text'],
            ['amount', 'Amount', found.currency === null ? 'row' : unit],
            ['outcome', 'Outcome', 'text'],
            ['by', 'Closed by', 'text'],
            ['at', 'On', 'text'],
            ['why', 'Why', 'text'],
          ),
          rows: found.findings.map((one) =>
            row({
              id: `${one.fiscalYear} ${one.id}`,
              cells: [
                ...[one.what, KINDS[one.kind], one.amount],
                ...[one.outcome === 'stopped' ? 'stopped' : 'meant so', one.by],
                ...[one.at.slice(0, 10), one.reason],
              ],
              unit: found.currency === null ? moneyIn(one.currency) : null,
              link: `/budget/waste?year=${one.fiscalYear}`,
            }),
          ),
        },
        none: 'No finding of waste was closed in the period.',
      };
    },
    says: ['LIMIT'],
  });
}

const KINDS = {
  no_campaign: 'Without a campaign',
  no_goal: 'Without a goal',
  no_link: 'Without a link',
  past_end: 'After its end',
};
