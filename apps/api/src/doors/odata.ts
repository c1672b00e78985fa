import { MopsError } from '@openmops/domain/shared';
import type { Context, Hono } from 'hono';
import { describeFeed } from '../features/odata/describe-feed.ts';
import { entitySet } from '../features/odata/entity-sets.ts';
import { jsonFormat, mustAccept } from '../features/odata/negotiate.ts';
import { type FeedPath, parsePath } from '../features/odata/parse-path.ts';
import { type Feed, PAGE_ROWS, readFeed } from '../features/odata/read-feed.ts';
import { entityJson, feedJson } from '../features/odata/write-json.ts';
import type { Instance } from '../instance.ts';
import type { Scope } from '../verb.ts';
import type { AppEnv } from './app.ts';
import { basicAuth } from './basic-auth.ts';
import { type Caller, restCaller } from './caller.ts';
import { toPublicError } from './errors.ts';

const ROOT = '/odata/v4';
const VERSION = { 'odata-version': '4.0' };

type Count = (c: Context<AppEnv>, caller: Caller) => void;

/** The feed for BI tools: OData 4.0, read only, in JSON. */
export function mountOdata(app: Hono<AppEnv>, instance: Instance, count: Count): void {
  const answer = async (c: Context<AppEnv>) => {
    try {
      return await answered(c, instance, count);
    } catch (error) {
      return refused(c, instance, error);
    }
  };
  app.all(ROOT, answer);
  app.all(`${ROOT}/*`, answer);
}

type Asked = { url: URL; headers: Headers; path: FeedPath; root: string; scope: Scope };

async function answered(c: Context<AppEnv>, instance: Instance, count: Count): Promise<Response> {
  const request = c.req.raw;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new MopsError('INVALID', 'This feed is read only.', 'Use GET.', { status: 405 });
  const url = new URL(request.url);
  const path = parsePath(url.pathname.slice(ROOT.length));
  if (!path) throw new MopsError('NOT_FOUND', 'There is nothing at this address.');
  checkVersion(request.headers);
  const caller = await restCaller(instance, {
    headers: basicAuth(request.headers),
    requestId: c.get('requestId'),
    workspace: path.workspace,
  });
  count(c, caller);
  if (caller.refused) throw caller.refused;
  const scope = caller.scope;
  if (!scope.actor)
    throw new MopsError(
      'UNAUTHORIZED',
      'A key is missing.',
      'Sign in with any user name and an API key as the password, or send it as Bearer.',
    );
  if (path.workspace !== null && scope.workspace?.slug !== path.workspace)
    throw new MopsError('NOT_FOUND', 'There is no such workspace here.');
  const origin = instance.env.publicUrl ?? url.origin;
  const root = `${origin}${ROOT}/${path.workspace === null ? '' : `${path.workspace}/`}`;
  return toAnswer({ url, headers: request.headers, path, root, scope });
}

async function toAnswer(asked: Asked): Promise<Response> {
  const what = asked.path.asked;
  if (what.kind === 'batch')
    throw new MopsError('INVALID', '$batch is not served.', 'Send one request for each.', {
      status: 501,
    });
  if (what.kind === 'metadata') return metadata(asked);
  return what.kind === 'service' ? service(asked) : table(asked, what);
}

async function metadata({ url, headers, scope }: Asked): Promise<Response> {
  onlyFormat(url);
  mustAccept('application/xml', headers.get('accept'), url.searchParams.get('$format'));
  const { xml } = await describeFeed.call(scope, {});
  return new Response(xml, { headers: { ...VERSION, 'content-type': 'application/xml' } });
}

async function service({ url, headers, scope, root }: Asked): Promise<Response> {
  onlyFormat(url);
  const format = jsonFormat(headers.get('accept'), url.searchParams.get('$format'));
  const { tables } = await describeFeed.call(scope, {});
  const context = format.detail === 'none' ? {} : { '@odata.context': `${root}$metadata` };
  const value = tables.map(({ name }) => ({ name, kind: 'EntitySet', url: name }));
  return json(JSON.stringify({ ...context, value }), format);
}

type Table = Exclude<FeedPath['asked'], { kind: 'service' | 'metadata' | 'batch' }>;

async function table({ url, headers, scope, root }: Asked, asked: Table): Promise<Response> {
  const options = [...url.searchParams] as [string, string][];
  const accept = headers.get('accept');
  const wished = url.searchParams.get('$format');
  const counted = asked.kind === 'count';
  const key = asked.kind === 'row' ? asked.key : null;
  const { type } = entitySet(asked.set);
  const maxPage = /(?:odata\.)?maxpagesize=(\d+)/i.exec(headers.get('prefer') ?? '')?.[1];
  const pageRows = Math.min(PAGE_ROWS, Math.max(1, Number(maxPage ?? PAGE_ROWS)));
  const input = { set: asked.set, options, key, counted, pageRows };
  if (counted) {
    mustAccept('text/plain', accept, wished);
    const { count } = await readFeed.call(scope, input);
    const type = { 'content-type': 'text/plain;charset=utf-8' };
    return new Response(String(count), { headers: { ...VERSION, ...type } });
  }
  const format = jsonFormat(accept, wished);
  const feed = await readFeed.call(scope, input);
  const place = { root, set: asked.set, type, format };
  if (key !== null) {
    const [row] = feed.rows;
    if (!row) throw new MopsError('NOT_FOUND', 'There is no such row.');
    return json(entityJson(row, feed, place), format);
  }
  const applied = maxPage ? { 'preference-applied': `odata.maxpagesize=${pageRows}` } : {};
  return json(
    feedJson(feed, place, nextLink(`${root}${asked.set}`, options, feed)),
    format,
    applied,
  );
}

/** The address of the next page: the same question from where this page ends. */
function nextLink(address: string, options: [string, string][], feed: Feed): string | null {
  if (!feed.next) return null;
  const next = { ...feed.next };
  const kept = options.filter(([name]) => name !== '$skip' && !Object.hasOwn(next, name));
  const words = [...kept, ...Object.entries(next)].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${address}?${words.join('&')}`;
}

function json(
  body: string,
  format: ReturnType<typeof jsonFormat>,
  headers: Record<string, string> = {},
): Response {
  const text = format.textNumbers ? ';IEEE754Compatible=true' : '';
  const type = `application/json;odata.metadata=${format.detail}${text};charset=utf-8`;
  return new Response(body, { headers: { ...VERSION, 'content-type': type, ...headers } });
}

/** Errors as OData tools show them: they read the message alone. */
function refused(c: Context<AppEnv>, { log }: Instance, error: unknown): Response {
  const { status, code, message, hint, requestId, detail } = toPublicError(
    error,
    c.get('requestId'),
  );
  if (status >= 500 && status !== 501) log.error({ err: error, requestId });
  const wait = (detail as { retryAfterSeconds?: number } | null)?.retryAfterSeconds;
  const body = {
    error: { code, message: [message, hint].filter(Boolean).join(' '), innererror: { requestId } },
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...VERSION,
      'content-type': 'application/json;charset=utf-8',
      ...(status === 401 ? { 'www-authenticate': 'Basic realm="OpenMOps", charset="UTF-8"' } : {}),
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
      ...(wait ? { 'retry-after': String(wait) } : {}),
    },
  });
}

function checkVersion(headers: Headers): void {
  const most = headers.get('odata-maxversion');
  const own = headers.get('odata-version');
  const number = (text: string) => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN);
  if (most !== null && !(number(most) >= 4))
    throw new MopsError('INVALID', `OData ${most} is not served.`, 'This feed is OData 4.0.');
  if (own !== null && !(number(own) >= 4 && number(own) <= 4.01))
    throw new MopsError('INVALID', `OData ${own} is not served.`, 'This feed is OData 4.0.');
}

function onlyFormat(url: URL): void {
  const other = [...url.searchParams.keys()].find((name) => name !== '$format');
  if (other === undefined) return;
  throw new MopsError('INVALID', `${other} is no option of this address.`, 'Leave it out.');
}
