import type { Brief, BriefTarget, BriefValue } from '../campaigns/index.ts';
import { formatDay } from '../shared/index.ts';
import type { Campaign, Program } from './campaigns.ts';

type Words = { product: string; problem: string; page: string };
const WORDS: Readonly<Record<Program, Words>> = {
  spectro: {
    product: 'Spectro S2',
    problem: 'Two devices give two readings of one sample.',
    page: 'https://www.larkfield.example/spectrometers',
  },
  flow: {
    product: 'FlowSense',
    problem: 'A drifting flow meter is found when the batch is lost.',
    page: 'https://www.larkfield.example/flow-meters',
  },
  calib: {
    product: 'Calibration service',
    problem: 'Nobody has time to send devices away for weeks.',
    page: 'https://www.larkfield.example/calibration',
  },
};
const WHERE: Readonly<Record<Campaign['region'], string>> = {
  ...{ amer: 'North America', emea: 'Germany, the United Kingdom and France' },
  ...{ nordics: 'Sweden and Norway', apac: 'Japan and Australia', global: 'all countries' },
};
/** How each idea is judged. */
const TARGETS: Readonly<Record<string, readonly (readonly [kpi: string, value: number])[]>> = {
  search: [
    ['paid.conversions', 400],
    ['paid.cpc', 4.5],
  ],
  brand: [
    ['paid.impressions', 900_000],
    ['paid.cpc', 1.2],
  ],
  retarget: [
    ['paid.ctr', 0.008],
    ['paid.roas', 2.5],
  ],
  demo: [
    ['paid.conversions', 150],
    ['funnel.sqls', 40],
  ],
  video: [
    ['paid.impressions', 600_000],
    ['paid.ctr', 0.005],
  ],
  newsletter: [
    ['email.open_rate', 0.3],
    ['email.unique_clicks', 5000],
  ],
  webinar: [
    ['acq.leads', 120],
    ['email.unique_clicks', 900],
  ],
  tradeshow: [
    ['acq.leads', 90],
    ['funnel.opportunities', 12],
  ],
  launch: [
    ['web.key_events', 500],
    ['acq.leads', 180],
  ],
};
const OF_CONTENT = [
  ['acq.leads', 100],
  ['acq.cost_per_lead', 90],
] as const;

/** What a campaign of the demo company is for, and how it is judged: all that its type asks for. */
export function briefOf(campaign: Campaign, type: string): Brief {
  const { program, region, idea, from } = campaign;
  const { product, problem, page } = WORDS[program];
  const kpis: BriefTarget[] = (TARGETS[idea] ?? OF_CONTENT).map(([kpi, value]) => ({ kpi, value }));
  const fields = {
    objective: `${product} is on the short list of laboratories in ${WHERE[region]}.`,
    audience: `Lab managers and heads of quality in ${WHERE[region]}`,
    message: problem,
    kpis,
    ...ofType(type, { product, page, day: formatDay(from + 14) }),
  };
  return { fields, alsoAsked: [] };
}

function ofType(
  type: string,
  { product, page, day }: { product: string; page: string; day: string },
): Record<string, BriefValue> {
  switch (type) {
    case 'paid':
      return { platforms: ['Google', 'LinkedIn', 'Meta'], landingPage: page };
    case 'email':
      return { sender: 'Larkfield Instruments', subject: `News of ${product}`, sendDay: day };
    case 'webinar':
      return { topic: `${product} at work`, webinarDay: day, speakers: ['Nora Field'] };
    case 'event':
      return { venue: 'Hall 4', eventDay: day, staff: ['Field team'], followUpHours: 48 };
    case 'launch':
      return { product, launchDay: day, enablement: 'Deck, price list and a demonstration.' };
    default:
      return { pieces: [`${product}: what to ask`], distribution: ['Website', 'E-mail'] };
  }
}
