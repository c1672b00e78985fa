import { type Day, formatDay } from '../shared/index.ts';
import { campaignsOf } from './campaigns.ts';
import { fiscalYearOf } from './plan-budget.ts';

/** The strategy of the demo company’s year, what it has decided, and how mature it thinks it is. */
export type DemoStrategy = {
  fiscalYear: number;
  reviewOn: string;
  situation: string;
  audience: string;
  /** Keys of goals of the plan. */
  goals: string[];
  tactics: {
    id: string;
    name: string;
    goal: string;
    channel: string;
    /** Codes of campaigns. */
    campaigns: string[];
    note: string;
  }[];
  channels: { channel: string; role: string }[];
  metrics: string[];
  risks: { name: string; likelihood: number; impact: number; answer: string }[];
  decisions: DemoDecision[];
  maturity: { questionnaire: number; note: string; levels: Readonly<Record<string, number>> };
};

export type DemoDecision = {
  question: string;
  background: string;
  options: { name: string; pros: string[]; cons: string[]; cost: number | null }[];
  decideBy: string | null;
  evidence: { kpi: string; from: string; to: string; note: string }[];
  choice: { name: string; rationale: string; decidedOn: string; reviewOn: string } | null;
  outcome: { verdict: 'better' | 'as_expected' | 'worse'; words: string } | null;
};

/**
 * What the demo company means to do in the fiscal year of a day. One goal has no tactic and one tactic no campaign, so
 * that the gaps show something. The same day gives the same.
 * @example demoStrategy(20778).decisions.map(({ choice, outcome }) => [choice !== null, outcome !== null]) // [[false, false], [true, false], [true, true]]
 */
export function demoStrategy(today: Day): DemoStrategy {
  const codes = (...ideas: string[]) =>
    campaignsOf(today)
      .filter(({ idea }) => ideas.includes(idea))
      .map(({ name }) => name);
  const day = (offset: number) => formatDay(today + offset);
  return {
    fiscalYear: fiscalYearOf(today),
    reviewOn: day(24),
    situation:
      'Two rivals sell flow meters at a lower price. Our spectrometers win where precision is tried side by side, and lose where nobody asks for a demonstration.',
    audience:
      'Heads of laboratories and quality managers in chemistry and food, who decide together with purchasing.',
    goals: ['pipeline', 'leads', 'bookings', 'webinars', 'retention', 'awareness'],
    tactics: [
      {
        ...{ id: 'search', name: 'Be found when somebody looks for a device' },
        ...{ goal: 'pipeline', channel: 'paid_search', campaigns: codes('search') },
        note: 'Every region, all year.',
      },
      {
        ...{ id: 'fairs', name: 'Fairs with a device to try' },
        ...{ goal: 'leads', channel: 'event', campaigns: codes('tradeshow'), note: '' },
      },
      {
        ...{ id: 'demonstrations', name: 'Live demonstrations' },
        ...{ goal: 'bookings', channel: 'paid_social', campaigns: codes('demo'), note: '' },
      },
      {
        ...{ id: 'newsletter', name: 'Newsletter on calibration' },
        ...{ goal: 'retention', channel: 'email', campaigns: codes('newsletter', 'casestudy') },
        note: '',
      },
      {
        ...{ id: 'video', name: 'Show how light is measured' },
        ...{ goal: 'awareness', channel: 'video', campaigns: codes('video', 'launch', 'brand') },
        note: '',
      },
      {
        ...{ id: 'partners', name: 'Dealers tell their laboratories' },
        ...{ goal: 'pipeline', channel: 'partner', campaigns: [] },
        note: 'Agreed with three dealers; nobody has planned a campaign yet.',
      },
    ],
    channels: [
      { channel: 'paid_search', role: 'Catches who is looking already.' },
      { channel: 'event', role: 'Lets people try a device.' },
      { channel: 'email', role: 'Keeps customers.' },
    ],
    metrics: ['pipe.created', 'funnel.mqls', 'rev.bookings', 'paid.cost'],
    risks: [
      {
        ...{ name: 'A rival cuts prices in spring', likelihood: 4, impact: 3 },
        answer: 'Compare cost over five years, not the price.',
      },
      {
        ...{ name: 'The largest fair is called off', likelihood: 2, impact: 4 },
        answer: 'A digital demonstration is rehearsed by April.',
      },
      {
        ...{ name: 'Consent falls after the change of the form', likelihood: 4, impact: 4 },
        answer: '',
      },
    ],
    decisions: decisionsOf(day),
    maturity: {
      questionnaire: 1,
      note: 'Marketing, sales and finance at one table.',
      levels: LEVELS,
    },
  };
}

function decisionsOf(day: (offset: number) => string): DemoDecision[] {
  return [
    {
      question: 'Which fair do we go to next year?',
      background: 'The stand at the larger one is gone by the end of the month.',
      options: [
        {
          name: 'The large one, with a small stand',
          pros: ['Most laboratories of the region come'],
          cons: ['Nobody sees a small stand', 'No room for a device'],
          cost: 48_000,
        },
        {
          name: 'Two regional ones',
          pros: ['Room to try a device', 'Sales knows the visitors'],
          cons: ['Two crews'],
          cost: 36_000,
        },
      ],
      decideBy: day(9),
      evidence: [
        {
          ...{ kpi: 'funnel.mqls', from: day(-90), to: day(-1) },
          note: 'What all campaigns bring in a quarter.',
        },
      ],
      ...{ choice: null, outcome: null },
    },
    {
      question: 'Do we spend more on video?',
      background: 'The launch film is watched to its end by a third.',
      options: [
        {
          name: 'Half as much again for a quarter',
          pros: ['Known before the fair season'],
          cons: ['Search has less room'],
          cost: 15_000,
        },
        { name: 'Leave it', pros: ['No risk'], cons: ['We will not know'], cost: 0 },
      ],
      decideBy: null,
      evidence: [
        { kpi: 'paid.cost', from: day(-84), to: day(-57), note: 'All platforms.' },
        { kpi: 'acq.sessions', from: day(-84), to: day(-57), note: '' },
      ],
      choice: {
        name: 'Half as much again for a quarter',
        rationale: 'Direct visits rose after the launch, and search is near its limit.',
        ...{ decidedOn: day(-56), reviewOn: day(-1) },
      },
      outcome: null,
    },
    {
      question: 'Is the buyer’s guide given away without a form?',
      background: 'Sales calls people who only wanted to read.',
      options: [
        { name: 'Without a form', pros: ['More readers'], cons: ['Fewer names'], cost: 0 },
        { name: 'With a form', pros: ['Names for sales'], cons: ['Most leave'], cost: 0 },
      ],
      decideBy: null,
      evidence: [{ kpi: 'funnel.mqls', from: day(-196), to: day(-169), note: '' }],
      choice: {
        name: 'Without a form',
        rationale: 'Of forty names last quarter two became opportunities.',
        ...{ decidedOn: day(-168), reviewOn: day(-84) },
      },
      outcome: {
        verdict: 'as_expected',
        words: 'Fewer names, and none that sales misses. The guide is linked by two portals now.',
      },
    },
  ];
}

/** Question of the maturity check → level. */
const LEVELS: Readonly<Record<string, number>> = {
  ...{ 'people.ownership': 3, 'people.skills': 2, 'people.alignment': 3, 'people.onboarding': 2 },
  ...{ 'process.intake': 4, 'process.approval': 3, 'process.launch': 3, 'process.review': 2 },
  ...{ 'technology.inventory': 2, 'technology.connection': 4, 'technology.access': 3 },
  ...{ 'technology.automation': 2, 'data.definitions': 4, 'data.quality': 3 },
  ...{ 'data.tracking': 4, 'data.consent': 3 },
};
