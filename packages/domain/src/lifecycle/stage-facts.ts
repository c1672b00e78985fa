import type { Day } from '../shared/index.ts';
import { dayReader } from './day-reader.ts';
import type { FunnelStage, MaturityDays, Stage } from './definition.ts';
import type { Lifecycle, Track } from './derive-transitions.ts';
import { firstEntries } from './read-lifecycle.ts';
import type { Dims } from './records.ts';

/** One number of a measure of the dataset `lead_stage`, in millionths of its unit. */
export type StageFact = {
  measure: string;
  day: Day;
  valueMicros: number;
  currency: string | null;
  dims: Dims;
  /** Person or deal. */
  record: string;
};

/** Measures that only transitions give: counting contacts and deals by their dates gives the others as well. */
export const ONLY_FROM_TRANSITIONS: readonly string[] = [
  'leads_rejected',
  'cohort_leads',
  'cohort_leads_to_mql',
  'cohort_mqls',
  'cohort_mqls_to_sql',
  'cohort_sqls',
  'cohort_sqls_to_opp',
  'cohort_opps',
  'cohort_opps_to_won',
  'days_opp_to_won',
  'days_lead_to_won',
];

const ONE = 1_000_000;
const DAY_MS = 86_400_000;

const COUNTED: Readonly<Partial<Record<Stage, string>>> = {
  inquiry: 'leads',
  mql: 'mqls',
  sal: 'sals',
  sql: 'sqls',
  opportunity: 'opps_created',
  won: 'deals_won',
  lost: 'deals_lost',
  rejected: 'leads_rejected',
};

/** Measure of the cohort, measure of those who went on, from which stage to which. */
const COHORTS: readonly [string, string, FunnelStage, keyof MaturityDays & FunnelStage][] = [
  ['cohort_leads', 'cohort_leads_to_mql', 'inquiry', 'mql'],
  ['cohort_mqls', 'cohort_mqls_to_sql', 'mql', 'sql'],
  ['cohort_sqls', 'cohort_sqls_to_opp', 'sql', 'opportunity'],
  ['cohort_opps', 'cohort_opps_to_won', 'opportunity', 'won'],
];

/**
 * What transitions are worth to the KPIs of the funnel: counts on the day on which a track first came into a stage, money
 * and days of deals, and cohorts on the day of their beginning. A cohort that is too young has no row, so that it is
 * null, never 0. A rejection counts each time. Deals count only where a deal is known, not where a contact merely says
 * so. Days are days of the given zone.
 * @example
 * const lifecycle = deriveTransitions({
 *   contacts: [{ source: 'crm', contactId: '1', dates: { lead_at: 0 } }], deals: [], definition: COMMON_LIFECYCLE, asOf: 90 * 86_400_000,
 * });
 * stageFacts(lifecycle, { maturityDays: COMMON_LIFECYCLE.maturityDays, timeZone: 'UTC', asOf: 90 * 86_400_000 }).map(({ measure, valueMicros }) => [measure, valueMicros])
 * // [['leads', 1_000_000], ['cohort_leads', 1_000_000], ['cohort_leads_to_mql', 0]]
 */
export function stageFacts(
  lifecycle: Pick<Lifecycle, 'tracks'>,
  by: { maturityDays: MaturityDays; timeZone: string; asOf: number },
): StageFact[] {
  const dayOf = dayReader(by.timeZone);
  const today = dayOf(by.asOf);
  return lifecycle.tracks.flatMap((track) => factsOf(track, { ...by, dayOf, today }));
}

function factsOf(
  track: Track,
  {
    maturityDays,
    dayOf,
    today,
  }: { maturityDays: MaturityDays; dayOf: (at: number) => Day; today: Day },
): StageFact[] {
  const { deal, transitions } = track;
  const facts: StageFact[] = [];
  const dims = { ...track.dims, ...present(deal?.dims) };
  const add = (
    measure: string,
    at: number,
    valueMicros: number,
    currency: string | null = null,
  ) => {
    const ofDeal = DEAL_MEASURES.has(measure);
    const day = dayOf(at);
    const own = ofDeal ? dims : track.dims;
    facts.push({ measure, day, valueMicros, currency, dims: own, record: track.id });
  };
  const entered = new Map(firstEntries(transitions).map(({ to, at }) => [to, at]));
  for (const [stage, at] of entered) {
    const measure = COUNTED[stage];
    if (measure === undefined || stage === 'rejected') continue;
    if (!DEAL_MEASURES.has(measure) || deal !== null) add(measure, at, ONE);
  }
  for (const { to, at } of transitions) if (to === 'rejected') add('leads_rejected', at, ONE);
  if (deal) addDeal(track, entered, add);
  for (const [whole, part, from, to] of COHORTS) {
    const at = entered.get(from);
    if (at === undefined || (from === 'opportunity' && deal === null)) continue;
    if (dayOf(at) + maturityDays[to] >= today) continue;
    add(whole, at, ONE);
    add(part, at, entered.has(to) && (!DEAL_ENDS.has(to) || deal !== null) ? ONE : 0);
  }
  return facts;
}

/** Measures that a deal carries, not the person: they stand under the deal's record. */
export const DEAL_MEASURES: ReadonlySet<string> = new Set([
  'opps_created',
  'deals_won',
  'deals_lost',
  'bookings_won',
  'pipeline_created',
  'days_opp_to_won',
  'days_lead_to_won',
  'cohort_opps',
  'cohort_opps_to_won',
]);
const DEAL_ENDS = new Set<string>(['opportunity', 'won']);

function addDeal(
  { deal }: Track,
  entered: ReadonlyMap<Stage, number>,
  add: (measure: string, at: number, valueMicros: number, currency?: string | null) => void,
): void {
  const { amountMicros = null, currency = null } = deal ?? {};
  const [opened, won, lead] = [
    entered.get('opportunity'),
    entered.get('won'),
    entered.get('inquiry'),
  ];
  if (opened !== undefined && amountMicros !== null)
    add('pipeline_created', opened, amountMicros, currency);
  if (won === undefined) return;
  if (amountMicros !== null) add('bookings_won', won, amountMicros, currency);
  const days = (from: number) => Math.round(((won - from) / DAY_MS) * ONE);
  if (opened !== undefined) add('days_opp_to_won', won, days(opened));
  if (lead !== undefined) add('days_lead_to_won', won, days(lead));
}

const present = (dims: Dims = {}): Dims =>
  Object.fromEntries(Object.entries(dims).filter(([, value]) => value !== null && value !== ''));
