import { Readable } from 'node:stream';
import { unitLabel, unitOf } from '@openmops/domain/calendar';
import { DEMO_WORKSPACE, type Demo, generateDemo } from '@openmops/domain/demo';
import { planFaults } from '@openmops/domain/demo/plan';
import { type DemoStreams, demoStreams } from '@openmops/domain/demo/streams';
import type { KpiQuery } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../actor.ts';
import { loadedDemo } from '../../testing/loaded-demo.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Verb, VerbKind } from '../../verb.ts';
import { readBudgetRules } from '../budgets/budget-rules.ts';
import { importInvoices } from '../budgets/import-invoices.ts';
import { summarise } from '../budgets/summary.ts';
import { uploadExpenses } from '../budgets/upload-expenses.ts';
import { listClaims } from '../content/claims.ts';
import { readAlignment } from '../goals/alignment.ts';
import { reviewGoals } from '../goals/review-goals.ts';
import { watchWorkspace } from '../health/watch-workspace.ts';
import { importFile } from '../imports/import-file.ts';
import { listImports } from '../imports/list-imports.ts';
import { undoImport } from '../imports/undo-import.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { listIntegrations } from '../integrations/list-integrations.ts';
import { listRuns } from '../integrations/list-runs.ts';
import { runSync } from '../integrations/run-sync.ts';
import { syncJob } from '../integrations/sync-job.ts';
import { createKey } from '../keys/create-key.ts';
import { listRows } from '../kpi/list-rows.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { getMapping } from '../mappings/get-mapping.ts';
import { saveMapping } from '../mappings/save-mapping.ts';
import { listMembers } from '../members/list-members.ts';
import { openLink } from '../session/open-link.ts';
import { listSources } from '../sources/list-sources.ts';
import { listStreams } from '../streams/list-streams.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { clearSample, saveDemoState } from './demo.queries.ts';
import type { DemoState } from './demo.schema.ts';
import { demoToken } from './demo-link.ts';
import { loadDemo } from './load-demo.ts';
import { loadStreams } from './load-streams.ts';
import { listSamples, readSample } from './read-samples.ts';
import { removeDemo } from './remove-demo.ts';
import { expectedSums } from './test-expected.ts';

let instance: TestInstance;
let state: DemoState;
let workspace: Workspace;
let demo: Demo & DemoStreams;
let today: number;
/** What belongs to a workspace and is there once the sample is loaded. */
const OWN_TABLES = [
  'batches',
  'rates',
  'audit',
  'members',
  'streams',
  'stream_runs',
  'stream_chunks',
  'stream_states',
  'stream_mappings',
  'stream_batches',
  'integrations',
  'integration_runs',
  'integration_days',
] as const;
const LOCAL: Actor = { kind: 'local' };

beforeAll(async () => {
  instance = await testInstance({ from: await loadedDemo() });
  state = (await loadDemo(instance)) as DemoState;
  workspace = (await findWorkspace(instance.records.system.db, 'larkfield')) as Workspace;
  today = state.today;
  demo = { ...generateDemo(today), ...demoStreams(today) };
}, 300_000);
afterAll(() => instance.close());

// biome-ignore lint/suspicious/noExplicitAny: any verb with any input.
function call<O>(verb: Verb<VerbKind, any, O>, input: unknown, actor = LOCAL): Promise<O> {
  return verb.call(instance.scope(actor, workspace), input);
}

type Question = Partial<KpiQuery> & { kpis: string[]; days?: [from: number, to: number] };

async function ask({ days = [today - 90, today - 1], ...query }: Question) {
  const [from, to] = days.map(formatDay);
  return call(readKpi, { from, to, ...query });
}

async function one(kpi: string, filter: Record<string, string | null>, days?: [number, number]) {
  const filters = Object.entries(filter).map(([dim, value]) => ({
    dim,
    op: 'eq' as const,
    values: [value],
  }));
  const answer = await ask({ kpis: [kpi], filters, ...(days ? { days } : {}) });
  return answer.rows[0]?.values[kpi] ?? null;
}

describe('loading', () => {
  test('makes one workspace, marked as sample data', () => {
    expect(workspace).toMatchObject({ ...DEMO_WORKSPACE, sample: true });
    expect(workspace).toMatchObject({ currency: 'USD', fiscalStart: 2, fiscalNamedBy: 'end' });
  });

  test('a second time changes nothing', async () => {
    const before = await instance.facts.slices(workspace.id);
    expect(await loadDemo(instance)).toEqual(state);
    expect(await instance.facts.slices(workspace.id)).toEqual(before);
    expect(await call(listImports, {})).toHaveLength(demo.batches.length);
  });

  test('every batch is listed as an import with its totals', async () => {
    const imports = await call(listImports, {});
    expect(imports.every((entry) => entry.status === 'done' && entry.rows > 0)).toBe(true);
    const bing = imports.find((entry) => entry.source === 'microsoft_ads');
    const batch = demo.batches.find((entry) => entry.source === 'microsoft_ads');
    const spend = batch?.rows.reduce(
      (sum, row) => sum + (row.values[batch.measures.indexOf('ad_cost')] ?? 0),
      0,
    );
    expect(bing?.totals.spend).toBeCloseTo((spend ?? 0) / 1_000_000, 6);
    expect(Object.keys(bing?.totals ?? {})).toContain('clicks');
  });
});

describe('the numbers are the sums of what was generated', () => {
  test.each([
    ['google_ads', 'paid.cost', 'ad_cost'],
    ['google_ads', 'paid.conversions', 'ad_conversions'],
    ['microsoft_ads', 'paid.cost', 'ad_cost'],
    ['meta_ads', 'paid.cost', 'ad_cost'],
    ['linkedin_ads', 'paid.cost', 'ad_cost'],
    ['x_ads', 'paid.cost', 'ad_cost'],
    ['x_ads', 'paid.impressions', 'ad_impressions'],
    ['ga4', 'acq.sessions', 'sessions'],
    ['ga4', 'web.key_events', 'key_events'],
    ['mailchimp', 'email.delivered', 'emails_delivered'],
    ['search_console', 'seo.clicks', 'serp_clicks'],
    ['hubspot', 'acq.leads', 'leads'],
    ['hubspot', 'mqls', 'mqls'],
    ['hubspot', 'opportunities', 'opps_created'],
  ])('%s: %s', async (source, kpi, measure) => {
    const days: [number, number] = [today - 90, today - 1];
    const expected = expectedSums(demo, { source, measure, from: days[0], to: days[1], today });
    expect(expected).toBeGreaterThan(0);
    expect(await one(kpi, { source }, days)).toBeCloseTo(expected, 2);
  });

  test('ratios divide sums, also over three currencies and a filter', async () => {
    const channel = 'Paid Social';
    const [from, to] = [today - 60, today - 20];
    const total = (measure: string) =>
      ['google_ads', 'microsoft_ads', 'meta_ads', 'linkedin_ads', 'x_ads']
        .map((source) =>
          expectedSums(demo, {
            source,
            measure,
            from,
            to,
            today,
            keep: (_, dim) => dim('channel') === channel,
          }),
        )
        .reduce((a, b) => a + b, 0);
    const answer = await ask({
      kpis: ['roas', 'cpc', 'ctr'],
      days: [from, to],
      filters: [{ dim: 'channel', op: 'eq', values: [channel] }],
    });
    const values = answer.rows[0]?.values ?? {};
    expect(answer.currency).toBe('USD');
    expect(values.roas).toBeCloseTo(total('ad_conversion_value') / total('ad_cost'), 5);
    expect(values.cpc).toBeCloseTo(total('ad_cost') / total('ad_clicks'), 5);
    expect(values.ctr).toBeCloseTo(total('ad_clicks') / total('ad_impressions'), 8);
  });

  test('months and channels add up to the whole', async () => {
    const days: [number, number] = [today - 365, today - 1];
    const whole = await one('sessions', {}, days);
    for (const more of [
      { grain: 'month' as const },
      { by: ['channel'] },
      { by: ['country', 'device'] },
    ]) {
      const { rows } = await ask({ kpis: ['sessions'], days, ...more });
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.reduce((sum, row) => sum + (row.values.sessions ?? 0), 0)).toBe(whole);
    }
  });

  test('the rows behind a number are as many as the number of leads', async () => {
    const [from, to] = [formatDay(today - 30), formatDay(today - 1)];
    const rows = await call(listRows, { kpi: 'leads', from, to });
    expect(rows.value).toBe(await one('leads', {}, [today - 30, today - 1]));
    expect(rows.total).toBe(rows.value);
  });
});

describe('the planted faults can be seen', () => {
  test('900.00 were spent without a campaign', async () => {
    expect(await one('spend', { source: 'x_ads', campaign: null })).toBe(900);
  });

  test('only LinkedIn has fallen silent', async () => {
    const sources = await call(listSources, {});
    expect(sources.filter((source) => source.stale).map((source) => source.id)).toEqual([
      'linkedin_ads',
    ]);
    const answer = await ask({ kpis: ['spend'] });
    expect(answer.sources.filter((source) => source.stale).map((source) => source.id)).toEqual([
      'linkedin_ads',
    ]);
  });

  test('the restated day counts as Google gives it last, and goes back when that import is undone', async () => {
    const day = today - 10;
    const conversions = () => one('paid.conversions', { source: 'google_ads' }, [day, day]);
    const [first, second] = demo.batches.filter((batch) => batch.source === 'google_ads');
    const sumOf = (batch: typeof first) =>
      (batch?.rows ?? [])
        .filter((row) => row.day === day)
        .reduce(
          (sum, row) => sum + (row.values[batch?.measures.indexOf('ad_conversions') ?? 0] ?? 0),
          0,
        ) / 1_000_000;
    expect(await conversions()).toBeCloseTo(sumOf(second), 6);
    const latest = (await call(listImports, {})).find((entry) =>
      entry.file.endsWith('-latest.csv'),
    );
    await call(undoImport, { batch: latest?.batch });
    expect(await conversions()).toBeCloseTo(sumOf(first), 6);
    expect(sumOf(first)).toBeLessThan(sumOf(second));
  });

  test('visits of badly tagged links are in no channel', async () => {
    const { rows } = await ask({
      kpis: ['sessions'],
      by: ['utm_source', 'medium'],
      filters: [{ dim: 'channel', op: 'eq', values: ['Unassigned'] }],
    });
    expect(rows.map(({ dims }) => `${dims.utm_source} / ${dims.medium}`).sort()).toEqual([
      'LinkedIn Ads / Sponsored',
      'mailchimp / Mail',
    ]);
  });
});

describe('what streams in', () => {
  const streamed = async (name: string) =>
    (await call(listStreams, {})).find((one) => one.stream === name);

  test('all streams are mapped, and nothing of them stands aside', async () => {
    const streams = await call(listStreams, {});
    expect(streams).toHaveLength(demo.streams.length + 3);
    for (const { id, stream: name } of streams) {
      const { pack, aside, error } = await call(getMapping, { stream: id });
      expect(pack, name).not.toBeNull();
      expect({ aside, error }, name).toEqual({ aside: [], error: null });
    }
  });

  test('Meta’s next run changes its ids: 1,204 records stand aside and no number changes', async () => {
    const days: [number, number] = [today - 90, today - 1];
    const before = await one('spend', { source: 'meta_ads' }, days);
    await loadStreams({ instance, workspaceId: workspace.id }, [demo.drifted], { map: true });
    const stream = (await streamed(demo.drifted.name))?.id as string;
    const { aside } = await call(getMapping, { stream });
    expect(aside).toMatchObject([{ code: 'type', field: 'campaign_id', rows: 1204 }]);
    expect(await one('spend', { source: 'meta_ads' }, days)).toBe(before);
    const sources = await call(listSources, {});
    expect(sources.find(({ id }) => id === 'meta_ads')?.staleReason).toMatch(/1204|1,204/);

    const contract = { types: { campaign_id: ['string', 'number'] as const } };
    await call(saveMapping, { stream, overrides: { fields: {}, contract } });
    expect((await call(getMapping, { stream })).aside).toEqual([]);
    expect(await one('spend', { source: 'meta_ads' }, days)).toBe(before);
  });

  test('LinkedIn was read until four days ago; read again, it tells the days since', async () => {
    const [linkedIn] = await call(listIntegrations, {});
    expect(linkedIn).toMatchObject({ platform: 'linkedin_ads', credentials: 'sample' });
    const silentSince = (today - 4) * 86_400_000;
    expect(Date.parse(linkedIn?.lastSuccess ?? '')).toBeGreaterThan(silentSince);
    expect(Date.parse(linkedIn?.lastSuccess ?? '')).toBeLessThan(silentSince + 86_400_000);
    expect((await call(listRuns, { id: linkedIn?.id })).map(({ state }) => state)).toEqual(
      Array(4).fill('done'),
    );
    expect(await syncJob.recurring?.(instance)).toEqual([]);

    const days: [number, number] = [today - 4, today - 1];
    expect(await one('spend', { source: 'linkedin_ads' }, days)).toBe(0);
    const stale = async () =>
      (await call(listSources, {})).filter((one) => one.stale).map(({ id }) => id);
    const before = await stale();
    expect(before).toContain('linkedin_ads');
    const run = await call(runSync, { id: linkedIn?.id });
    expect(run).toMatchObject({ state: 'done', begunBy: 'hand', error: null });
    expect(await one('spend', { source: 'linkedin_ads' }, days)).toBeGreaterThan(0);
    // The watch looks every few minutes; it ends what was told of the source.
    await watchWorkspace(instance, workspace);
    expect(await stale()).toEqual(before.filter((id) => id !== 'linkedin_ads'));
  });
});

describe('the plan', () => {
  test('of a million 170,000 are free, by the golden rule', async () => {
    expect(await call(summarise, {})).toMatchObject({
      ...{ total: 1_000_000, actual: 310_000, committed: 120_000, planned: 400_000 },
      ...{ available: 170_000, unmatched: 0, state: 'locked', baseline: 830_000 },
    });
    const { warnings } = await call(summarise, {});
    for (const { message } of warnings) expect(message).toMatch(/^[\d,]+\.\d\d USD that platforms/);
    const rules = await call(readBudgetRules, {});
    expect(rules.rules.separateDuties).toBe(true);
  });

  test('of the invoices of the month that is over 209 fit, 3 do not, one is for two, one is booked', async () => {
    const { name, text } = await call(readSample, { source: 'invoices' });
    const body = Readable.from([Buffer.from(text)]);
    const { upload } = await call(uploadExpenses, { name, body });
    const read = await call(importInvoices, { upload, dryRun: true });
    expect(read).toMatchObject({
      ...{ rows: 214, new: 213, matched: 209, unmatched: 3, splitProposed: 1, duplicates: 1 },
      ...{ numberTaken: 0, currencies: ['EUR', 'SEK', 'USD'], unused: [] },
    });
    const [planted] = planFaults(today).filter(({ kind }) => kind === 'duplicate_invoice');
    const refused = read.outcomes.find(({ outcome }) => outcome === 'duplicate');
    expect(refused?.amount).toBe(planted?.figures.amount);
  });

  test('the quarter that is over has goals that were missed with and without their work', async () => {
    const { from } = unitOf(today, 'quarter', calendarOf(workspace));
    const last = unitOf(from - 1, 'quarter', calendarOf(workspace));
    const { goals } = await call(reviewGoals, {
      period: unitLabel(last.from, 'quarter', calendarOf(workspace)),
    });
    const verdicts = Object.fromEntries(
      goals.map(({ goal, review }) => [goal.name, review.verdict]),
    );
    expect(verdicts['Pipeline EMEA']).toBe('strategy_gap');
    expect(verdicts['Customer webinars']).toBe('execution_gap');
    const of = (name: string) => goals.find(({ goal }) => goal.name === name)?.review;
    expect(of('Pipeline EMEA')?.achieved.attainment).toBeCloseTo(0.82, 3);
    expect(of('Customer webinars')?.achieved.attainment).toBeCloseTo(0.55, 3);
  });

  test('one campaign serves no goal, and one claim on an asset has no proof any more', async () => {
    const { orphans } = await call(readAlignment, {});
    expect(orphans.campaigns.map(({ code }) => code)).toEqual([
      expect.stringMatching(/-guide-spectro$/),
    ]);
    const claims = await call(listClaims, {});
    const over = claims.filter(({ state }) => state === 'expired');
    expect(over.map(({ text }) => text)).toEqual(['Ten times more precise']);
    expect(over[0]?.usedIn).toMatchObject([{ name: 'Spectrometer landing page', live: true }]);
  });
});

describe('sample files', () => {
  test('importing one into the sample brings back what was undone, and adds nothing', async () => {
    const days: [number, number] = [today - 28, today - 1];
    const { samples } = await call(listSamples, {});
    expect(samples.length).toBeGreaterThanOrEqual(3);
    const { name, text } = await call(readSample, { source: 'google_ads' });
    const body = (async function* () {
      yield new TextEncoder().encode(text);
    })();
    const { upload } = await call(uploadFile, { name, body });
    const report = await call(importFile, { upload });
    expect(report.source).toBe('google_ads');
    expect(report.reconciled.every((line) => line.difference === 0)).toBe(true);
    const expected = {
      source: 'google_ads',
      measure: 'ad_cost',
      from: days[0],
      to: days[1],
      today,
    };
    expect(await one('spend', { source: 'google_ads' }, days)).toBeCloseTo(
      expectedSums(demo, expected),
      2,
    );
  });

  test('a program gets one with its key, as a file', async () => {
    const { key } = await call(createKey, { name: 'reader', scopes: ['sources.read'] });
    const headers = { authorization: `Bearer ${key}` };
    const response = await instance.app.request('/api/v1/samples/ga4', { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="larkfield-ga4-[\d-]+-to-[\d-]+\.csv"$/,
    );
    expect(await response.text()).toContain('# Traffic acquisition');
    expect((await instance.app.request('/api/v1/samples/ga4')).status).toBe(401);
  });

  test('a sample that somebody added to is not loaded anew', async () => {
    const old = { ...state, today: today - 9 };
    await instance.records.system.transaction((trx) => saveDemoState(trx, old));
    expect(await loadDemo(instance)).toEqual(old);
    await instance.records.system.transaction((trx) => saveDemoState(trx, state));
  });

  test('a source without one is refused', async () => {
    await expect(call(readSample, { source: 'tiktok' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the guest', () => {
  test('comes in by the link once, edits, and manages nobody', async () => {
    const token = (await demoToken(instance)) as string;
    const anonymous = instance.scope(null, null);
    expect(await openLink.call(anonymous, { token })).toEqual({ userId: state.guestId });
    await expect(openLink.call(anonymous, { token })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const guest = { id: state.guestId, name: 'Sample guest', email: 'guest@larkfield.example' };
    const actor: Actor = { kind: 'user', ...guest, role: 'editor' };
    expect(await call(listSources, {}, actor)).not.toHaveLength(0);
    await expect(call(listMembers, {}, actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(call(removeDemo, {}, actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a new link makes the one before it void', async () => {
    const old = (await demoToken(instance)) as string;
    await demoToken(instance);
    await expect(openLink.call(instance.scope(null, null), { token: old })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('again and away', () => {
  test('a load that was killed half-way begins again and is whole', async () => {
    await instance.records.system.transaction(async (trx) => {
      await clearSample(trx, workspace.id);
      await saveDemoState(trx, { ...state, step: 'loading' });
    });
    expect(await demoToken(instance)).toBeNull();
    expect(await loadDemo(instance)).toMatchObject({ ...state, loadedAt: expect.any(Number) });
    const expected = {
      source: 'meta_ads',
      measure: 'ad_cost',
      from: today - 90,
      to: today - 1,
      today,
    };
    expect(await one('spend', { source: 'meta_ads' })).toBeCloseTo(expectedSums(demo, expected), 2);
    expect(await call(listImports, {})).toHaveLength(demo.batches.length);
  }, 300_000);

  test('removal takes the sample, exactly, and it does not come back', async () => {
    const { system } = instance.records;
    const own = await instance.addWorkspace('own');
    const keeper = await instance.addUser(own, 'owner');
    await expect(
      removeDemo.call(instance.scope({ ...keeper, role: 'owner' }, own), {}),
    ).rejects.toMatchObject({ code: 'PRECONDITION' });
    expect(await call(removeDemo, {})).toEqual({ removed: 'larkfield' });
    expect(await findWorkspace(system.db, 'larkfield')).toBeNull();
    expect(await instance.facts.slices(workspace.id)).toEqual([]);
    for (const table of OWN_TABLES) {
      const rows = await system.db
        .selectFrom(table)
        .select('workspace_id')
        .where('workspace_id', '=', workspace.id)
        .execute();
      expect(rows, table).toEqual([]);
    }
    const users = await system.db.selectFrom('users').select('id').execute();
    expect(users.map((user) => user.id)).toEqual([keeper.id]);
    expect(await findWorkspace(system.db, 'own')).not.toBeNull();
    expect(await loadDemo(instance)).toBeNull();
    expect(await demoToken(instance)).toBeNull();
  });

  test('an instance that holds a workspace gets no sample', async () => {
    await instance.records.system.transaction((trx) =>
      trx.deleteFrom('instance').where('key', '=', 'demo').execute(),
    );
    expect(await loadDemo(instance)).toBeNull();
  });
});
