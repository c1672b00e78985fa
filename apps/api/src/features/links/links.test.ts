import type { Workspace } from '@openmops/domain/workspace';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { testFiles } from '../../testing/run-openmops.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { checkManyLinks, createManyLinks } from './bulk-links.ts';
import { checkLinkVerb, createLink, removeLink } from './create-link.ts';
import { drawLink } from './draw-link.ts';
import { listGrammars, previewGrammar, readGrammar, saveGrammar } from './grammar.ts';
import { linkCommands } from './links.commands.ts';
import { listLinks, readClicks } from './list-links.ts';
import { proposeLink } from './propose-link.ts';
import { restoreLink } from './restore-link.ts';

const files = testFiles();
let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  workspace = await instance.addWorkspace();
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Cost', '2026-02-05,spring,9100', '2026-02-06,,900'],
  });
});
afterAll(() => instance.close());

const scope = (kind: 'local' = 'local') => instance.scope({ kind }, workspace);
const RANGE = { from: '2026-02-01', to: '2026-02-28' };
const page = 'https://a.example/spectro';
const link = (campaign: string, source = 'twitter') => ({
  url: page,
  tags: { utm_source: source, utm_medium: 'paid_social', utm_campaign: campaign },
});
const spendBy = async () => {
  const { rows } = await readKpi.call(scope(), { kpis: ['spend'], ...RANGE, by: ['campaign'] });
  return Object.fromEntries(rows.map(({ dims, values }) => [String(dims.campaign), values.spend]));
};

/** What a camera reads in a drawing. */
function readSquares(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, n] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
      for (let column = Number(x) * scale; column < (Number(x) + Number(n)) * scale; column++)
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
  }
  return decodeQR({ width: side, height: side, data });
}

describe('links', () => {
  it('are refused with the rule and the link as it should be', async () => {
    const bad = createLink.call(scope(), link('spring', 'LinkedIn Ads '));
    await expect(bad).rejects.toMatchObject({ code: 'INVALID', detail: { status: 422 } });
    const detail = await bad.catch((error) => error.detail);
    expect(detail.rules).toEqual(expect.arrayContaining(['value-blank', 'unknown-source']));
    expect(detail.corrected).toBe(
      `${page}?utm_source=linkedin&utm_medium=paid_social&utm_campaign=spring`,
    );
    const again = await checkLinkVerb.call(scope(), { url: detail.corrected });
    expect(again).toMatchObject({ ok: true, channel: 'Paid Social' });
    expect(await listLinks.call(scope(), {})).toEqual([]);
  });

  it('are made by the hundred, all or none', async () => {
    const many = ['a', 'b', 'c'].map((name) => link(`bulk-${name}`));
    const bad = [...many, link('bulk-d', 'LinkedIn Ads ')];
    const before = (await listLinks.call(scope(), {})).length;
    const checked = await checkManyLinks.call(scope(), { links: bad });
    expect([checked.ok, checked.links.map(({ ok }) => ok)]).toEqual([
      false,
      [true, true, true, false],
    ]);
    const refused = createManyLinks.call(scope(), { links: bad });
    await expect(refused).rejects.toThrow('1 of 4 links break a rule; none was made. Row 4');
    expect(await refused.catch((error) => error.detail.rows)).toMatchObject([{ row: 4 }]);
    expect(await listLinks.call(scope(), {})).toHaveLength(before);
    const links = checked.links.map(({ corrected }) => ({ url: corrected }));
    const made = await createManyLinks.call(scope(), { links: [...links, ...links] });
    expect([made.made.length, made.there]).toEqual([4, 0]);
    expect(new Set(made.made.map(({ code }) => code)).size).toBe(4);
    expect(await createManyLinks.call(scope(), { links })).toEqual({ made: [], there: 4 });
    for (const { id } of made.made) await removeLink.call(scope(), { id });
  });

  it('are audited and made by command', async () => {
    const run = (...words: string[]) => runCommand(instance, linkCommands, words, workspace.slug);
    const audit = await run('link', 'audit', '--from', RANGE.from, '--to', RANGE.to);
    expect(audit.exit).toBe(1);
    expect(audit.text()).toContain('900.00 EUR without a link: x_ads, no campaign');
    const head = 'url,source,medium,campaign';
    const table = files.file('links.csv', `${head}\n${page},LinkedIn Ads,paid_social,cli-a\n`);
    const refused = await run('link', 'bulk', table);
    expect([refused.exit, refused.refusals?.[0]]).toEqual([1, expect.stringContaining('line 2')]);
    const { json } = await run('link', 'bulk', table, '--corrected');
    const { made } = json as { made: { id: string; url: string }[] };
    expect(made[0]?.url).toContain('utm_source=linkedin&');
    await removeLink.call(scope(), { id: made[0]?.id ?? '' });
  });

  it('are checked and built by command with the rules of the workspace that is named', async () => {
    const run = (...words: string[]) => runCommand(instance, linkCommands, words, workspace.slug);
    const words = ['--source', 'LinkedIn Ads', '--medium', 'paid_social', '--campaign', 'cli'];
    const refused = await run('link', 'build', page, ...words);
    expect([refused.exit, refused.refusals?.[0]]).toEqual([
      1,
      expect.stringContaining('unknown-source'),
    ]);
    const { corrected } = refused.json as { corrected: string };
    expect(corrected).toContain('utm_source=linkedin&');
    expect((await run('link', 'check', corrected)).exit).toBe(0);
    const both = run('link', 'check', corrected, '--taxonomy', 'a.json');
    await expect(both).rejects.toThrow('exclude each other');
    expect(await listLinks.call(scope(), {})).toEqual([]);
  });

  it('by REST: 422 with the same, 201 for what is right, 409 for what is there', async () => {
    const { key } = await createKey.call(scope(), {
      name: 'k',
      scopes: ['links.write', 'kpis.read'],
    });
    const post = (body: unknown) =>
      instance.app.request('/api/v1/links', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const refused = await post(link('spring', 'LinkedIn Ads '));
    expect(refused.status).toBe(422);
    const { error } = (await refused.json()) as { error: { detail: { corrected: string } } };
    const taken = await post({ url: error.detail.corrected });
    expect(taken.status).toBe(201);
    const made = (await taken.json()) as { id: string; code: string };
    expect(made).toMatchObject({ campaign: 'spring', source: 'linkedin' });
    expect(made.code).toMatch(/^[0-9a-f]{10}$/);
    expect((await post({ url: error.detail.corrected })).status).toBe(409);
    expect((await post({ no: 1 })).status).toBe(400);
    await removeLink.call(scope(), { id: made.id });
    await expect(removeLink.call(scope(), { id: made.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('follow the words of the workspace, version by version', async () => {
    expect(await readGrammar.call(scope(), {})).toMatchObject({
      version: 0,
      setBy: null,
      taxonomy: { id: 'openmops@1' },
    });
    await createLink.call(scope(), link('spring'));
    const taxonomy = { sources: [{ name: 'twitter', aliases: ['x'] }], required: ['utm_term'] };
    const preview = await previewGrammar.call(scope(), { taxonomy, onlyCampaigns: true });
    expect(preview).toMatchObject({ links: 1, breaking: 1, already: 0 });
    expect(preview.shown[0]?.findings.map(({ rule }) => rule)).toEqual([
      'unknown-campaign',
      'parameter-missing',
    ]);
    const set = { version: 0, taxonomy, note: 'One word for each' };
    expect(await saveGrammar.call(scope(), set)).toMatchObject({ version: 1 });
    await expect(saveGrammar.call(scope(), set)).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { by: 'The command line', version: 1, now: { note: 'One word for each' } },
    });
    await expect(createLink.call(scope(), link('spring', 'mastodon'))).rejects.toMatchObject({
      detail: { rules: ['unknown-source', 'parameter-missing'] },
    });
    const odd = { version: 1, taxonomy: { sources: [{ name: 'LinkedIn Ads' }] } };
    await expect(saveGrammar.call(scope(), odd)).rejects.toMatchObject({
      detail: { status: 422, faults: [{ hint: 'Write linkedin-ads.' }] },
    });
    const broken = { version: 1, taxonomy: { naming: { template: '{a' } } };
    await expect(saveGrammar.call(scope(), broken)).rejects.toThrow('cannot be read');
    await saveGrammar.call(scope(), { version: 1, taxonomy: {}, redirect: true });
    const versions = await listGrammars.call(scope(), {});
    expect(versions.map(({ version, note }) => [version, note])).toEqual([
      [2, ''],
      [1, 'One word for each'],
    ]);
  });

  it('have short addresses that lead on and count people, where the workspace wants them', async () => {
    const [made] = await listLinks.call(scope(), {});
    expect(made?.short).toMatch(/\/l\/[0-9a-f]{10}$/);
    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      instance.app.request(path, { method, headers });
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/148.0' };
    const short = `/l/${made?.code}`;
    const answer = await get(short, browser);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, made?.url]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    await get(short, browser);
    await get(short, { 'user-agent': 'LinkedInBot/1.0 (compatible; +http://www.linkedin.com)' });
    await get(short, { 'user-agent': 'Slackbot-LinkExpanding 1.0' });
    await get(short, { ...browser, 'sec-purpose': 'prefetch' });
    await get(short, browser, 'HEAD');
    await get(short);
    expect((await listLinks.call(scope(), {}))[0]?.clicks).toEqual({ people: 2, machines: 5 });
    expect(await readClicks.call(scope(), { id: made?.id ?? '' })).toMatchObject({
      days: [{ day: '2026-03-01', people: 2, machines: 5 }],
    });
    for (const path of ['/l/nothing', '/l/a%2F..%2F', `/l/${made?.code}x`]) {
      const missing = await get(path, browser);
      expect([missing.status, await missing.text()]).toEqual([
        404,
        expect.stringContaining('<h1>'),
      ]);
    }

    const order = { ...link('autumn'), code: 'autumn-fair' };
    expect((await createLink.call(scope(), order)).short).toMatch(/\/l\/autumn-fair$/);
    const taken = await createLink
      .call(scope(), { ...link('winter'), code: 'autumn-fair' })
      .catch((error) => error);
    expect([taken.code, taken.detail.rule]).toEqual(['CONFLICT', 'code-taken']);
    const other = await instance.addWorkspace();
    const elsewhere = createLink.call(instance.scope({ kind: 'local' }, other), order);
    await expect(elsewhere).rejects.toThrow('is taken');
    const long = { ...link('long'), code: `${'a'.repeat(33)}-b` };
    await createLink.call(scope(), long);
    const proposed = await createLink
      .call(scope(), { ...link('longer'), code: long.code })
      .catch((error) => error.detail.corrected);
    expect(proposed).toMatch(/^a{33}-[0-9a-f]{4}$/);

    // Letters beyond Latin-1 lead on as well; what no browser opens is refused.
    const far = { ...link('far'), url: 'https://a.example/展示', code: 'far-east' };
    await createLink.call(scope(), far);
    const led = await get('/l/far-east', browser);
    const wanted = 'https://a.example/%E5%B1%95%E7%A4%BA?utm_source=twitter';
    expect([led.status, led.headers.get('location')]).toEqual([
      302,
      expect.stringContaining(wanted),
    ]);
    for (const host of ['a.example:99999', '[1:2]', 'a.1', 'a\u2100b']) {
      const order = { ...link('nowhere'), url: `https://${host}/` };
      await expect(createLink.call(scope(), order)).rejects.toMatchObject({
        code: 'INVALID',
        detail: { rule: 'url-host', status: 422, corrected: null },
      });
      const told = await checkLinkVerb.call(scope(), order);
      expect([told.ok, told.findings[0]?.rule]).toEqual([false, 'url-host']);
    }

    // One that is removed leads nowhere: its code is printed, so nobody else gets it. Its address is free.
    const [fair] = (await listLinks.call(scope(), {})).filter(({ code }) => code === 'autumn-fair');
    const id = fair?.id ?? '';
    await removeLink.call(scope(), { id });
    expect((await get('/l/autumn-fair', browser)).status).toBe(404);
    await expect(readClicks.call(scope(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const preview = await previewGrammar.call(scope(), { taxonomy: {} });
    expect(preview.links).toBe((await listLinks.call(scope(), {})).length);
    for (const where of [scope(), instance.scope({ kind: 'local' }, other)])
      await expect(createLink.call(where, order)).rejects.toThrow('is taken');
    const again = await createLink.call(scope(), link('autumn'));
    expect(again.id).not.toBe(id);
    await expect(createLink.call(scope(), link('autumn'))).rejects.toThrow('there already');

    // It comes back with its code and clicks, unless its address stands again.
    await expect(restoreLink.call(scope(), { id })).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { rule: 'link-there' },
    });
    await removeLink.call(scope(), { id: again.id });
    const removed = await listLinks.call(scope(), { removed: true });
    expect(removed.map(({ code }) => code)).toContain('autumn-fair');
    expect((await restoreLink.call(scope(), { id })).short).toMatch(/\/l\/autumn-fair$/);
    expect((await get('/l/autumn-fair', browser)).status).toBe(302);
    await expect(restoreLink.call(scope(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await saveGrammar.call(scope(), { version: 2, taxonomy: {} });
    expect((await get(short, browser)).status).toBe(404);
    expect((await listLinks.call(scope(), {}))[0]?.short).toBeNull();
    for (const { id } of await listLinks.call(scope(), {})) await removeLink.call(scope(), { id });
  });

  it('are drawn as QR codes that a camera reads', async () => {
    const { id, url } = await createLink.call(scope(), link('drawn'));
    const { text, svg } = await drawLink.call(scope(), { id });
    expect(text).toBe(url);
    expect(svg).toMatch(/^<svg .*viewBox/);
    expect(readSquares(svg)).toBe(url);
    await removeLink.call(scope(), { id });
    await expect(drawLink.call(scope(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('spend without a link', () => {
  it('is found, given a campaign, linked, and taken back', async () => {
    await createLink.call(scope(), link('spring'));
    const before = await auditSpend.call(scope(), RANGE);
    expect(before).toMatchObject({ spend: 10000, tracked: 9100, coverage: 0.91 });
    expect(before.withoutCampaign).toEqual([
      { source: 'x_ads', campaign: null, spend: 900, from: '2026-02-06', to: '2026-02-06' },
    ]);
    const range = ['--from', RANGE.from, '--to', RANGE.to];
    const words = ['link', 'audit', ...range];
    const said = await runCommand(instance, linkCommands, words, workspace.slug);
    expect(said.text()).toBe(
      [
        'Coverage 91.0 %: 9100.00 EUR of 10000.00 EUR have a link, 2026-02-01 to 2026-02-28.',
        '  900.00 EUR without a link: x_ads, no campaign, 2026-02-06 to 2026-02-06',
      ].join('\n'),
    );
    const { key } = await createKey.call(scope(), { name: 'audit', scopes: ['kpis.read'] });
    const asked = `/api/v1/links/audit?from=${RANGE.from}&to=${RANGE.to}`;
    const answer = await instance.app.request(asked, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await answer.json()).toMatchObject({
      coverage: 0.91,
      withoutCampaign: [{ spend: 900 }],
    });
    expect(await spendBy()).toEqual({ spring: 9100, null: 900 });

    const given = await assignSpend.call(scope(), {
      source: 'x_ads',
      ...RANGE,
      name: 'fy27-q1-webinar',
      reason: 'Boosted post',
    });
    expect(await spendBy()).toEqual({ spring: 9100, 'fy27-q1-webinar': 900 });
    const named = await auditSpend.call(scope(), RANGE);
    expect(named.coverage).toBe(0.91);
    expect(named.withoutCampaign).toEqual([]);
    expect(named.withoutLink.map(({ campaign }) => campaign)).toEqual(['fy27-q1-webinar']);

    const proposed = await proposeLink.call(scope(), { source: 'x_ads', campaign: given.name });
    expect(proposed.url).toBe(
      `${page}?utm_source=twitter&utm_medium=paid_social&utm_campaign=fy27-q1-webinar`,
    );
    await createLink.call(scope(), { url: proposed.url ?? '' });
    expect((await auditSpend.call(scope(), RANGE)).coverage).toBe(1);

    // A new export of the day stays in its campaign.
    await importTable(instance, workspace, {
      source: 'x_ads',
      lines: ['Day,Campaign,Cost', '2026-02-06,,950'],
    });
    expect((await spendBy())['fy27-q1-webinar']).toBe(950);

    await unassignSpend.call(scope(), { id: given.id });
    expect(await spendBy()).toEqual({ spring: 9100, null: 950 });
    await expect(unassignSpend.call(scope(), { id: given.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const [told] = await listAssignments.call(scope(), {});
    expect(told).toMatchObject({ reason: 'Boosted post', setBy: 'The command line' });
    expect(told?.undoneAt).not.toBeNull();
  });

  it('is not for viewers to change, nor for others to see', async () => {
    const viewer = await instance.addUser(workspace, 'viewer');
    const by = instance.scope(viewer, workspace);
    await expect(createLink.call(by, link('a'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const other = await instance.addWorkspace();
    expect(await listLinks.call(instance.scope({ kind: 'local' }, other), {})).toEqual([]);
    expect(await listAssignments.call(instance.scope({ kind: 'local' }, other), {})).toEqual([]);
  });
});
