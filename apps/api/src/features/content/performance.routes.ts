import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { getRoute } from '../../doors/verb-routes.ts';
import { csvResponse } from './csv-response.ts';
import { contentPerformance, Performance } from './performance.ts';
import { PlannedPosts, plannedPosts } from './planned-posts.ts';
import { listPosts, Posts } from './publication-results.ts';

const tag = 'Content';
const contentType = 'application/json';
const format = z.enum(['json', 'csv']).default('json').describe('`csv` for a spreadsheet.');
type Cells = (string | number | null)[];

/** A line for each publication, and one for each asset: the sum of its publications. */
function performanceCsv(found: z.infer<typeof Performance>): Cells[] {
  const ids = found.metrics.map(({ id }) => id);
  const cells = (values: Readonly<Record<string, number | null>>) =>
    ids.map((id) => values[id] ?? null);
  const definitions = found.metrics
    .flatMap(({ id, definition }) => (definition === null ? [] : [`${id}: ${definition}`]))
    .join('; ');
  const constant = [found.from, found.to, found.currency, found.model, definitions];
  const head = [
    ...['row', 'asset', 'name', 'type', 'publication', 'channel', 'published', 'campaign'],
    ...['known_by', ...ids, 'uses', 'last_review', 'rights_until'],
    ...['from', 'to', 'currency', 'model', 'definitions'],
  ];
  const lines = found.assets.flatMap((asset): Cells[] => {
    const own = [asset.id, asset.name, asset.type];
    return [
      ...asset.publications.map(
        (one): Cells => [
          ...['publication', ...own, one.id, one.channel, one.at, one.campaign, one.keys.join(' ')],
          ...[...cells(one.values), null, null, null, ...constant],
        ],
      ),
      [
        ...['asset', ...own, null, null, null, null, null, ...cells(asset.total)],
        ...[asset.uses, asset.lastReview, asset.rightsUntil, ...constant],
      ],
    ];
  });
  return [head, ...lines];
}

const POST_HEAD = [
  ...['date', 'time', 'channel', 'text', 'link', 'reference', 'campaign', 'name', 'version'],
  ...['ready', 'hash'],
];
const postLines = (posts: z.infer<typeof PlannedPosts>): Cells[] =>
  posts.map((one) => [
    ...[one.day, one.time, one.channel, one.text, one.link, one.reference, one.campaign],
    ...[one.name, one.version, one.ready ? 'yes' : 'no', one.hash],
  ]);

export const performanceRoutes = [
  route({
    method: 'get',
    path: '/api/v1/content/performance',
    summary: 'What content brings',
    description:
      'From publication to click, visit, touch, lead and revenue. An asset has the sum of its publications; what two publications share counts once, for the newest. KPI values are those of the KPI doors, with their definitions; leads and revenue are shared out by a model of attribution.',
    tag,
    permission: 'kpis.read',
    query: z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      model: z.string().optional().describe('linear, first, last, position, time-decay, …'),
      asset: z.string().optional(),
      format,
    }),
    answers: [
      { contentType, schema: Performance, description: 'By asset and publication.' },
      { contentType: 'text/csv', description: 'A line each, with `format=csv`.' },
    ],
    async handle({ query: { format: wanted, ...asked }, verb }) {
      const found = await verb(contentPerformance, asked as never);
      return wanted === 'json'
        ? found
        : csvResponse(`content-${found.from}-${found.to}`, performanceCsv(found));
    },
  }),
  getRoute({
    ...{ tag, verb: listPosts, answer: Posts },
    path: '/api/v1/publications/posts',
    summary: 'Posts of the social sources, and their publications',
    query: z.object({ from: z.string(), to: z.string() }),
    says: 'Matched by id, address or link code; what is not matched on either side is listed.',
  }),
  route({
    method: 'get',
    path: '/api/v1/content/planned-posts',
    summary: 'Planned posts for the tool that posts them',
    description: 'Only what is approved and has nothing open, unless `all=true`.',
    tag,
    permission: 'plans.read',
    query: z.object({
      from: z.string(),
      to: z.string(),
      all: z.enum(['true', 'false']).default('false'),
      format,
    }),
    answers: [
      { contentType, schema: z.object({ posts: PlannedPosts }), description: 'By day.' },
      { contentType: 'text/csv', description: 'One line per post, with `format=csv`.' },
    ],
    async handle({ query: { from, to, all, format: wanted }, verb }) {
      const posts = await verb(plannedPosts, { from, to, all: all === 'true' });
      if (wanted === 'json') return { posts };
      return csvResponse(`posts-${from}-${to}`, [POST_HEAD, ...postLines(posts)]);
    },
  }),
];
