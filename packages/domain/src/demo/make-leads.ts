import { type Day, MICROS_PER_UNIT } from '../shared/index.ts';
import { COUNTRIES, SEED } from './company.ts';
import type { Visits } from './make-web.ts';
import { keyedRandom, split } from './random.ts';
import { isHoliday, weekdayOf } from './season.ts';

/** A person who asked for something, and how far that went. Null: not reached (yet). */
export type Lead = {
  id: number;
  created: Day;
  channel: string;
  campaign: string | null;
  country: string;
  owner: string;
  mql: Day | null;
  sql: Day | null;
  opportunity: Day | null;
  won: Day | null;
  lost: Day | null;
  amountMicros: number;
};

/** How many there are of each, as in the company's story. */
export const FUNNEL = { leads: 4000, mqls: 1480, sqls: 830, opportunities: 600, won: 140 } as const;

const OWNERS = ['Ana Brandt', 'Ben Osei', 'Chiara Conti', 'Dev Patel', 'Elin Berg'] as const;

/** The 4,000 leads, in order of creation: as many per visit source as its key events earn. */
export function leadsOf(today: Day, all: readonly Visits[]): Lead[] {
  const visits = all.filter((visit) => visit.channel !== 'Unassigned');
  const shares = split(
    FUNNEL.leads,
    visits.map((visit) => visit.sessions * visit.keyRate),
    keyedRandom(SEED, 'leads').unit(),
  );
  const leads: Lead[] = [];
  const scores: { lead: Lead; score: number }[] = [];
  visits.forEach((visit, index) => {
    for (let i = 0; i < (shares[index] ?? 0); i++) {
      const key = `lead/${visit.day}/${visit.source}/${visit.medium}/${visit.campaign}/${i}`;
      const random = keyedRandom(SEED, key);
      const lead: Lead = {
        id: 0,
        created: visit.day,
        channel: visit.channel,
        campaign: visit.campaign.startsWith('(') ? null : visit.campaign,
        country: pick(COUNTRIES[visit.region], random.unit()),
        owner: OWNERS[Math.floor(random.unit() * OWNERS.length)] as string,
        mql: null,
        sql: null,
        opportunity: null,
        won: null,
        lost: null,
        amountMicros: Math.round(24_000 * random.around(0.5)) * MICROS_PER_UNIT,
      };
      leads.push(lead);
      scores.push({ lead, score: random.unit() + visit.keyRate * 6 });
    }
  });
  leads.sort((a, b) => a.created - b.created);
  leads.forEach((lead, index) => {
    lead.id = 100_001 + index;
  });
  scores.sort((a, b) => b.score - a.score || a.lead.id - b.lead.id);
  advance(
    scores.map(({ lead }) => lead),
    today,
  );
  fallShort(leads, today);
  return leads;
}

/** By so much the new pipeline of the last seven days is below that of the seven before. */
const PIPELINE_FALL = 0.14;

/** Deals of the last two weeks in sizes that make the newer week the weaker one; together they stay as they are. */
function fallShort(leads: readonly Lead[], today: Day) {
  const opened = (from: Day) =>
    leads.filter(({ opportunity: day }) => day !== null && day >= from && day < from + 7);
  const weeks = [opened(today - 14), opened(today - 7)] as const;
  const sums = weeks.map((week) => week.reduce((sum, one) => sum + one.amountMicros, 0));
  const [before = 0, now = 0] = sums;
  if (before === 0 || now === 0) return;
  const wanted = (before + now) / (2 - PIPELINE_FALL);
  const scales = [wanted / before, (wanted * (1 - PIPELINE_FALL)) / now];
  weeks.forEach((week, at) => {
    for (const lead of week)
      lead.amountMicros =
        Math.round((lead.amountMicros * (scales[at] ?? 1)) / MICROS_PER_UNIT) * MICROS_PER_UNIT;
  });
}

type Stage = 'mql' | 'sql' | 'opportunity' | 'won';
/** Median-like number of days from the stage before. */
const STEPS: readonly [stage: Stage, before: 'created' | Stage, count: number, days: number][] = [
  ['mql', 'created', FUNNEL.mqls, 5],
  ['sql', 'mql', FUNNEL.sqls, 9],
  ['opportunity', 'sql', FUNNEL.opportunities, 12],
  ['won', 'opportunity', FUNNEL.won, 55],
];

/** The best leads go on first; nobody reaches a stage in the future. */
function advance(best: Lead[], today: Day) {
  for (const [stage, before, count, days] of STEPS) {
    let left: number = count;
    for (const lead of best) {
      const since = lead[before];
      if (since === null || left === 0) continue;
      const random = keyedRandom(SEED, `${stage}/${lead.id}`);
      const day = workday(since + 1 + Math.floor(2 * days * random.unit() * random.unit()));
      // Some good ones never answer, and some deals go elsewhere.
      if (day >= today || random.unit() < 0.12) continue;
      lead[stage] = day;
      left--;
    }
  }
  for (const lead of best) {
    if (lead.opportunity === null || lead.won !== null) continue;
    const random = keyedRandom(SEED, `lost/${lead.id}`);
    const day = workday(lead.opportunity + 20 + Math.floor(90 * random.unit()));
    if (day < today && random.unit() < 0.8) lead.lost = day;
  }
}

function workday(day: Day): Day {
  let next = day;
  while (weekdayOf(next) % 6 === 0 || isHoliday(next)) next++;
  return next;
}

function pick(shares: readonly (readonly [string, number])[], at: number): string {
  let rest = at;
  for (const [name, share] of shares) {
    rest -= share;
    if (rest < 0) return name;
  }
  return shares[0]?.[0] ?? '';
}
