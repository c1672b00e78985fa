import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfText } from '../../testing/pdf-text.ts';
import { runCommand } from '../../testing/run-command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { listMonths } from '../budgets/close-month.ts';
import { createCommitment } from '../budgets/commitments.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { createExpense } from '../budgets/expenses.ts';
import { listExpenses } from '../budgets/list-expenses.ts';
import { readPace } from '../budgets/pace.ts';
import { summarise } from '../budgets/summary.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { listCampaigns } from '../campaigns/list-campaigns.ts';
import { readCampaignHealth } from '../campaigns/read-health.ts';
import { moneyOf } from '../campaigns/show-campaign.ts';
import { createClaim } from '../content/claims.ts';
import { createGoal } from '../goals/goals.ts';
import { listGoals } from '../goals/list-goals.ts';
import { createObjective } from '../goals/objectives.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { createTask } from '../tasks/tasks.ts';
import { setAutomation } from './automations.ts';
import { countRuns } from './count-runs.ts';
import { readView } from './read-view.ts';
import { viewCsv } from './view-csv.ts';
import { viewPdf } from './view-pdf.ts';
import { viewCommands } from './views.commands.ts';
import type { Section, View, ViewName } from './views.schema.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const QUARTER = { from: '2026-02-01', to: '2026-04-30' };
let instance: TestInstance;
let workspace: Workspace;
let empty: Workspace;
let owner: Scope;
let folder: string;

beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace('team', { currency: 'EUR', fiscalStart: 2 });
  empty = await instance.addWorkspace('empty');
  folder = await mkdtemp(join(tmpdir(), 'views-'));
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Cost,Clicks', '2026-02-05,spring,910,40', '2026-03-06,=autumn,90,5'],
  });
  owner = instance.scope(await instance.addUser(workspace, 'owner'), workspace);
  const { id: objective } = await createObjective.call(owner, { name: 'Grow in Łódź' });
  const { id: goal } = await createGoal.call(owner, {
    ...{ objective, name: 'Clicks', kind: 'other', kpi: 'paid.clicks' },
    targets: [{ period: 'FY2027 Q1', kind: 'reach', value: 890 }],
  });
  const { id: campaign } = await createCampaign.call(owner, {
    ...{ name: 'spring', code: 'spring', type: 'other', from: '2026-02-01', goal },
  });
  const { id: plan } = await createPlan.call(owner, { fiscalYear: 2027, total: 8000 });
  const months = Array<number>(12).fill(1000);
  const line = { team: 'Demand', channel: 'Paid social', goalId: goal, campaignId: campaign };
  await changeLines.call(owner, { id: plan, add: [{ name: 'Social', ...line, months }] });
  const order = { number: 'PO-7', vendor: 'Northlight', day: '2026-02-02', amount: 25_000 };
  await createCommitment.call(owner, { ...order, ask: true });
  const invoice = { vendor: 'Northlight', day: '2026-02-20' };
  await createExpense.call(owner, {
    number: 'R-1',
    amount: 500,
    ...invoice,
    campaignCode: 'spring',
  });
  await createExpense.call(owner, { number: 'R-2', amount: 70.5, ...invoice, vendor: 'Elsewhere' });
  await createTask.call(owner, { title: 'Brief the agency', due: '2026-03-01', campaign });
  await createClaim.call(owner, {
    text: 'Twice as fast',
    substantiation: 'A test of 2025',
    validUntil: '2026-03-01',
  });
});
afterAll(async () => {
  await instance.close();
  await rm(folder, { recursive: true });
});

const read = (view: ViewName) => readView.call(owner, { view });
const sectionOf = ({ sections }: View, id: string) =>
  sections.find((one) => one.id === id) as Section;
const figures = (view: View, id: string) =>
  Object.fromEntries(sectionOf(view, id).figures.map((one) => [one.id, one.value]));
const cells = (view: View, id: string) =>
  (sectionOf(view, id).table?.rows ?? []).map((row) => row.cells);

describe('the view of the CMO', () => {
  it('says what the rooms say', async () => {
    const view = await read('cmo');
    expect(view).toMatchObject({ period: { label: 'FY2027 Q1', ...QUARTER }, asOf: '2026-03-09' });
    const sum = await summarise.call(owner, { by: 'quarter' });
    const { total, baseline, forecast, actual, committed, planned, available } = sum;
    const plan = { total, baseline, forecast, actual, committed, planned, available };
    expect(figures(view, 'plan')).toEqual(plan);
    expect(total - actual - committed - planned).toBeCloseTo(available, 6);
    expect(cells(view, 'plan')).toEqual(
      sum.rows.map((row) => [row.label, row.baseline, row.forecast, row.actual, row.variance]),
    );

    const [standing] = (await listGoals.call(owner, {})).objectives[0]?.goals ?? [];
    const goal = sectionOf(view, 'goals').table?.rows[0];
    expect(goal).toMatchObject({ kpi: 'paid.clicks', definition: standing?.definition });
    expect(goal?.cells.slice(3, 8)).toEqual([
      890,
      45,
      standing?.standing?.expected,
      45 / 890,
      standing?.standing?.pace,
    ]);
    expect(cells(view, 'behind').map(([name]) => name)).toEqual(['Clicks']);

    const kpis = ['paid.cost', 'pipe.created'];
    const asked = { kpis, from: '2026-02-01', to: '2026-03-09' };
    const answer = await readKpi.call(owner, asked);
    const [cost, pipeline] = sectionOf(view, 'return').figures;
    expect(cost).toMatchObject({ value: 1000, definition: answer.kpis['paid.cost']?.definition });
    expect(pipeline?.value).toBe(0);
    const mer = sectionOf(view, 'return').figures.find(({ id }) => id === 'rev.mer');
    expect(mer).toMatchObject({
      value: null,
      says: expect.stringMatching(/no source|nothing that carries/),
    });
    expect(view.definitions.map(({ kpi }) => kpi)).toContain('paid.clicks');
  });

  it('says what must be known of values too, once', async () => {
    const view = await read('cmo');
    const { figures: shown, notes } = sectionOf(view, 'return');
    const { notes: told } = await readKpi.call(owner, {
      ...{ kpis: shown.map(({ id }) => id), from: '2026-02-01', to: '2026-03-09' },
    });
    const stale = told.filter(({ code }) => code === 'source_stale');
    expect(stale.map(({ kpi }) => kpi)).toEqual(['paid.cost', 'paid.roas']);
    expect(notes.filter((note) => note.startsWith(stale[0]?.message ?? '–'))).toEqual([
      `${stale[0]?.message} ${stale[0]?.hint}`,
    ]);
    for (const { says } of shown)
      expect(notes.some((note) => note.startsWith(says ?? '–'))).toBe(false);
  });

  it('names the risks and the load, each with where it comes from', async () => {
    const view = await read('cmo');
    expect(cells(view, 'over-commit')).toEqual([
      ['Plan 2027', '€4,070.50 more is bound than there is.', null],
      [
        'Order PO-7, Northlight',
        '€29,000.00 over what was available; it waits for a decision.',
        '2026-02-02',
      ],
    ]);
    expect(cells(view, 'claims')).toEqual([
      ['Twice as fast', 'Its proof has expired', '2026-03-01'],
    ]);
    expect(cells(view, 'load')).toEqual([['Nobody yet', 1, 1, 0, 0, null]]);
    for (const { link, table, from } of view.sections) {
      expect(link).toMatch(/^\//);
      expect(from.length).toBeGreaterThan(0);
      for (const row of table?.rows ?? []) expect(row.link).toMatch(/^\//);
    }
  });
});

describe('the views of the director and of finance', () => {
  it('say what the rooms say', async () => {
    const director = await read('director');
    const [health] = await readCampaignHealth.call(owner, {
      ids: (await listCampaigns.call(owner, {})).campaigns.map(({ id }) => id),
    });
    expect(health).toBeDefined();
    const [campaign] = (await listCampaigns.call(owner, {})).campaigns;
    const { planned = 0, committed = 0, actual = 0, left } = campaign?.money ?? {};
    expect(left).toBeCloseTo(planned - committed - actual, 6);
    expect(cells(director, 'money')).toEqual([
      ['spring', 'idea', planned, committed, actual, left],
    ]);
    // 0.3 − 0.1 − 0.2 of units is −2.8e-17, and red.
    const micros = { plannedMicros: 3e5, committedMicros: 1e5, actualMicros: 2e5 };
    const rest = { baselineMicros: null, platformMicros: 0, reportedMicros: 0 };
    expect(moneyOf({ campaignId: 'ca_1', lineIds: [], ...micros, ...rest }).left).toBe(0);
    expect(cells(director, 'tasks')).toEqual([
      ['Brief the agency', 'Nobody yet', '2026-03-01', 'spring', 'late'],
    ]);
    expect(sectionOf(director, 'experiments').empty).toContain('No experiment');

    const finance = await read('finance');
    const waiting = await listExpenses.call(owner, { state: 'unmatched' });
    expect(figures(finance, 'reconcile')).toEqual({ unmatched: waiting.all, money: 70.5 });
    const february = { from: '2026-02', to: '2026-02' } as const;
    const first = await listExpenses.call(owner, { ...february, limit: 1 });
    expect(first).toMatchObject({ expenses: [{}], all: 2, money: 570.5 });
    const later = await listExpenses.call(owner, { from: '2026-03' });
    expect(later).toEqual({ expenses: [], all: 0, money: 0 });
    expect(cells(finance, 'reconcile').map(([number]) => number)).toEqual(['R-2']);
    const pace = await readPace.call(owner, { ...QUARTER, by: 'channel' });
    expect(cells(finance, 'pacing').map((row) => row.slice(0, 7))).toEqual(
      [...pace.rows, pace.total].map((one) => [
        ...[one.label, one.planned, one.expected, one.actual, one.pace],
        ...[one.projected, one.requiredPerDay],
      ]),
    );
    const months = await listMonths.call(owner, {});
    expect(cells(finance, 'months').map(([month, , booked]) => [month, booked])).toEqual(
      months.map(({ month, booked }) => [month, booked]),
    );
    expect(sectionOf(finance, 'accruals').empty).toBe('Nothing is accrued in this year.');
  });

  it('of an empty workspace say what is missing, and break nowhere', async () => {
    for (const view of ['cmo', 'director', 'finance'] as const) {
      const found = await readView.call(instance.scope({ kind: 'local' }, empty), { view });
      expect(found.sections.length).toBeGreaterThan(4);
    }
    const cmo = await readView.call(instance.scope({ kind: 'local' }, empty), { view: 'cmo' });
    expect(sectionOf(cmo, 'plan').empty).toBe('There is no plan of 2026. Make one first.');
  });

  it('say that a plan of other months has no pace, and show the rest', async () => {
    const moved = await instance.addWorkspace('moved', { fiscalStart: 4 });
    const local = { kind: 'local' } as const;
    await createPlan.call(instance.scope(local, moved), { fiscalYear: 2027, total: 10 });
    const now = instance.scope(local, { ...moved, fiscalStart: 2 });
    const finance = await readView.call(now, { view: 'finance' });
    expect(sectionOf(finance, 'pacing')).toMatchObject({
      table: null,
      empty: expect.stringContaining('does not lie in the year of the plan'),
    });
    expect(cells(finance, 'months')).toHaveLength(12);
  });

  it('take the period that is asked for, and refuse one that is none', async () => {
    const past = await readView.call(owner, { view: 'cmo', period: '2026-02' });
    expect(past).toMatchObject({ period: { from: '2026-02-01', to: '2026-02-28' } });
    expect(figures(past, 'return')).toMatchObject({ 'paid.cost': 910 });
    const ahead = await readView.call(owner, { view: 'director', period: 'FY2027 Q3' });
    expect(sectionOf(ahead, 'funnel').notes[0]).toContain('begins on 2026-08-01');
    await expect(readView.call(owner, { view: 'cmo', period: 'soon' })).rejects.toMatchObject({
      code: 'INVALID',
    });
  });
});

describe('the value report', () => {
  it('says what the rooms say, and of what nobody has stated that there is no figure', async () => {
    const value = await read('value');
    expect(value.sections.map(({ id }) => id)).toEqual([
      ...['return', 'models', 'channels', 'hours', 'defects', 'waste'],
    ]);
    const asked = { kpis: ['paid.cost', 'rev.mer'], from: '2026-02-01', to: '2026-03-09' };
    const answer = await readKpi.call(owner, asked);
    const pace = await readPace.call(owner, {
      ...{ from: '2026-02-01', to: '2026-03-09', by: 'channel', fiscalYear: 2027 },
    });
    expect(figures(value, 'return')).toMatchObject({
      booked: pace.total.actual,
      'paid.cost': answer.rows[0]?.values['paid.cost'],
    });
    const [mer] = sectionOf(value, 'models').table?.rows ?? [];
    expect(mer).toMatchObject({
      ...{ kpi: 'rev.mer', definition: answer.kpis['rev.mer']?.definition },
      cells: [
        'None: all revenue for all marketing money',
        expect.any(String),
        null,
        expect.stringMatching(/no source|nothing that carries/),
      ],
    });
    expect(sectionOf(value, 'channels')).toMatchObject({
      empty: expect.stringContaining('No won deal'),
      notes: [expect.stringContaining('No contacts')],
    });
    const [hours] = sectionOf(value, 'hours').figures;
    expect(hours).toMatchObject({
      value: null,
      says: expect.stringContaining('Nobody has stated'),
    });
    expect(value.definitions).toContainEqual(
      expect.objectContaining({ kpi: 'value.hours_saved', definition: hours?.definition }),
    );
    expect(
      cells(value, 'hours').every(([, , minutes, of]) => minutes === null && of === null),
    ).toBe(true);
    expect(figures(value, 'waste')).toEqual({ stopped: 0, closed: 0 });
    // What is told beside each other is not written as a sum.
    const prevented = value.definitions.find(({ kpi }) => kpi === 'value.defects_prevented');
    expect(prevented?.formula).not.toContain('+');
    for (const section of value.sections)
      for (const one of section.figures) expect(one.link).toMatch(/^\//);
  });

  it('counts hours only by stated minutes, with who stated them, and lets nobody write over', async () => {
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    const state = { kind: 'files_taken_in', reason: 'Timed in May', version: 0 } as const;
    await expect(setAutomation.call(viewer, { ...state, minutes: 6 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const minutes of [0, -1, 20_000])
      await expect(setAutomation.call(owner, { ...state, minutes })).rejects.toMatchObject({
        code: 'INVALID',
      });
    const both = await Promise.allSettled([
      setAutomation.call(owner, { ...state, minutes: 6 }),
      setAutomation.call(owner, { ...state, minutes: 6 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const value = await read('value');
    expect(figures(value, 'hours')).toEqual({ hours: 0.1 });
    const files = sectionOf(value, 'hours').table?.rows.find(({ id }) => id === state.kind);
    expect(files?.cells.slice(1, 4)).toEqual([1, 6, 0.1]);
    expect(files?.cells.slice(5)).toEqual(['2026-03-10', 'Timed in May']);
    const stale = setAutomation.call(owner, { ...state, minutes: 9 });
    await expect(stale).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { version: 1, now: { minutes: 6, reason: 'Timed in May' } },
    });
    await setAutomation.call(owner, { ...state, minutes: null, version: 1 });
    expect(figures(await read('value'), 'hours')).toEqual({ hours: null });
    const { db } = instance.records.system;
    const { details } = await db
      .selectFrom('audit')
      .select('details')
      .where('workspace_id', '=', workspace.id)
      .where('verb', '=', 'views.setAutomation')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(details).toMatchObject({ was: 6, minutes: null });
  });

  it('counts no export that was undone', async () => {
    const span = { since: new Date(now - 86_400_000), until: new Date(now + 86_400_000) };
    const { system } = instance.records;
    const counted = async (status: 'done' | 'undone' | 'replaced') => {
      await system.transaction((trx) =>
        trx
          .updateTable('batches')
          .set({ status })
          .where('workspace_id', '=', workspace.id)
          .execute(),
      );
      return (await countRuns(system.db, workspace.id, span)).files_taken_in;
    };
    expect(await counted('replaced')).toBe(1);
    expect(await counted('undone')).toBe(0);
    expect(await counted('done')).toBe(1);
  });
});

describe('a plan in another currency than the workspace’s', () => {
  it('keeps its own, in the view, as CSV and as PDF', async () => {
    const moved = await instance.addWorkspace('franc', { currency: 'CHF', fiscalStart: 2 });
    const local = { kind: 'local' } as const;
    await createPlan.call(instance.scope(local, moved), { fiscalYear: 2027, total: 1234 });
    const since = instance.scope(local, { ...moved, currency: 'EUR' });
    const cmo = await readView.call(since, { view: 'cmo' });
    expect(cmo.currency).toBe('EUR');
    const [total] = sectionOf(cmo, 'plan').figures;
    expect(total).toMatchObject({ value: 1234, unit: { kind: 'money', currency: 'CHF' } });
    expect(viewCsv(cmo)).toContain('Budget of the year,1234,,money CHF');
    expect(pdfText(await viewPdf(cmo)).join()).toMatch(/CHF\s1,234\.00/);
    const finance = await readView.call(since, { view: 'finance' });
    expect(viewCsv(finance)).toContain('Planned (CHF)');
  });

  it('is not summed with one in another currency', async () => {
    const moved = await instance.addWorkspace('crown', { currency: 'CHF', fiscalStart: 2 });
    const local = { kind: 'local' } as const;
    await createPlan.call(instance.scope(local, moved), { fiscalYear: 2026, total: 10 });
    const since = instance.scope(local, { ...moved, currency: 'EUR' });
    await createPlan.call(since, { fiscalYear: 2027, total: 10 });
    const closing = { finding: 'no_goal vendor press', micros: 5e6, reason: 'Ended' };
    const at = { outcome: 'stopped', closed_by: 'us_1', closed_at: new Date(now) } as const;
    const of = { workspace_id: moved.id, ...closing, ...at };
    await instance.records.system.transaction((trx) =>
      trx
        .insertInto('waste_closings')
        .values([2026, 2027].map((fiscal_year) => ({ ...of, fiscal_year })))
        .execute(),
    );
    const value = await readView.call(since, { view: 'value' });
    expect(figures(value, 'waste')).toEqual({ stopped: null, closed: null });
    expect(sectionOf(value, 'waste').figures[0]?.says).toContain('not summed');
    const units = sectionOf(value, 'waste').table?.rows.map(({ unit }) => unit);
    expect(units).toEqual([
      { kind: 'money', currency: 'CHF' },
      { kind: 'money', currency: 'EUR' },
    ]);
  });
});

describe('files', () => {
  const get = async (path: string) => {
    const { key } = await createKey.call(instance.scope({ kind: 'local' }, workspace), {
      name: 'board pack',
      scopes: ['plans.read', 'kpis.read', 'sources.read'],
    });
    return instance.app.request(path, { headers: { authorization: `Bearer ${key}` } });
  };

  it('as PDF have the words and numbers in them, page numbers, as-of and definitions', async () => {
    const response = await get('/api/v1/views/cmo.pdf');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain('openmops-view-cmo-2026-02-01');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const pages = pdfText(bytes);
    const text = pages.join('\n');
    for (const words of [
      ...['View of the CMO', 'Grow in Łódź', 'as of 2026-03-09', 'Budget of the year: €8,000.00'],
      ...['Available: -€4,070.50', 'Media cost: €1,000.00', 'Twice as fast', 'Definition sha256'],
    ])
      expect(text).toContain(words);
    pages.forEach((page, at) => {
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
    });
    // Tagged: a reader walks headings and tables, and knows the language.
    const raw = Buffer.from(bytes).toString('latin1');
    for (const tag of [
      '/MarkInfo',
      '/StructTreeRoot',
      '/S /H1',
      '/S /Table',
      '/S /TH',
      '/Lang (en)',
    ])
      expect(raw).toContain(tag);
  });

  it('as CSV have a block for each section, and run nowhere as a formula', async () => {
    const response = await get('/api/v1/views/director.csv?period=FY2027+Q1');
    const lines = (await response.text()).split('\r\n');
    expect(lines[0]).toBe('view,View of the director of marketing');
    expect(lines).toContain('section,Budget left by campaign');
    expect(lines.find((line) => line.startsWith('Brief the agency'))).toMatch(
      /,late,,bad,,,\/camp/,
    );
    expect(lines.filter((line) => /^[=+@]/.test(line))).toEqual([]);
    expect((await get('/api/v1/views/cmo.docx')).status).toBe(400);
    expect((await get('/api/v1/views/cmo')).status).toBe(200);
  });

  it('come from the command line too', async () => {
    const run = (...words: string[]) =>
      runCommand(instance, viewCommands, ['view', ...words], 'team');
    const shown = await run('cmo');
    expect(shown.text()).toContain('Budget of the year');
    expect(shown.json).toMatchObject({ view: 'cmo', currency: 'EUR' });
    const [pdf, csv] = [join(folder, 'a.pdf'), join(folder, 'a.csv')];
    await run('finance', '--pdf', pdf);
    expect(pdfText(await readFile(pdf))[0]).toContain('View of finance');
    expect((await run('finance', '--csv', csv)).text()).toContain(csv);
    expect(await readFile(csv, 'utf8')).toContain('Elsewhere');
    await expect(run('ceo')).rejects.toThrow('cmo, director, finance or value');
    await expect(run('cmo', '--pdf', pdf, '--csv', csv)).rejects.toThrow('--pdf or --csv');
  });
});
