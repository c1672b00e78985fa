import type { VariantRule } from '../content/index.ts';
import { type Day, formatDay } from '../shared/index.ts';
import { type Campaign, type Program, runs } from './campaigns.ts';
import type { AdSource } from './company.ts';

type Stage = 'Awareness' | 'Consideration' | 'Decision';
type Persona = 'Buyer' | 'User' | 'Executive';

/** A piece of content of the demo company. */
export type DemoAsset = {
  name: string;
  type: 'landing_page' | 'email' | 'document' | 'ad' | 'social_post' | 'blog_post';
  /** Code of its campaign; null: of none. */
  campaign: string | null;
  persona: Persona;
  stage: Stage;
  product: string | null;
  title: string;
  text: string;
  plannedOn: string | null;
  plannedChannel: string | null;
  /** Somebody else has said yes to it. */
  approved: boolean;
  /** Where it is out, and since when; null: it is not. */
  live: { since: Day; places: DemoPlace[] } | null;
};
/** A page of its own, a form, or the tracked link of its campaign on a platform. */
export type DemoPlace = {
  channel: string;
  url: string | null;
  /** As the form on it is called. */
  reference?: string;
  source: AdSource | 'mailchimp' | null;
};
export type DemoQuestion = {
  text: string;
  stage: Stage;
  persona: Persona;
  product: string | null;
  source: 'sales_call' | 'form' | 'support' | 'search';
  /** Names of assets. */
  answers: string[];
  /** In so many of the newest open deals it was asked. */
  deals: number;
};
export type DemoVariant = Omit<VariantRule, 'variant'> & {
  asset: string;
  title: string;
  text: string;
};

export type DemoContent = {
  claims: { text: string; substantiation: string; validUntil: string; product: string | null }[];
  assets: DemoAsset[];
  questions: DemoQuestion[];
  variants: DemoVariant[];
};

const SITE = 'https://www.larkfield.example';
const PLATFORMS: Readonly<Record<AdSource, string>> = {
  ...{ google_ads: 'Google Ads', microsoft_ads: 'Microsoft Ads', meta_ads: 'Meta' },
  ...{ linkedin_ads: 'LinkedIn', x_ads: 'X' },
};
const WORDS: Readonly<Record<Program, { product: string; line: string }>> = {
  spectro: { product: 'Spectro S2', line: 'One sample, one reading, whoever measures.' },
  flow: { product: 'FlowSense', line: 'See drift before the batch is lost.' },
  calib: { product: 'Calibration', line: 'Calibrated in one day, at your site.' },
};
type Made = Pick<DemoAsset, 'type' | 'stage' | 'persona'> & { name: string; text: string };
/** What is made for each idea. */
const IDEAS: Readonly<Record<string, Made>> = {
  search: made('ad', 'Search ad', ['Consideration', 'Buyer'], 'Compare, then ask for a quote.'),
  brand: made('ad', 'Brand ad', ['Awareness', 'Buyer'], 'Instruments from Larkfield.'),
  retarget: made('ad', 'Reminder ad', ['Decision', 'Buyer'], 'Your quote is one click away.'),
  demo: made('ad', 'Demonstration ad', ['Decision', 'User'], 'Bring your own sample.'),
  video: made('ad', 'Video spot', ['Awareness', 'User'], 'Thirty seconds in a plant at night.'),
  newsletter: made('email', 'Newsletter', ['Decision', 'User'], 'What changed this month.'),
  webinar: made(
    'email',
    'Webinar invitation',
    ['Consideration', 'User'],
    'Forty minutes on drift, and what to do about it. Calibrated in one day: how that works.',
  ),
  casestudy: made('document', 'Case study', ['Decision', 'Executive'], 'A year at one laboratory.'),
  guide: made(
    'document',
    'Buyer’s guide',
    ['Consideration', 'Buyer'],
    'Seven questions to ask before you buy, with the answers of three laboratories.',
  ),
};

function made(
  type: DemoAsset['type'],
  name: string,
  [stage, persona]: [Stage, Persona],
  text: string,
): Made {
  return { type, name, stage, persona, text };
}

/** What the demo company says: for each campaign that runs something approved is out, by its own links. */
export function contentOf(campaigns: readonly Campaign[], today: Day): DemoContent {
  const live = campaigns.filter((one) => runs(one, today) && one.idea in IDEAS);
  const webinar = live.find(({ idea }) => idea === 'webinar');
  return {
    claims: [
      {
        text: 'Ten times more precise',
        substantiation: 'Comparison of March in our own laboratory, 30 devices.',
        validUntil: formatDay(today - 20),
        product: 'spectro',
      },
      {
        text: 'Calibrated in one day',
        substantiation: 'Service log of the last twelve months: 97 % within a working day.',
        validUntil: formatDay(today + 300),
        product: 'calib',
      },
    ],
    assets: [
      ...pages(campaigns, today),
      ...live.map((one) => ofCampaign(one, today)),
      ...waiting(today),
    ],
    questions: QUESTIONS,
    variants: webinar ? variantsOf(nameOf(webinar)) : [],
  };
}

const nameOf = ({ idea, program, region }: Campaign): string =>
  `${IDEAS[idea]?.name ?? idea}: ${WORDS[program].product}, ${region.toUpperCase()}`;

function ofCampaign(campaign: Campaign, today: Day): DemoAsset {
  const { idea, program, name: code, buys, mailed, from } = campaign;
  const { type, stage, persona, text } = IDEAS[idea] as Made;
  const sources = [...new Set(buys.map(({ source }) => source))];
  const { product, line } = WORDS[program];
  const places: DemoPlace[] = [
    ...(mailed ? [{ channel: 'E-mail', url: null, source: 'mailchimp' as const }] : []),
    ...sources.map((source) => ({ channel: PLATFORMS[source], url: null, source })),
  ];
  return {
    ...{ name: nameOf(campaign), type, campaign: code, persona, stage, product: program },
    ...{ title: product, text: `${line} ${text}`, plannedOn: null, plannedChannel: null },
    approved: true,
    live: { since: Math.min(from, today - 1), places },
  };
}

/** The pages to which campaigns lead. One of them makes a promise whose proof is over. */
function pages(campaigns: readonly Campaign[], today: Day): DemoAsset[] {
  const launch = campaigns.findLast(({ idea }) => idea === 'launch')?.name ?? null;
  const page = (
    program: Program,
    [name, path, text]: [string, string, string],
    { campaign = null, form }: { campaign?: string | null; form?: string } = {},
  ): DemoAsset => ({
    ...{ name, type: 'landing_page', campaign, persona: 'Buyer', stage: 'Consideration' },
    ...{ product: program, title: WORDS[program].product, text },
    ...{ plannedOn: null, plannedChannel: null, approved: true },
    live: {
      since: form ? today - 400 : today - 60,
      places: [
        {
          ...{ channel: 'Website', url: `${SITE}${path}`, source: null },
          ...(form ? { reference: form } : {}),
        },
      ],
    },
  });
  return [
    page(
      'spectro',
      [
        'Spectrometer landing page',
        '/spectro-s2',
        'Ten times more precise than the device you know. See it at work in a live demonstration.',
      ],
      { campaign: launch },
    ),
    page('flow', ['Flow meter landing page', '/flowsense', 'Hear of drift the hour it begins.']),
    page('calib', [
      'Calibration landing page',
      '/calibration',
      'Calibrated in one day, at your site or ours.',
    ]),
    page('spectro', ['Guide download page', '/guides', 'Leave an address, read it at once.'], {
      form: 'Download the guide',
    }),
    page('flow', ['Demonstration page', '/cases', 'Send a sample, see it measured.'], {
      form: 'Ask for a demo',
    }),
  ];
}

/** What is on its way. */
function waiting(today: Day): DemoAsset[] {
  const piece = (
    name: string,
    type: DemoAsset['type'],
    more: Partial<DemoAsset> & Pick<DemoAsset, 'text'>,
  ): DemoAsset => ({
    ...{ name, type, campaign: null, persona: 'User', stage: 'Awareness', product: null },
    ...{ title: name, plannedOn: null, plannedChannel: null, approved: false, live: null },
    ...more,
  });
  return [
    piece('Three pictures of drift', 'social_post', {
      ...{ product: 'flow', approved: true, plannedChannel: 'LinkedIn' },
      plannedOn: formatDay(today + 6),
      text: 'A flow meter on Monday, on Wednesday and on Friday. Which one would you trust?',
    }),
    piece('Why two devices disagree', 'blog_post', {
      ...{ product: 'spectro', plannedOn: formatDay(today + 13), plannedChannel: 'Website' },
      text: 'Two devices, one sample, two readings. Here is where the difference comes from.',
    }),
  ];
}

const question = (
  text: string,
  [stage, persona, product]: [Stage, Persona, Program | null],
  rest: Pick<DemoQuestion, 'source' | 'answers' | 'deals'>,
): DemoQuestion => ({ text, stage, persona, product, ...rest });

const QUESTIONS: DemoQuestion[] = [
  question('Does it work with the software of our laboratory?', ['Consideration', 'User', null], {
    ...{ source: 'sales_call', answers: [], deals: 9 },
  }),
  question('How long is a device away for calibration?', ['Decision', 'User', 'calib'], {
    ...{ source: 'support', answers: ['Calibration landing page'], deals: 3 },
  }),
  question('What does it cost over five years?', ['Decision', 'Executive', null], {
    ...{ source: 'sales_call', answers: [], deals: 5 },
  }),
  question('Which questions should we ask every vendor?', ['Consideration', 'Buyer', 'spectro'], {
    ...{ source: 'search', answers: ['Buyer’s guide: Spectro S2, EMEA'], deals: 2 },
  }),
  question('Why do two of our devices disagree?', ['Awareness', 'User', 'spectro'], {
    ...{ source: 'form', answers: ['Why two devices disagree'], deals: 2 },
  }),
  question('Who else in our industry uses it?', ['Decision', 'Executive', null], {
    ...{ source: 'sales_call', answers: ['Case study: Calibration, EMEA'], deals: 4 },
  }),
];

const variantsOf = (asset: string): DemoVariant[] => [
  {
    ...{ asset, name: 'German', title: 'Was Ihre Messwerte nicht sagen' },
    when: { field: 'country', op: 'in', value: ['DE', 'AT', 'CH'] },
    text: 'Vierzig Minuten über Drift, und was dagegen hilft.',
  },
  {
    ...{ asset, name: 'Large laboratories', title: 'Drift across forty devices' },
    when: { all: [{ field: 'employees', op: 'at_least', value: 500 }] },
    text: 'Forty minutes on drift across many devices and sites, and what to do about it.',
  },
];
