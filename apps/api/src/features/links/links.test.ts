import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../cli/command.ts';
import { runCommand } from '../../testing/run-command.ts';
import { testFiles } from '../../testing/run-openmops.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { checkManyLinks, createManyLinks } from './bulk-links.ts';
import { checkLinkVerb, createLink, listLinks, removeLink } from './create-link.ts';
import { readGrammar, saveGrammar } from './grammar.ts';
import { linkCommands } from './links.commands.ts';
import { proposeLink } from './propose-link.ts';

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
    const run = (...words: string[]) =>
      runCommand(instance, linkCommands as Command[], words, workspace.slug);
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

  it('follow the words of the workspace', async () => {
    const before = await readGrammar.call(scope(), {});
    expect(before.id).toBe('openmops@1');
    const taxonomy = { id: 'ours@1', sources: [{ name: 'twitter', aliases: ['x'] }] };
    await saveGrammar.call(scope(), { taxonomy });
    await expect(createLink.call(scope(), link('spring', 'mastodon'))).rejects.toMatchObject({
      detail: { rules: ['unknown-source'] },
    });
    await expect(saveGrammar.call(scope(), { taxonomy: { id: '' } })).rejects.toThrow('taxonomy');
    await saveGrammar.call(scope(), { taxonomy: { id: 'open@1' } });
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
