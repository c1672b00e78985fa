import type { Workspace } from '@openmops/domain/workspace';
import { base64url, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { listLines } from '../budgets/read-plan.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { createGoal } from '../goals/goals.ts';
import { createObjective } from '../goals/objectives.ts';
import { createEmbed } from './create-embed.ts';
import { EMBED_TYPE, signEmbed, verifyEmbed } from './embed-token.ts';
import { listEmbeds } from './list-embeds.ts';
import { readBudgetTile } from './read-tiles.ts';
import { revokeEmbed } from './revoke-embed.ts';

const ORIGIN = 'https://intranet.example.com';
const KPI = '/api/v1/kpis/spend?from=2026-01-01&to=2026-01-31';
let instance: TestInstance;
let workspace: Workspace;
let later = 0;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.now() + later });
  workspace = await instance.addWorkspace();
});
afterAll(() => instance.close());
const local = (): ReturnType<TestInstance['scope']> => instance.scope({ kind: 'local' }, workspace);
const make = (more: object = {}) =>
  createEmbed.call(local(), { name: 'wiki', kpis: ['spend'], origins: [ORIGIN], ...more });
const ask = (
  token: string,
  options: { path?: string; origin?: string | null; method?: string } = {},
) => {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  const origin = options.origin === undefined ? ORIGIN : options.origin;
  if (origin !== null) headers.origin = origin;
  return instance.app.request(options.path ?? KPI, { headers, method: options.method ?? 'GET' });
};

describe('embed tokens', () => {
  it('read their KPIs from their origins, which alone may see the answer', async () => {
    const { token, snippet } = await make();
    expect(snippet).toContain(token);
    expect(snippet).not.toMatch(/<script>|on\w+=/);
    const response = await ask(token);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('origin');
  });

  it.each([
    null,
    'null',
    'https://intranet.example.com.evil.example',
    'https://evil.example/?https://intranet.example.com',
    'http://intranet.example.com',
    'https://intranet.example.com:444',
    'https://INTRANET.example.com.',
    'https://sub.intranet.example.com',
    'https://xintranet.example.com',
    'file://',
    '*',
    '',
  ])('from %s see nothing, and no browser is told otherwise', async (origin) => {
    const { token } = await make();
    const response = await ask(token, { origin });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await instance.app.request(KPI, {
      method: 'OPTIONS',
      headers: { origin: origin ?? '' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('pass the preflight of the origins that a token names, and of no other', async () => {
    const origin = 'https://only-here.example.com';
    const { id, token } = await make({ origins: [origin] });
    const preflight = (from = origin) =>
      instance.app.request(KPI, {
        method: 'OPTIONS',
        headers: { origin: from, 'access-control-request-method': 'GET' },
      });
    const answer = await preflight();
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const never = 'https://never-here.example.com';
    expect((await preflight(never)).headers.get('access-control-allow-origin')).toBeNull();
    await revokeEmbed.call(local(), { id });
    // Its page may send the token, to be told that it has ended, and read nothing else.
    expect((await preflight()).headers.get('access-control-allow-origin')).toBe(origin);
    const told = await ask(token, { origin });
    expect(told.status).toBe(401);
    expect(told.headers.get('access-control-allow-origin')).toBe(origin);
    expect(await told.json()).toMatchObject({
      error: { code: 'UNAUTHORIZED', message: 'This embed has ended.' },
    });
    const live = await make();
    for (const other of [live.token, 'omp_live_x', 'a.b.c']) {
      const refused = await ask(other, { origin });
      expect(refused.status).toBeGreaterThanOrEqual(401);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
    const elsewhere = await ask(token);
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('reach no other KPI, address or procedure', async () => {
    const { token } = await make();
    expect((await ask(token, { path: KPI.replace('spend', 'clicks') })).status).toBe(403);
    expect((await ask(token, { path: KPI.replace('spend', 'spend,clicks') })).status).toBe(403);
    expect((await ask(token, { path: '/api/v1/sources' })).status).toBe(403);
    expect((await ask(token, { path: '/api/v1/imports?name=x', method: 'POST' })).status).toBe(403);
    const trpc = await ask(token, { path: '/trpc/kpi.list' });
    expect(trpc.status).toBe(401);
  });

  it('end by date and by hand, at once', async () => {
    const { token, id } = await make({ expiresDays: 2 });
    later = 2 * 86_400_000 + 1000;
    const told = await ask(token);
    expect(told.status).toBe(401);
    expect(told.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(await told.text()).toContain('This embed has ended.');
    later = 0;
    expect((await ask(token)).status).toBe(200);
    await revokeEmbed.call(local(), { id });
    expect((await ask(token)).status).toBe(401);
    expect((await listEmbeds.call(local(), undefined)).find((one) => one.id === id)?.revoked).toBe(
      true,
    );
  });

  it('must end, and are made for origins, not for pages or everybody', async () => {
    for (const more of [
      { expiresDays: 366 },
      { expiresDays: 0 },
      { origins: [] },
      { origins: ['*'] },
      { origins: ['https://intranet.example.com/wiki'] },
      { origins: ['javascript:alert(1)'] },
      { kpis: [] },
      { kpis: ['nonsense'] },
    ]) {
      await expect(make(more)).rejects.toThrow();
    }
  });

  it('show the goals and budgets that they name, and no other; nothing but their sums', async () => {
    const { id: objective } = await createObjective.call(local(), { name: 'Grow' });
    const of = { objective, kind: 'other' as const, kpi: 'paid.clicks' };
    const targets = [{ period: '2026-03', kind: 'reach' as const, value: 800 }];
    const { id: goal } = await createGoal.call(local(), { ...of, name: 'Clicks', targets });
    const { id: other } = await createGoal.call(local(), { ...of, name: 'Other', targets });
    const { id: plan } = await createPlan.call(local(), { fiscalYear: 2026, total: 1000 });
    const campaign = await createCampaign.call(local(), { name: 'Spring', type: 'other' });
    const months = [...Array<number>(11).fill(50), 50];
    const add = [{ name: 'Social', channel: 'Social', campaignId: campaign.id, months }];
    await changeLines.call(local(), { id: plan, add });
    const [line] = (await listLines.call(local(), { id: plan })).lines;
    const budgets = [plan, line?.id ?? '', campaign.id];
    const tables = [{ kpis: ['spend'], by: 'channel' }];
    const { token, snippet, id } = await make({ kpis: [], goals: [goal], budgets, tables });
    for (const words of [
      ...['/widgets/all.js', `<mops-goal goal="${goal}">`, `<mops-budget plan="${plan}">`],
      ...[`<mops-budget campaign="${campaign.id}">`, '<mops-table kpis="paid.cost" by="channel">'],
    ])
      expect(snippet).toContain(words);
    const listed = (await listEmbeds.call(local(), undefined)).find((one) => one.id === id);
    expect(listed).toMatchObject({ kpis: ['paid.cost'], goals: [goal], budgets });

    const read = async (path: string) => {
      const response = await ask(token, { path: `/api/v1/embeds/${path}` });
      const body = (await response.json()) as { budget?: unknown };
      return { status: response.status, body };
    };
    const { status, body } = await read(`goals/${goal}?period=2026-03`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kpis: { 'paid.clicks': { definition: expect.stringMatching(/^sha256/) } },
      goal: { name: 'Clicks', target: 800, light: expect.any(String) },
    });
    expect(JSON.stringify(body)).not.toContain('owner');
    expect((await read(`budgets/${plan}`)).body.budget).toMatchObject({
      ...{ kind: 'plan', total: 1000, actual: 0, committed: 0, planned: 600, available: 400 },
      rule: 'total − actual − committed − planned',
    });
    for (const [kind, which] of [
      ['line', line?.id],
      ['campaign', campaign.id],
    ])
      expect((await read(`budgets/${which}`)).body.budget).toMatchObject({
        ...{ kind, total: 600, planned: null, available: 600 },
        rule: 'total − actual − committed',
      });
    // A plan keeps the currency it was made in, whatever the workspace counts in later.
    const moved = instance.scope({ kind: 'local' }, { ...workspace, currency: 'SEK' });
    for (const part of [plan, line?.id ?? ''])
      expect(await readBudgetTile.call(moved, { id: part })).toMatchObject({
        currency: workspace.currency,
      });
    expect((await read(`goals/${other}`)).status).toBe(403);
    expect((await ask(token, { path: '/api/v1/goals' })).status).toBe(403);
    expect((await ask(token, { path: '/api/v1/views/cmo' })).status).toBe(403);
    expect(
      (await ask(token, { path: '/api/v1/kpis/paid.clicks?from=2026-01-01&to=2026-01-31' })).status,
    ).toBe(403);
    const plain = await make();
    const refused = await ask(plain.token, { path: `/api/v1/embeds/budgets/${plan}` });
    expect(refused.status).toBe(403);
    for (const more of [{ goals: ['go_none'] }, { budgets: ['bl_none'] }, { budgets: ['xx_1'] }])
      await expect(make(more)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const away = await instance.addWorkspace();
    await expect(
      createEmbed.call(instance.scope({ kind: 'local' }, away), {
        ...{ name: 'theirs', goals: [goal], origins: [ORIGIN] },
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('name goals and budgets for whoever may read them, and lock no filters on them', async () => {
    const filters = [{ dim: 'channel', op: 'eq', values: ['Social'] }];
    await make({ filters });
    for (const more of [{ goals: ['go_1'] }, { budgets: ['pl_1'] }])
      await expect(make({ filters, ...more })).rejects.toMatchObject({
        code: 'INVALID',
        message: expect.stringContaining('not for goals and budgets'),
      });
    const key = {
      kind: 'apiKey',
      id: 'key_1',
      name: 'site',
      permissions: ['embeds.write'],
    } as const;
    const mint = (more: object) =>
      createEmbed.call(instance.scope(key, workspace), {
        name: 'site',
        origins: [ORIGIN],
        ...more,
      });
    await mint({ kpis: ['spend'] });
    for (const more of [{ goals: ['go_1'] }, { budgets: ['pl_1'] }])
      await expect(mint(more)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are believed only as we sign them', async () => {
    const { token, id } = await make();
    const now = Date.now();
    const expiresAt = new Date(now + 60_000);
    const [, payload = '', signature = ''] = token.split('.');
    const head = (header: object) => base64url.encode(JSON.stringify(header));
    const key = new TextEncoder().encode(instance.secret);
    const forged = (typ: string | undefined, alg = 'HS256') =>
      new SignJWT({ ws: workspace.id })
        .setProtectedHeader(typ ? { alg, typ } : { alg })
        .setSubject(id)
        .setAudience('openmops:embed')
        .setExpirationTime(expiresAt)
        .sign(key);
    const bad = [
      `${head({ alg: 'none', typ: EMBED_TYPE })}.${payload}.`,
      `${head({ alg: 'HS512', typ: EMBED_TYPE })}.${payload}.${signature}`,
      `${head({ alg: 'HS256', typ: EMBED_TYPE, kid: '../../dev/null' })}.${payload}.${signature}`,
      `${token}x`,
      token.slice(0, -2),
      await forged(EMBED_TYPE),
      await forged('JWT'),
      await forged(undefined),
      await signEmbed('another secret entirely', { id, workspaceId: workspace.id, now, expiresAt }),
      await signEmbed(instance.secret, { id, workspaceId: 'ws_other', now, expiresAt }),
      await signEmbed(instance.secret, {
        id: 'emb_none',
        workspaceId: workspace.id,
        now,
        expiresAt,
      }),
    ];
    for (const one of bad) expect((await ask(one)).status).toBe(401);
    expect(await verifyEmbed(instance.secret, token, now)).toEqual({
      id,
      workspaceId: workspace.id,
      ended: false,
    });
  });
});
