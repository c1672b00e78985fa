import type { IncomingMessage, ServerResponse } from 'node:http';
import { chromiumLaunch } from '@openmops/config/vitest/chromium';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerOf, budgetAnswerOf, goalAnswerOf } from '../src/testing/answers.ts';
import { built, reply, type Site, site } from './pages.ts';

const TOKEN = 'secret-embed-token';
let browser: Browser;
let bundles: Record<string, string>;
/** The API; the host of the bundle; the page that embeds. Three origins. */
let api: Site;
let cdn: Site;
let host: Site;
let html = '';
let page: Page;
let problems: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** Answers as the public REST does: for the asked KPIs, grain, dimension and range. */
function answers({ url, headers }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams: search } = new URL(url ?? '', 'http://x');
  const kpis = decodeURIComponent(pathname.split('/').at(-1) ?? '').split(',');
  if (headers.authorization !== `Bearer ${TOKEN}`) {
    reply(response, 401, {
      error: { code: 'UNAUTHORIZED', message: 'no', hint: null, requestId: 'r1' },
    });
  } else if (pathname === '/api/v1/embeds/goals/go_1') {
    reply(response, 200, goalAnswerOf());
  } else if (pathname === '/api/v1/embeds/budgets/pl_1') {
    reply(response, 200, budgetAnswerOf());
  } else if (pathname.startsWith('/api/v1/embeds/')) {
    reply(response, 403, { error: { code: 'FORBIDDEN', message: 'no' } });
  } else if (!search.has('from')) {
    reply(response, 200, {
      name: kpis[0],
      description: 'What it says.',
      formula: 'a / b',
      caveats: [],
    });
  } else {
    const by = search.get('by');
    reply(
      response,
      200,
      answerOf({
        kpis,
        daily: search.has('grain'),
        ...(by && { by }),
        compare: search.has('compare'),
        from: search.get('from') ?? '',
        to: search.get('to') ?? '',
      }),
    );
  }
}

beforeAll(async () => {
  const files = await built();
  expect(files['all.js']?.gzipBytes).toBeLessThanOrEqual(30_000);
  bundles = Object.fromEntries(Object.entries(files).map(([name, { code }]) => [name, code]));
  browser = await chromium.launch(await chromiumLaunch());
  api = await site((request, response) => {
    if (request.method === 'OPTIONS') reply(response, 204, null);
    else answer(request, response);
  });
  cdn = await site(({ url }, response) => {
    response.writeHead(200, {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
    });
    response.end(bundles[/\w+\.js/.exec(url ?? '')?.[0] ?? '']);
  });
  host = await site((_, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${cdn.origin} 'nonce-page'; style-src 'self'; connect-src ${api.origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
    });
    response.end(html);
  });
});

beforeEach(async () => {
  answer = answers;
  problems = [];
  for (const each of [api, cdn, host]) each.seen.length = 0;
  page = await browser.newPage({ locale: 'en-US' });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
});
afterEach(() => page.close());
afterAll(async () => {
  await browser.close();
  await Promise.all([api.close(), cdn.close(), host.close()]);
});

async function open(body: string, { before = '', file = 'widgets.js' } = {}): Promise<void> {
  html = `<!doctype html><html lang="en"><title>Intranet</title><script nonce="page">
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    ${before}</script><script type="module" src="${cdn.origin}/${file}"></script><body>${body}`;
  await page.goto(host.origin);
}

const dates = 'from="2026-10-01" to="2026-10-30" locale="en"';
const provider = (inside: string, more = '') =>
  `<mops-provider server="${api.origin}" token="${TOKEN}" ${dates} ${more}>${inside}</mops-provider>`;
const text = (selector: string) => page.locator(selector).first().textContent();
const shown = (words: string) => page.getByText(words).first().waitFor({ timeout: 10_000 });

test('renders on a strict page of another origin without a violation, a cookie or a third party', async () => {
  await open(
    provider(
      `<mops-kpi kpi="paid.clicks"></mops-kpi><mops-kpi kpi="paid.ctr"></mops-kpi>
     <mops-trend kpi="paid.clicks"></mops-trend><mops-breakdown kpi="paid.cost" by="channel"></mops-breakdown>`,
      'compare="previous" filters="country=DE"',
    ),
  );
  await shown('103,971');
  await shown('Paid social');
  await page.locator('mops-trend .line').first().waitFor();
  expect(await page.evaluate('violations')).toEqual([]);
  expect(problems).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  expect(
    await page.evaluate(
      "performance.getEntriesByType('resource').map((e) => new URL(e.name).origin)",
    ),
  ).toEqual(expect.not.arrayContaining(['null']));
  const bar = await page.locator('mops-breakdown .bar').first().boundingBox();
  expect(bar?.width).toBeGreaterThan(50);
  expect(
    await page
      .locator('mops-kpi .mops')
      .first()
      .evaluate((each) => getComputedStyle(each).borderRadius),
  ).toBe('12px');

  const asked = api.seen.map(({ url }) => url).filter((url) => url.startsWith('/api'));
  const unique = new Set(asked);
  expect(unique.size, asked.join('\n')).toBe(3);
  expect(
    asked.every((url) => url.includes('filter=country%3DDE') && url.includes('compare=previous')),
  ).toBe(true);
  expect(
    asked.some(
      (url) => url.startsWith('/api/v1/kpis/paid.clicks,paid.ctr?') && !url.includes('grain'),
    ),
  ).toBe(true);
  for (const { headers } of api.seen) {
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  }
});

test('shows a data property that was set before the element was known, with no server', async () => {
  const data = answerOf({ kpis: ['paid.clicks'], compare: true });
  await open('<mops-kpi locale="en"></mops-kpi>', {
    before: `new MutationObserver(() => {
      const tile = document.querySelector('mops-kpi');
      if (!tile || 'data' in tile) return;
      tile.data = ${JSON.stringify(data)};
      window.early = !customElements.get('mops-kpi');
    }).observe(document, { childList: true, subtree: true });`,
  });
  await shown('103,971');
  expect(await page.evaluate('early')).toBe(true);
  await page.evaluate(
    `document.querySelector('mops-kpi').setAttribute('data', ${JSON.stringify(JSON.stringify(answerOf({ kpis: ['paid.roas'] })))})`,
  );
  await shown('Return on ad spend');
  expect(api.seen).toEqual([]);
  expect(problems).toEqual([]);
});

test('nothing that a page or a server says becomes markup, and garbage never throws', async () => {
  const canary = '<img src=x onerror=violations.push(1)>"><script>violations.push(2)</script>';
  const data = answerOf({ kpis: ['paid.clicks'], compare: true });
  const text = JSON.stringify(data)
    .replaceAll('"Clicks"', JSON.stringify(canary))
    .replaceAll('"Google Ads"', JSON.stringify(canary));
  await open(
    '<mops-kpi></mops-kpi><mops-trend></mops-trend><mops-breakdown></mops-breakdown><mops-provider></mops-provider>',
  );
  await page.evaluate(
    ([bad, good]) => {
      const values: unknown[] = [
        bad,
        '',
        '{',
        '[]',
        '[object Object]',
        'null',
        '{"kpis":{},"rows":[null]}',
        good,
      ];
      for (const element of document.querySelectorAll(
        'mops-kpi, mops-trend, mops-breakdown, mops-provider',
      )) {
        for (const name of (element.constructor as unknown as { observedAttributes: string[] })
          .observedAttributes) {
          for (const value of values) element.setAttribute(name, String(value));
          element.setAttribute(name, String(bad));
        }
        for (const value of [
          ...values,
          5,
          true,
          {},
          [],
          { kpis: 1, rows: 2 },
          JSON.parse(good as string),
        ]) {
          (element as unknown as { data: unknown }).data = value;
        }
      }
    },
    [canary, text],
  );
  await page.locator('mops-kpi .name').getByText('onerror').waitFor();
  expect(await page.evaluate('violations')).toEqual([]);
  expect(await page.locator('mops-kpi img, mops-trend img, mops-breakdown img').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('a page that tampers with built-ins does not come by a token that a function gave', async () => {
  await open(
    `<mops-provider server="${api.origin}" ${dates}><mops-kpi kpi="paid.clicks"></mops-kpi></mops-provider>`,
  );
  await page.evaluate((token) => {
    const leaks: string[] = [];
    Object.assign(window, { leaks });
    const has = String.prototype.includes;
    const { apply } = Reflect;
    let busy = false;
    const look = (where: string, values: unknown[]) => {
      if (busy) return;
      busy = true;
      for (const value of values) {
        if (typeof value === 'string' && apply(has, value, [token])) leaks.push(where);
      }
      busy = false;
    };
    for (const type of [Array, String, Map, Set, Headers, URLSearchParams]) {
      const target = type.prototype as unknown as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(target)) {
        const own = Object.getOwnPropertyDescriptor(target, name)?.value as unknown;
        if (typeof own !== 'function' || name === 'constructor') continue;
        target[name] = function (this: unknown, ...args: unknown[]) {
          look(name, Array.isArray(this) ? this : [this]);
          look(name, args);
          return apply(own, this, args);
        };
      }
    }
    const send = window.fetch;
    window.fetch = (...args) => {
      leaks.push('fetch');
      return send(...args);
    };
    Object.assign(document.querySelector('mops-provider') ?? {}, {
      getToken: () => ({ token, expiresIn: 600 }),
    });
  }, TOKEN);
  await shown('103,971');
  expect(await page.evaluate('[...new Set(leaks)]')).toEqual([]);
});

test('an API that is down leaves neutral words and a working page, and is asked again', async () => {
  answer = (_, response) =>
    reply(response, 500, {
      error: { code: 'INTERNAL', message: 'stack trace!', hint: null, requestId: 'r9' },
    });
  await open(`${provider('<mops-kpi kpi="paid.clicks" plain></mops-kpi>')}<p>Page</p>`, {
    before:
      "window.errors = []; addEventListener('mops-error', (event) => errors.push(event.detail));",
  });
  await shown('These numbers are not available now.');
  expect(await text('mops-kpi')).not.toContain('stack');
  expect(await page.evaluate('errors[0]')).toMatchObject({
    status: 'error',
    code: 'INTERNAL',
    requestId: 'r9',
  });
  expect(await text('p')).toBe('Page');
  answer = answers;
  await page.getByRole('button', { name: 'Try again' }).click();
  await shown('103,971');
});

test('expired and forbidden tokens have their own words, and one KPI does not take others with it', async () => {
  await open(provider('<mops-kpi kpi="paid.clicks" plain></mops-kpi>').replace(TOKEN, 'old'));
  await shown('This embed has ended.');
  answer = (request, response) =>
    request.url?.includes('paid.cost')
      ? reply(response, 403, { error: { code: 'FORBIDDEN', message: 'no' } })
      : answers(request, response);
  await open(
    provider(
      '<mops-kpi kpi="paid.cost" plain></mops-kpi><mops-kpi kpi="paid.clicks" plain></mops-kpi>',
    ),
  );
  await shown('103,971');
  await shown('This number is not shared with this page.');
});

test('a widget that left the page asks nothing more; one that only moved keeps its numbers', async () => {
  await open(
    provider('<mops-kpi kpi="paid.clicks" plain refresh="5"></mops-kpi><div id="other"></div>'),
  );
  await shown('103,971');
  await page.evaluate(
    "document.querySelector('#other').append(document.querySelector('mops-kpi'))",
  );
  await shown('103,971');
  await page.clock.install();
  await page.evaluate("document.querySelector('mops-provider').remove()");
  await page.evaluate('Promise.resolve()');
  const count = api.seen.length;
  await page.clock.fastForward(120_000);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
  expect(api.seen.length).toBe(count);
});

test('loading the bundle twice is harmless, and drilling leaves the shadow tree as an event', async () => {
  const again = `<script type="module" src="${cdn.origin}/widgets.js?again"></script>`;
  await open(again + provider('<mops-breakdown kpi="paid.cost" by="channel"></mops-breakdown>'), {
    before:
      "window.drills = []; addEventListener('mops-drill', (event) => drills.push(event.detail));",
  });
  await shown('Paid social');
  expect(cdn.seen).toHaveLength(2);
  await page.getByRole('button', { name: 'Paid social' }).click();
  expect(await page.evaluate('drills')).toEqual([
    { kpi: 'paid.cost', dims: { channel: 'Paid social' }, from: '2026-10-01', to: '2026-10-30' },
  ]);
});

test('a goal, a budget and a table on a strict page: what is named shows, sorts and copies, what is not does not', async () => {
  await open(
    provider(
      `<mops-goal goal="go_1" drill></mops-goal><mops-budget plan="pl_1"></mops-budget>
     <mops-table kpis="paid.cost,paid.clicks" by="channel"></mops-table><mops-goal goal="go_2"></mops-goal>`,
    ),
    {
      file: 'all.js',
      before:
        "window.drills = []; addEventListener('mops-drill', (event) => drills.push(event.detail));",
    },
  );
  await shown('of €400,000.00');
  await shown('available of €1,000,000.00');
  await shown('This number is not shared with this page.');
  await page.getByRole('button', { name: /^Channel/ }).click();
  const first = page.locator('mops-table tbody th').first();
  await expect.poll(() => first.textContent()).toContain('Display');
  await page.getByRole('button', { name: '€180,000.00' }).click();
  expect(await page.evaluate('drills.length')).toBe(1);
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.getByText(/Copied 4 rows|not allowed/).waitFor();
  expect(await page.evaluate('violations')).toEqual([]);
  expect(problems).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  const asked = new Set(api.seen.map(({ url }) => url).filter((url) => url.startsWith('/api')));
  expect([...asked].filter((url) => url.includes('/embeds/'))).toHaveLength(3);
  const width = (part: string) => page.locator(part).first().boundingBox();
  expect((await width('mops-budget .piece'))?.width).toBeGreaterThan(20);
  // Nothing that a page says as data makes an element stumble.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('mops-goal, mops-budget, mops-table'))
      for (const data of [
        { goal: 1 },
        { goal: {} },
        { budget: { total: 'x' } },
        '{',
        [],
        { rows: 2 },
      ])
        (element as unknown as { data: unknown }).data = data;
  });
  await shown('These numbers are not available now.');
  expect(problems).toEqual([]);
});
