import type { Brief, CampaignType } from '../campaigns/index.ts';
import { type Day, formatDay } from '../shared/index.ts';
import { briefOf } from './campaign-briefs.ts';
import { type Campaign, campaignsOf, type Program, runs } from './campaigns.ts';
import { COUNTRIES } from './company.ts';
import { budgetsOf, type DemoBudget, fiscalYearOf } from './plan-budget.ts';
import { contentOf, type DemoContent } from './plan-content.ts';

export { type InvoiceFile, invoiceFile } from './month-end.ts';
export type { DemoBudget } from './plan-budget.ts';
export type { DemoAsset, DemoPlace } from './plan-content.ts';
export { planFaults } from './plan-faults.ts';
export { type DemoDecision, type DemoStrategy, demoStrategy } from './plan-strategy.ts';

/** What the demo company plans: why, by which campaigns, with what money, and what it has tried. */
export type DemoPlan = DemoContent & {
  /** Named by the year in which it ends; begins on 1 February. */
  fiscalYear: number;
  /** Who answers for the objectives. */
  executives: readonly { name: string; email: string }[];
  objectives: { key: string; name: string; note: string; owner: string }[];
  goals: DemoGoal[];
  activities: DemoActivity[];
  campaigns: DemoCampaign[];
  /** Of the year before: spent, and closed but for what is still to be billed. */
  lastYear: DemoBudget;
  budget: DemoBudget;
  experiments: DemoExperiment[];
};

export type DemoGoal = {
  key: string;
  objective: string;
  name: string;
  kind: 'sales' | 'retention' | 'brand';
  kpi: string;
  scope?: Record<string, string | string[]>;
  /** Values come from a survey: what was found in the last whole quarter. */
  survey?: number;
  /** Attained share of the target in the last whole fiscal quarter: the target is made from it. */
  attained: number;
};
/** A weekly activity; of the 13 of the last whole quarter so many are done. */
export type DemoActivity = { goal: string; name: string; rule: string; done: number };
export type DemoCampaign = {
  code: string;
  name: string;
  type: CampaignType;
  program: string;
  region: string;
  goal: string | null;
  state: 'live' | 'ended';
  from: Day;
  to: Day | null;
  /** Address of who answers for it. */
  owner: string;
  brief: Brief;
};
export type DemoExperiment = {
  name: string;
  hypothesis: string;
  success: string;
  arms: [control: string, variant: string];
  audience: number | null;
  from: string;
  to: string | null;
  /** Counts as they stood on the day, the control first. */
  look: { asOf: string; cases: [number, number]; successes: [number, number] } | null;
};

const PROGRAMS: Readonly<Record<Program, string>> = {
  spectro: 'Spectrometers',
  flow: 'Flow meters',
  calib: 'Calibration',
};
const TYPES: Readonly<Record<string, CampaignType>> = {
  ...{ search: 'paid', brand: 'paid', retarget: 'paid', demo: 'paid', video: 'paid' },
  ...{ newsletter: 'email', webinar: 'webinar', tradeshow: 'event', launch: 'launch' },
  ...{ whitepaper: 'content', casestudy: 'content', guide: 'content' },
};
/** This one serves no goal: see the answer key. */
const WITHOUT_GOAL = 'guide';

/**
 * The plan of the demo company in the fiscal year of a day: of a million so much is planned, spent and
 * promised that 170,000 are free. The same day gives the same.
 * @example demoPlan(20778).budget.lines.length // 9
 */
export function demoPlan(today: Day): DemoPlan {
  const campaigns = campaignsOf(today);
  return {
    fiscalYear: fiscalYearOf(today),
    executives: SAMPLE_PEOPLE,
    objectives: [
      objective('grow', 'Grow the pipeline', ['A third more than last year.', CMO]),
      objective('keep', 'Keep and grow customers', [
        'Nobody leaves for lack of attention.',
        CUSTOMERS,
      ]),
      objective('known', 'Be the first name in spectroscopy', ['Found before others are.', CMO]),
    ],
    goals: [
      goal('pipeline', 'grow', ['Pipeline EMEA', 'sales', 'pipe.created', 0.82], {
        scope: { country: COUNTRIES.emea.map(([country]) => country) },
      }),
      goal('leads', 'grow', ['Marketing qualified leads', 'sales', 'funnel.mqls', 1.04]),
      goal('bookings', 'grow', ['Bookings won', 'sales', 'rev.bookings', 0.93]),
      goal('webinars', 'keep', ['Customer webinars', 'retention', 'event.attendance_rate', 0.55], {
        survey: 0.33,
      }),
      goal('retention', 'keep', ['E-mail click rate', 'retention', 'email.click_rate', 1.02]),
      goal('awareness', 'known', ['Direct traffic', 'brand', 'acq.sessions', 1.01], {
        scope: { channel: 'Direct' },
      }),
    ],
    activities: [
      { goal: 'pipeline', name: 'Call with sales about open deals', rule: WEEKLY, done: 13 },
      { goal: 'webinars', name: 'Invite customers to the next webinar', rule: WEEKLY, done: 5 },
      {
        goal: 'awareness',
        name: 'Publish one answer to a buyer’s question',
        rule: WEEKLY,
        done: 11,
      },
    ],
    campaigns: campaigns.map((one) => campaignRecord(one, today)),
    ...budgetsOf(today),
    ...contentOf(campaigns, today),
    experiments: [
      {
        name: 'Subject line Q1',
        hypothesis:
          'A question is opened more often than a statement, because it asks for an answer.',
        success: 'clicked',
        arms: ['Statement', 'Question'],
        audience: null,
        from: formatDay(today - 60),
        to: formatDay(today - 30),
        look: { asOf: formatDay(today - 30), cases: [5000, 5000], successes: [250, 300] },
      },
      {
        name: 'Webinar invitation: offer or problem first',
        hypothesis: 'Naming the problem first brings more registrations, because it is theirs.',
        success: 'registered',
        arms: ['Offer first', 'Problem first'],
        audience: 4500,
        from: formatDay(today + 7),
        to: null,
        look: null,
      },
    ],
  };
}

const CMO = { name: 'Ingrid Vale, CMO', email: 'ingrid.vale@larkfield.example' };
const CUSTOMERS = {
  name: 'Marcus Hale, Customer Success',
  email: 'marcus.hale@larkfield.example',
};

const LEAD = { name: 'Noor Haddad, Campaigns', email: 'noor.haddad@larkfield.example' };

/** Who belongs to the company and answers for something. */
export const SAMPLE_PEOPLE: DemoPlan['executives'] = [CMO, CUSTOMERS, LEAD];

const objective = (
  key: string,
  name: string,
  [note, { email: owner }]: [string, { email: string }],
): DemoPlan['objectives'][number] => ({ key, name, note, owner });

const WEEKLY = 'FREQ=WEEKLY;BYDAY=MO';

const goal = (
  key: string,
  objective: string,
  [name, kind, kpi, attained]: [string, DemoGoal['kind'], string, number],
  more: Pick<DemoGoal, 'scope' | 'survey'> = {},
): DemoGoal => ({ key, objective, name, kind, kpi, attained, ...more });

function campaignRecord(campaign: Campaign, today: Day): DemoCampaign {
  const { name, program, region, idea, from, to } = campaign;
  const words = idea.charAt(0).toUpperCase() + idea.slice(1);
  const type = TYPES[idea] ?? 'other';
  return {
    code: name,
    name: `${words}: ${PROGRAMS[program].toLowerCase()}, ${region.toUpperCase()}`,
    type,
    program: PROGRAMS[program],
    region: region.toUpperCase(),
    goal: idea === WITHOUT_GOAL ? null : goalOf(idea),
    state: runs(campaign, today) ? 'live' : 'ended',
    from,
    to,
    owner: LEAD.email,
    brief: briefOf(campaign, type),
  };
}

function goalOf(idea: string): string {
  if (['newsletter', 'casestudy'].includes(idea)) return 'retention';
  if (idea === 'webinar') return 'webinars';
  if (['brand', 'video', 'launch', 'whitepaper'].includes(idea)) return 'awareness';
  return idea === 'demo' ? 'bookings' : idea === 'tradeshow' ? 'leads' : 'pipeline';
}
