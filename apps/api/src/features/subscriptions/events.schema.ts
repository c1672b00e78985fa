import * as z from 'zod';

const alert = z.object({
  id: z.string(),
  source: z.string(),
  sourceName: z.string(),
  cause: z.string(),
  status: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string(),
  streams: z.array(z.string()),
  since: z.string().nullable(),
  openedAt: z.string(),
  resolvedAt: z.string().nullable(),
});

const imported = z.object({
  batch: z.string(),
  file: z.string(),
  source: z.string(),
  dataset: z.string(),
  rows: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const contract = z.object({
  streamId: z.string(),
  stream: z.string(),
  source: z.string(),
  /** Records that stand aside now, each once for every reason. */
  aside: z.number(),
  reasons: z.array(
    z.object({
      code: z.string(),
      field: z.string().nullable(),
      message: z.string(),
      records: z.number(),
    }),
  ),
});

const overCommitted = z.object({
  order: z.string(),
  number: z.string(),
  vendor: z.string(),
  plan: z.string().nullable(),
  amount: z.number(),
  missing: z.number(),
  currency: z.string(),
});

const published = z.object({
  publication: z.string(),
  asset: z.string(),
  name: z.string(),
  type: z.string(),
  number: z.number(),
  title: z.string(),
  text: z.string(),
  channel: z.string(),
  at: z.string(),
  campaign: z.string().nullable(),
  link: z.string().nullable(),
  url: z.string().nullable(),
  hash: z.string(),
});

/** What other systems can be told: the name of the event, when it happens, and what is said of it. */
export const EVENTS = {
  'alert.opened': { text: 'Something began to be wrong with a source.', data: alert },
  'alert.cleared': { text: 'It is over.', data: alert },
  'import.done': { text: 'A file was imported and its rows count.', data: imported },
  'import.undone': { text: 'An import was taken back.', data: imported },
  'contract.violated': {
    text: 'Records of a stream were set aside, since they break its contract.',
    data: contract,
  },
  'contract.mended': { text: 'No record of the stream stands aside any more.', data: contract },
  'budget.over_committed': {
    text: 'An order was accepted for more than the budget has available.',
    data: overCommitted,
  },
  'content.published': {
    text: 'An approved version was published, for now or for a time to come: a tool can post it.',
    data: published,
  },
  'subscription.test': {
    text: 'Sent when somebody asks for a test; no subscription names it.',
    data: z.object({ subscription: z.string(), name: z.string() }),
  },
} as const;

export type EventName = keyof typeof EVENTS;
/** What one can subscribe to: everything but the test. */
export type Told = Exclude<EventName, 'subscription.test'>;
export const EVENT_NAMES = Object.keys(EVENTS).filter((name) => name !== 'subscription.test') as [
  Told,
  ...Told[],
];

/** Something that happened, with what is said of it. */
export type Happened = {
  [Name in EventName]: { event: Name; data: z.input<(typeof EVENTS)[Name]['data']> };
}[EventName];
