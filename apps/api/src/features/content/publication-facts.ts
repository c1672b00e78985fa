import { instantInZone } from '@openmops/domain/calendar';
import { addressKey, matchPosts, type PostKeys, type PostMatches } from '@openmops/domain/content';
import type { Filter, KpiAnswer } from '@openmops/domain/kpi';
import { parseDay } from '@openmops/domain/shared';
import type { Context } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { linkRows } from '../links/link-rows.ts';
import type { PublicationInfo } from './content.schema.ts';

/** What posts, ads, pages and links bring, by the dimensions under which facts know them. All may be added up. */
const METRICS = {
  ad: { by: ['ad_id'], kpis: ['paid.impressions', 'paid.clicks', 'paid.conversions'] },
  page: { by: ['page'], kpis: ['web.page_views', 'web.engaged_sessions'] },
  post: {
    by: ['record'],
    kpis: ['social_impressions', 'social_engagements', 'social_link_clicks'],
  },
  link: { by: ['campaign', 'utm_source', 'medium'], kpis: ['acq.sessions'] },
} as const;
type Kind = keyof typeof METRICS;
const KINDS = Object.keys(METRICS) as Kind[];
const MOST_ROWS = 5000;

type Values = Record<string, number | null>;
type Range = { from: string; to: string };
export type Metric = { id: string; name: string; definition: string };
export type Brought = {
  /** With the definition that the KPI doors show too. */
  metrics: Metric[];
  /** Publication → its values. */
  values: Map<string, Values>;
  /** Publication → by what it is known. */
  keys: Map<string, Kind[]>;
  notes: { code: string; message: string; hint: string | null }[];
};

/** A publication with the tags of its link. */
export type Tagged = PublicationInfo & { tags: Tags | null };
type Tags = { code: string; campaign: string; source: string; medium: string };

/** Publications that stand, or stood for a while, with their links; the newest first. */
export async function taggedPublications(
  { db, workspace }: Context<'read'>,
  publications: readonly PublicationInfo[],
): Promise<Tagged[]> {
  const out = publications.filter(({ withdrawn, at }) => withdrawn === null || withdrawn.at > at);
  const ids = [...new Set(out.flatMap(({ link }) => link ?? []))];
  const links = await linkRows(db, workspace.id, { ids, removed: true });
  const byId = new Map(
    links.map(({ id, code, url, campaign, source }) => {
      const medium = new URL(url).searchParams.get('utm_medium') ?? '';
      return [id, { code, campaign, source, medium }];
    }),
  );
  return out
    .map((one) => ({ ...one, tags: byId.get(one.link ?? '') ?? null }))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1));
}

/**
 * What facts say that publications brought in some days. What several share (an ad, a page, a link) counts once, for
 * the newest that stands, so that no sum over publications counts anything twice.
 */
export async function broughtBy(
  ctx: Context<'read'>,
  all: readonly Tagged[],
  range: Range,
): Promise<Brought> {
  const publications = meantIn(all, endOf(range, ctx.workspace.timeZone));
  const metrics = new Map<string, Metric>();
  const notes: Brought['notes'] = [];
  const values = new Map<string, Values>();
  const keys = new Map<string, Kind[]>();
  for (const kind of KINDS) {
    const answer = await ask(ctx, kind, { publications, range });
    if (!answer) continue;
    for (const [id, { name, definition }] of Object.entries(answer.kpis))
      metrics.set(id, { id, name, definition });
    const owner = ownersOf(kind, publications, answer.rows);
    for (const { dims, values: found } of answer.rows) {
      const publication = owner.get(keyOf(kind, dims));
      if (publication === undefined) continue;
      values.set(publication, added(values.get(publication) ?? {}, found));
      keys.set(publication, [...new Set([...(keys.get(publication) ?? []), kind])]);
    }
    // What is to be said of numbers that are not there is no help.
    if (![...keys.values()].some((known) => known.includes(kind))) continue;
    for (const { code, message, hint } of answer.notes)
      if (!notes.some((one) => one.code === code && one.message === message))
        notes.push({ code, message, hint });
  }
  return { metrics: [...metrics.values()], values, keys, notes };
}

type Row = { dims: Readonly<Record<string, string | null>>; values: Values };

/** Posts of which facts speak, and whose they are. */
export async function postsIn(
  ctx: Context<'read'>,
  all: readonly Tagged[],
  range: Range,
): Promise<{ matches: PostMatches; rows: Row[]; metrics: Metric[]; notes: Brought['notes'] }> {
  const publications = meantIn(all, endOf(range, ctx.workspace.timeZone));
  const answer = await ask(ctx, 'post', { publications, range, always: true });
  const rows = (answer?.rows ?? []).filter(({ dims }) => dims.record);
  const posts = rows.map(({ dims }) => dims.record ?? '');
  return {
    matches: postsOf(publications, posts),
    rows,
    metrics: Object.entries(answer?.kpis ?? {}).map(([id, { name, definition }]) => ({
      ...{ id, name, definition },
    })),
    notes: (answer?.notes ?? []).map(({ code, message, hint }) => ({ code, message, hint })),
  };
}

const postKeys = ({ id, at, reference, url, tags }: Tagged): PostKeys => ({
  ...{ id, at: Date.parse(at), reference, url, linkCode: tags?.code ?? null },
});

/** Those that were out before an instant: what stands before what was withdrawn, the newest first. */
export function meantIn(publications: readonly Tagged[], end: number): Tagged[] {
  const out = publications.filter(({ at }) => Date.parse(at) < end);
  return [
    ...out.filter(({ withdrawn }) => withdrawn === null),
    ...out.filter(({ withdrawn }) => withdrawn !== null),
  ];
}

const endOf = ({ to }: Range, timeZone: string): number =>
  instantInZone({ day: (parseDay(to) as number) + 1, second: 0 }, timeZone);

/** A post is of one that was withdrawn only where none that stands has its keys. */
function postsOf(publications: readonly Tagged[], posts: readonly string[]): PostMatches {
  const [standing, gone] = [true, false].map((stands) =>
    publications.filter(({ withdrawn }) => (withdrawn === null) === stands).map(postKeys),
  ) as [PostKeys[], PostKeys[]];
  const first = matchPosts(standing, posts);
  const rest = matchPosts(gone, first.unmatchedPosts);
  return {
    ...rest,
    matched: [...first.matched, ...rest.matched],
    unmatchedPublications: [...first.unmatchedPublications, ...rest.unmatchedPublications],
  };
}

/** Key of facts → the publication that it counts for. */
function ownersOf(
  kind: Kind,
  publications: readonly Tagged[],
  rows: readonly Row[],
): Map<string, string> {
  if (kind === 'post') {
    const posts = rows.flatMap(({ dims }) => dims.record ?? []);
    const { matched } = postsOf(publications, posts);
    return new Map(matched.map(({ post, publication }) => [post, publication]));
  }
  const owner = new Map<string, string>();
  for (const one of publications) {
    const key = factKey(kind, one);
    if (key !== null && !owner.has(key)) owner.set(key, one.id);
  }
  return owner;
}

const keyOf = (kind: Kind, dims: Row['dims']): string => {
  const parts = METRICS[kind].by.map((dim) => dims[dim] ?? '');
  return kind === 'link' ? parts.join('\n').toLowerCase() : (parts[0] ?? '');
};

/** Under which key facts know a publication; null: under none. */
function factKey(kind: Exclude<Kind, 'post'>, { reference, url, tags }: Tagged): string | null {
  if (kind === 'ad') return reference;
  if (kind === 'page') return url === null ? null : new URL(url).pathname;
  if (tags === null || tags.campaign === '') return null;
  return [tags.campaign, tags.source, tags.medium].join('\n').toLowerCase();
}

type Question = { publications: readonly Tagged[]; range: Range; always?: boolean };
type Answer = Pick<KpiAnswer, 'kpis' | 'rows' | 'notes'>;

/** Asks in slices: a filter takes so many values. Each value is in one, so no row comes twice. */
const MOST_VALUES = 200;

async function ask(
  ctx: Context<'read'>,
  kind: Kind,
  { publications, range, always }: Question,
): Promise<Answer | null> {
  const valuesOf = (): string[] => {
    if (kind === 'link') return publications.flatMap(({ tags }) => tags?.campaign || []);
    if (kind !== 'post') return publications.flatMap((one) => factKey(kind, one) ?? []);
    return publications.flatMap(({ reference, url, link }) => reference ?? url ?? link ?? []);
  };
  const values = [...new Set(valuesOf())];
  if (range.from > range.to || (values.length === 0 && !always)) return null;
  const { instance, actor, workspace, requestId } = ctx;
  const [dim] = METRICS[kind].by;
  const question = {
    ...range,
    ...{ kpis: [...METRICS[kind].kpis], by: [...METRICS[kind].by], limit: MOST_ROWS },
  };
  const answerTo = (filters: Filter[]): Promise<Answer> =>
    readKpi.call({ instance, actor, workspace, requestId }, { ...question, filters });
  // How the source writes the address of a post is not known before: all are looked at.
  if (kind === 'post') return answerTo([]);
  const answers: Answer[] = [];
  for (let at = 0; at < values.length; at += MOST_VALUES)
    answers.push(await answerTo([{ dim, op: 'in', values: values.slice(at, at + MOST_VALUES) }]));
  return {
    kpis: Object.assign({}, ...answers.map(({ kpis }) => kpis)),
    rows: answers.flatMap(({ rows }) => rows),
    notes: answers.flatMap(({ notes }) => notes),
  };
}

/** In millionths, so that sums are exact. */
function added(a: Values, b: Values): Values {
  const sum = { ...a };
  for (const [id, value] of Object.entries(b)) {
    const before = sum[id] ?? null;
    sum[id] =
      before === null || value === null
        ? (before ?? value)
        : (Math.round(before * 1e6) + Math.round(value * 1e6)) / 1e6;
  }
  return sum;
}

/** Which publication a touch is of: by content, link or page; the newest of those that stood then. */
export function touchOwner(publications: readonly Tagged[]) {
  const byKey = new Map<string, Tagged[]>();
  const put = (key: string | null, one: Tagged) => {
    if (key !== null && key !== '') byKey.set(key, [...(byKey.get(key) ?? []), one]);
  };
  for (const one of publications) {
    put(one.reference && `content ${one.reference.toLowerCase()}`, one);
    put(one.tags && `content ${one.tags.code.toLowerCase()}`, one);
    const link = factKey('link', one);
    put(link && `link ${link}`, one);
    put(one.url && `page ${pageKey(one.url)}`, one);
  }
  return (touch: {
    at: number;
    content: string | null;
    campaign: string | null;
    utmSource: string | null;
    medium: string | null;
    url: string | null;
  }): string | null => {
    const tags = [touch.campaign ?? '', touch.utmSource ?? '', touch.medium ?? ''];
    const keys = [
      touch.content && `content ${touch.content.toLowerCase()}`,
      touch.campaign && `link ${tags.join('\n').toLowerCase()}`,
      touch.url && `page ${pageKey(touch.url)}`,
    ];
    for (const key of keys) {
      const stood = byKey
        .get(key ?? '')
        ?.find(
          ({ at, withdrawn }) =>
            Date.parse(at) <= touch.at &&
            (withdrawn === null || Date.parse(withdrawn.at) > touch.at),
        );
      if (stood) return stood.id;
    }
    return null;
  };
}

const pageKey = (url: string): string => addressKey(url).split('?')[0] ?? '';
