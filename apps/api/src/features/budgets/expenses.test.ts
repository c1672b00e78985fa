import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { MopsError, seededRandom } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { unzip } from '../../testing/unzip.ts';
import type { Scope } from '../../verb.ts';
import { campaignRow } from '../campaigns/campaigns.testing.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { importRates } from '../rates/import-rates.ts';
import { listenTo } from '../subscriptions/subscriptions.testing.ts';
import { allocate } from './allocate.ts';
import { setBudgetRules } from './budget-rules.ts';
import { budgetCommands } from './budgets.commands.ts';
import { campaignMoney } from './campaign-money.ts';
import { changeLines } from './change-lines.ts';
import { closeMonth, listMonths, reopenMonth } from './close-month.ts';
import {
  closeCommitment,
  createCommitment,
  decideWaiting,
  listCommitments,
} from './commitments.ts';
import { createPlan } from './create-plan.ts';
import {
  adjustExpense,
  createExpense,
  leaveExpense,
  matchExpense,
  updateExpense,
} from './expenses.ts';
import { importInvoices } from './import-invoices.ts';
import { importOrders } from './import-orders.ts';
import { listExpenses } from './list-expenses.ts';
import { readPace } from './pace.ts';
import { listLines } from './read-plan.ts';
import { addSpendRule, listSpend } from './spend-rules.ts';
import { summarise } from './summary.ts';
import { uploadExpenses } from './upload-expenses.ts';

let instance: TestInstance;
let workspace: Workspace;
const people: Record<string, Scope> = {};
const ids: Record<string, string> = {};
let plan = '';
const lines: Record<string, { id: string; version: number }> = {};

beforeAll(async () => {
  let now = Date.parse('2026-07-01T12:00:00Z');
  instance = await testInstance({ now: () => (now += 1000) });
  workspace = await instance.addWorkspace('larkfield', { currency: 'USD', fiscalStart: 2 });
  for (const role of ['editor', 'owner', 'finance', 'viewer'] as const) {
    const person = await instance.addUser(workspace, role);
    people[role] = instance.scope(person, workspace);
    ids[role] = person.id;
  }
  await instance.records.system.transaction(async (trx) => {
    for (const code of ['spring-webinar', 'autumn-fair', 'search-brand'])
      await trx.insertInto('campaigns').values(campaignRow(workspace.id, code)).execute();
  });
  const rates = ['day,from,to,rate'];
  for (let day = 1; day <= 31; day++) {
    const date = `2026-05-${String(day).padStart(2, '0')}`;
    rates.push(`${date},SEK,USD,0.095`, `${date},EUR,USD,1.1`);
    if (day < 31) rates.push(`2026-06-${date.slice(-2)},EUR,USD,1`);
  }
  await importRates.call(
    instance.scope({ kind: 'local' }, workspace),
    await upload('rates.csv', rates),
  );
  plan = (await createPlan.call(as('editor'), { fiscalYear: 2027, total: 1_000_000 })).id;
  const made = await changeLines.call(as('editor'), {
    id: plan,
    add: [
      { name: 'Paid social', channel: 'Paid social', months: spread(400_000) },
      {
        name: 'Events',
        channel: 'Events',
        costCentre: 'MK-200',
        vendor: 'Fair Co',
        months: spread(360_000),
      },
      {
        name: 'Search',
        channel: 'Paid search',
        actualFrom: 'platform',
        campaignId: 'ca_search-brand',
        months: spread(70_000),
      },
    ],
  });
  for (const { name, id, version } of made.lines) lines[name] = { id, version };
});
afterAll(() => instance.close());

const as = (role: string): Scope => people[role] as Scope;
const line = (name: string) => lines[name]?.id ?? '';
// Paid social has its money from April to June, of 91 days.
const spread = (total: number) =>
  total === 400_000
    ? [0, 0, 130_000, 140_000, 130_000, 0, 0, 0, 0, 0, 0, 0]
    : Array<number>(12)
        .fill(0)
        .map((_, at) => (at < 10 ? total / 10 : 0));

async function upload(name: string, rows: string[]): Promise<{ upload: string }> {
  const body = Readable.from([Buffer.from(rows.join('\n'))]);
  const by = name === 'rates.csv' ? instance.scope({ kind: 'local' }, workspace) : as('finance');
  return { upload: (await uploadExpenses.call(by, { name, body })).upload };
}

const summary = () => summarise.call(as('viewer'), {});
const waiting = async () =>
  (await listExpenses.call(as('viewer'), { state: 'unmatched' })).expenses;

describe('commitments', () => {
  it('are brought in by a file, once', async () => {
    const file = [
      'PO number;Supplier;PO date;Amount;Currency;Budget line;Campaign',
      'PO-001;Social Media AB;01.05.2026;1.000.000,00;SEK;Paid social;spring-webinar',
      'PO-002;Fair Co;02.05.2026;25.000,00;USD;Events;autumn-fair',
    ];
    const bad = [...file, 'PO-003;X;31.02.2026;1,00;USD;Nothing;'];
    const refused = importOrders.call(as('finance'), await upload('bad.csv', bad));
    await expect(refused).rejects.toMatchObject({ detail: { status: 422, count: 2 } });
    expect(await listCommitments.call(as('viewer'), {})).toEqual([]);
    const done = await importOrders.call(as('finance'), await upload('orders.csv', file));
    expect(done).toMatchObject({ new: 2, known: 0, total: 120_000, unchanged: false });
    const again = await importOrders.call(as('finance'), await upload('orders.csv', file));
    expect(again).toMatchObject({ new: 0, unchanged: true });
    const other = await importOrders.call(as('finance'), await upload('o.csv', [...file, '']));
    expect(other).toMatchObject({ new: 0, known: 2, unchanged: false });
    expect(await summary()).toMatchObject({
      committed: 120_000,
      planned: 710_000,
      available: 170_000,
    });
  });

  it('above what is available are refused with what is missing, and accepted by another within the limit', async () => {
    const wish = { number: 'PO-100', vendor: 'Big Agency', day: '2026-06-10', amount: 200_000 };
    const refused = await createCommitment.call(as('editor'), wish).catch((error) => error);
    expect(refused.message).toBe('30,000.00 is missing: 170,000.00 is available.');
    expect(refused.detail).toMatchObject({
      status: 422,
      missing: '30000.00',
      available: '170000.00',
    });
    const told = await listenTo(instance, workspace);
    const asked = await createCommitment.call(as('editor'), { ...wish, ask: true });
    expect(asked).toMatchObject({ state: 'asked', missing: 30_000 });
    expect((await summary()).available).toBe(170_000);
    const decide = (role: string) =>
      decideWaiting.call(as(role), { id: asked.id, version: 1, accept: true, reason: 'Needed' });
    await expect(decide('editor')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await setBudgetRules.call(as('owner'), {
      version: 0,
      rules: { limits: { finance: 100_000 } },
      reason: 'Limits',
    });
    await expect(decide('finance')).rejects.toThrow('200,000.00 is above your limit.');
    expect((await decide('owner')).state).toBe('open');
    expect((await summary()).available).toBe(-30_000);
    const data = { number: 'PO-100', missing: 30_000, currency: 'USD' };
    expect(await told()).toMatchObject([{ type: 'budget.over_committed', data }]);
    const trail = await instance.records.system.db
      .selectFrom('audit')
      .select(['actor_id', 'verb'])
      .where('verb', 'in', ['commitments.create', 'commitments.decide'])
      .orderBy('seq')
      .execute();
    expect(trail).toEqual([
      { actor_id: ids.editor, verb: 'commitments.create' },
      { actor_id: ids.owner, verb: 'commitments.decide' },
    ]);
    const close = (role: string) =>
      closeCommitment.call(as(role), { id: asked.id, version: 2, reason: 'Cancelled' });
    for (const role of ['owner', 'editor'])
      await expect(close(role)).rejects.toThrow('cannot close it');
    expect(await close('finance')).toMatchObject({ freed: 200_000 });
    await expect(createCommitment.call(as('editor'), { ...wish, amount: 1 })).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    );
  });
});

describe('invoices of a month', () => {
  const file = () => {
    const rows = [
      'Invoice number,Vendor,Invoice date,Amount,Currency,PO number,Campaign,Cost code',
    ];
    for (let i = 1; i <= 209; i++) {
      const day = `2026-05-${String((i % 28) + 1).padStart(2, '0')}`;
      rows.push(
        i % 3 === 0
          ? `S-${i},Social Media AB,${day},1000.50,SEK,po 1,,x`
          : i % 3 === 1
            ? `E-${i},Webinar GmbH,${day},100.10,EUR,,autumn-fair,x`
            : `F-${i},Fair Co.,${day},90.25,USD,PO-2,,x`,
      );
    }
    rows.push('U-1,Unknown Ltd,2026-05-11,500.00,USD,,,');
    rows.push('U-2,Unknown Ltd,2026-05-12,700.00,USD,,,');
    rows.push('U-3,Fair Co,2026-05-12,11.00,USD,PO-999,,');
    rows.push('F-2,FAIR CO,2026-05-03,90.25,USD,PO-002,,x');
    rows.push('M-1,Two Campaigns Inc,2026-05-20,1000.00,USD,,spring-webinar; autumn-fair,');
    return rows;
  };

  it('are matched, wait, are refused or proposed to be split; again they change nothing', async () => {
    const { version, id } = lines.Events ?? { version: 0, id: '' };
    const shared = [{ campaignId: 'ca_autumn-fair', percent: 100 }];
    await allocate.call(as('editor'), { line: id, version, to: shared });
    const { upload: spooled } = await upload('may.csv', file());
    const tried = await importInvoices.call(as('finance'), { upload: spooled, dryRun: true });
    expect(tried).toMatchObject({ new: 213, dryRun: true, unused: ['Cost code'] });
    expect((await listExpenses.call(as('viewer'), {})).all).toBe(0);
    const done = await importInvoices.call(as('finance'), { upload: spooled });
    expect(done).toMatchObject({
      rows: 214,
      new: 213,
      matched: 209,
      unmatched: 3,
      duplicates: 1,
      splitProposed: 1,
      currencies: ['EUR', 'SEK', 'USD'],
    });
    const again = await importInvoices.call(as('finance'), await upload('may.csv', file()));
    expect(again).toMatchObject({ new: 0, unchanged: true });
    const longer = await importInvoices.call(as('finance'), await upload('x.csv', [...file(), '']));
    expect(longer).toMatchObject({ new: 0, duplicates: 214, unchanged: false });
    const { expenses } = await listExpenses.call(as('viewer'), { vendor: 'social', limit: 1 });
    expect(expenses[0]).toMatchObject({ rate: 0.095, amount: 1000.5, converted: 95.05 });
    const { total } = done;
    expect((await summary()).actual).toBeCloseTo(total, 6);
  });

  it('with a cell that cannot be read are refused whole, and every cell is named', async () => {
    const rows = [...file().slice(0, 3), 'A,B,2026-13-45,12x,EURO,,,', 'C,,2026-05-01,1,USD,,,'];
    const refused = await importInvoices
      .call(as('finance'), await upload('rotten.csv', rows))
      .catch((error) => error);
    expect(refused).toMatchObject({ code: 'INVALID', detail: { status: 422, count: 4 } });
    expect(refused.detail.issues[0]).toMatchObject({ line: 4, field: 'Invoice date' });
    const foreign = ['number,vendor,day,amount,currency', 'Z,Z,2026-05-01,1,GBP'];
    await expect(
      importInvoices.call(as('finance'), await upload('gbp.csv', foreign)),
    ).rejects.toThrow('no rate from GBP to USD for 2026-05-01');
    await expect(
      importInvoices.call(as('finance'), await upload('no.csv', ['a,b', '1,2'])),
    ).rejects.toThrow('no column “number”');
  });

  it('are taken by REST from finance, who imports nothing else', async () => {
    const headers = {
      cookie: await instance.cookieOf(ids.finance ?? ''),
      'x-openmops-workspace': workspace.slug,
      'content-type': 'application/octet-stream',
      'sec-fetch-site': 'same-origin',
      'x-openmops-columns': encodeURIComponent(JSON.stringify({ number: 'Beleg' })),
    };
    const post = (path: string, body: string) =>
      instance.app.request(path, { method: 'POST', headers, body });
    const path = '/api/v1/expenses/imports?name=beleg.csv';
    const rows = 'Beleg;Lieferant;Rechnungsdatum;Betrag\nB-1;Hall;30.05.2026;12x\n';
    const rotten = await post(path, rows);
    expect(rotten.status).toBe(422);
    const taken = await post(path, rows.replace('12x', '1.200,50'));
    expect(await taken.json()).toMatchObject({ new: 1, unmatched: 1, total: 1200.5 });
    const [one] = (await listExpenses.call(as('viewer'), { vendor: 'Hall' })).expenses;
    const left = { id: one?.id ?? '', version: 1, reason: 'Not ours' };
    await leaveExpense.call(as('finance'), left);
    expect((await post('/api/uploads?name=x.csv', rows)).status).toBe(403);
  });

  it('that wait are matched, split to the cent, or left', async () => {
    const [split, ...others] = (await waiting()).sort((a, b) => (a.number < b.number ? -1 : 1));
    expect(split?.proposals[0]?.parts.map(({ percent }) => percent)).toEqual([50, 50]);
    const payers = [{ line: line('Events'), percent: 60 }, { campaign: 'ca_spring-webinar' }];
    const match = (parts: Parameters<typeof matchExpense.call>[1]['parts']) =>
      matchExpense.call(as('finance'), {
        id: split?.id ?? '',
        version: split?.version ?? 0,
        parts,
      });
    await expect(match([{ line: line('Events'), percent: 60 }])).rejects.toThrow(
      '400 is left over',
    );
    await expect(match([{ line: 'bl_none' }])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(match([{}])).rejects.toThrow('no payer');
    const done = await match(payers);
    expect(done.parts.map(({ amount }) => amount)).toEqual([600, 400]);
    await expect(match(payers)).rejects.toMatchObject({ code: 'CONFLICT' });
    const [one, two, three] = others;
    const { id: u1 = '', version = 0 } = one ?? {};
    await matchExpense.call(as('finance'), { id: u1, version, parts: [{ line: line('Events') }] });
    await leaveExpense.call(as('finance'), { id: two?.id ?? '', version, reason: 'Company cost' });
    await expect(closeMonth.call(as('finance'), { month: '2026-05', version: 0 })).rejects.toThrow(
      '1 invoice of 2026-05 waits to be matched.',
    );
    const [order] = await listCommitments.call(as('viewer'), { state: 'open' });
    const parts = [{ commitment: order?.id ?? '' }];
    const paid = await matchExpense.call(as('finance'), { id: three?.id ?? '', version, parts });
    expect(paid.parts[0]).toMatchObject({ lineName: 'Events', campaign: 'ca_autumn-fair' });
    expect(await waiting()).toEqual([]);
    const { actual, unmatched, rows } = await summary();
    expect(rows.reduce((all, row) => all + row.actual, 0)).toBeCloseTo(actual, 6);
    // The company cost, and what is for a campaign without a line.
    expect(unmatched).toBe(700 + 400 + 1200.5);
  });

  it('are booked by the API once', async () => {
    const one = { number: 'API-1', vendor: 'Fair Co', day: '2026-05-30', amount: 12.5 };
    const made = await createExpense.call(as('editor'), one);
    expect(made).toMatchObject({ state: 'unmatched', proposals: [{ rule: 'vendor' }] });
    await expect(createExpense.call(as('editor'), one)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(createExpense.call(as('editor'), { ...one, amount: 13 })).rejects.toThrow(
      'another amount',
    );
    await leaveExpense.call(as('editor'), { id: made.id, version: 1, reason: 'Other budget' });
    await expect(createExpense.call(as('viewer'), one)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('a closed month', () => {
  it('refuses edits; an adjustment goes to the next open month with a link', async () => {
    const before = await summary();
    const [order] = await listCommitments.call(as('viewer'), { state: 'open' });
    await closeMonth.call(as('finance'), {
      month: '2026-05',
      version: 0,
      accruals: [{ commitment: order?.id ?? '', amount: 1000 }],
    });
    expect((await summary()).actual).toBeCloseTo(before.actual, 6);
    const { expenses } = await listExpenses.call(as('viewer'), {
      month: '2026-05',
      vendor: 'unknown',
    });
    const [may] = expenses;
    const { id = '', version = 0 } = may ?? {};
    const change = { id, version, amount: 1, reason: 'Wrong' };
    await expect(updateExpense.call(as('finance'), change)).rejects.toMatchObject({
      code: 'LOCKED',
      detail: { month: '2026-05' },
    });
    await expect(
      leaveExpense.call(as('finance'), { id, version, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'LOCKED' });
    const cookie = await instance.cookieOf(ids.finance ?? '');
    const response = await instance.app.request(`/api/v1/expenses/${id}`, {
      method: 'POST',
      headers: {
        cookie,
        'x-openmops-workspace': workspace.slug,
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      },
      body: JSON.stringify({ version, amount: 1, reason: 'Wrong' }),
    });
    expect(response.status).toBe(423);
    const adjusted = await adjustExpense.call(as('finance'), {
      id,
      amount: -100,
      reason: 'Rebate',
    });
    expect(adjusted).toMatchObject({ month: '2026-06', adjusts: id, kind: 'adjustment' });
    const late = { number: 'L-1', vendor: 'Fair Co', day: '2026-05-31', amount: 5 };
    expect(await createExpense.call(as('finance'), late)).toMatchObject({ month: '2026-06' });
    const months = await listMonths.call(as('viewer'), {});
    expect(months.find((one) => one.month === '2026-05')).toMatchObject({
      closed: true,
      unmatched: 0,
    });
    await expect(closeMonth.call(as('finance'), { month: '2026-07', version: 0 })).rejects.toThrow(
      'is not over',
    );
  });

  it('keeps its rates; those of other months are loaded', async () => {
    const sek = await listExpenses.call(as('viewer'), { vendor: 'social', limit: 1 });
    const file = ['day,from,to,rate', '2026-05-12,SEK,USD,0.5', '2026-06-12,SEK,USD,0.1'];
    const done = await importRates.call(
      instance.scope({ kind: 'local' }, workspace),
      await upload('rates.csv', file),
    );
    expect(done).toMatchObject({ rates: 1, kept: 1 });
    expect(await listExpenses.call(as('viewer'), { vendor: 'social', limit: 1 })).toEqual(sek);
  });

  it('is reopened with a reason, by those who may', async () => {
    const reopen = (role: string, reason: string) =>
      reopenMonth.call(as(role), { month: '2026-05', version: 1, reason });
    await expect(reopen('editor', 'x')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(reopen('finance', '')).rejects.toThrow('Say why');
    await reopen('finance', 'Late rebate');
    await expect(reopen('finance', 'Again')).rejects.toThrow('is open');
    await closeMonth.call(as('finance'), { month: '2026-05', version: 2 }).catch((error) => error);
  });
});

describe('what platforms report', () => {
  it('finds its campaign with a reason, counts once, and waits where nothing knows it', async () => {
    await importTable(instance, workspace, {
      source: 'x_ads',
      lines: [
        'Day,Campaign,Cost',
        '2026-06-03,search-brand,100',
        '2026-06-04,fy27_search-brand_emea,50',
        '2026-06-05,autumn-fair,30',
        '2026-06-06,serch-brand,20',
        '2026-06-07,,7',
      ],
    });
    const { platforms, actualFrom, actual } = await summary();
    expect(platforms).toEqual({
      reported: 207,
      counted: 150,
      replaced: 30,
      withoutLine: 0,
      unmapped: 27,
    });
    expect(actualFrom.platforms).toBe(150);
    expect(actualFrom.invoices + actualFrom.platforms).toBeCloseTo(actual, 6);
    const { rows } = await listSpend.call(as('viewer'), { unmapped: true });
    expect(rows[0]).toMatchObject({ name: 'serch-brand', proposal: { code: 'search-brand' } });
    const campaign = 'ca_search-brand';
    await addSpendRule.call(as('editor'), { source: 'x_ads', pattern: 'serch*', campaign });
    expect((await summary()).platforms).toMatchObject({ counted: 170, unmapped: 7 });
    // An invoice of the platform stands for its month.
    const invoice = { number: 'X-6', vendor: 'X', day: '2026-06-30', amount: 171.1 };
    const made = await createExpense.call(as('finance'), invoice);
    const parts = [{ line: line('Search') }];
    await matchExpense.call(as('finance'), { id: made.id, version: 1, parts });
    const after = await summary();
    expect(after.platforms).toMatchObject({ counted: 0, replaced: 200 });
    expect(after.actual).toBeCloseTo(actual - 150 + 171.1, 6);
  });

  it('and invoices keep a pace', async () => {
    const { rows } = await readPace.call(as('viewer'), {
      from: '2026-04-01',
      to: '2026-06-30',
      asOf: '2026-05-15',
    });
    const social = rows.find(({ name }) => name === 'Paid social');
    expect(social).toMatchObject({ planned: 400_000 });
    expect(social?.expected).toBeCloseTo(197_802.2, 1);
    const money = await campaignMoney(instance.records.system.db, workspace.id, ['ca_autumn-fair']);
    expect(money.get('ca_autumn-fair')).toMatchObject({ plannedMicros: 360_000e6 });
  });
});

it('sums survive any order of allocate, split, move, close and reopen', async () => {
  const random = seededRandom(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const db = instance.records.system.db;
  const campaigns = ['ca_spring-webinar', 'ca_autumn-fair', 'ca_search-brand'];
  const inMay = async () => {
    const row = await db
      .selectFrom('expenses')
      .select(sql<number>`coalesce(sum(base_micros), 0)::bigint`.as('micros'))
      .where('month', '=', 2026 * 12 + 4)
      .executeTakeFirstOrThrow();
    return row.micros;
  };
  let may = await inMay();
  let refused = 0;
  const steps: (() => Promise<unknown>)[] = [
    async () => {
      const { id, version } = pick((await listLines.call(as('viewer'), { id: plan })).lines);
      const [one, two] = [pick(campaigns), pick(campaigns)];
      const to = [{ campaignId: one, percent: Math.round(random() * 9000) / 100 }];
      const more = one === two ? [] : [{ campaignId: two }];
      return allocate.call(as('editor'), { line: id, version, to: [...to, ...more] });
    },
    async () => {
      const { expenses } = await listExpenses.call(as('viewer'), { limit: 40 });
      const { id, version } = pick(expenses);
      const percent = Math.round(random() * 10_000) / 100;
      const parts = [{ line: line('Events'), percent }, { line: line('Paid social') }];
      return matchExpense.call(as('finance'), { id, version, parts });
    },
    async () => {
      const { lines: all } = await listLines.call(as('viewer'), { id: plan });
      const [from, to] = [pick(all), pick(all)];
      const month = Math.floor(random() * 12);
      const amount = Math.min(from.months[month] ?? 0, Math.round(random() * 1e6) / 100);
      if (from.id === to.id) return null;
      const months = (one: typeof from, by: number) => ({
        [month]: Math.round(((one.months[month] ?? 0) + by) * 100) / 100,
      });
      return changeLines.call(as('editor'), {
        id: plan,
        edit: [
          { id: from.id, version: from.version, months: months(from, -amount) },
          { id: to.id, version: to.version, months: months(to, amount) },
        ],
      });
    },
    async () => {
      const months = await listMonths.call(as('viewer'), {});
      const { version = 0, closed } = months.find((one) => one.month === '2026-05') ?? {};
      const step = { month: '2026-05', version };
      const done = await (closed
        ? reopenMonth.call(as('finance'), { ...step, reason: 'Once more' })
        : closeMonth.call(as('finance'), step));
      may = await inMay();
      return done;
    },
  ];
  for (let at = 0; at < 40; at++)
    await pick(steps)().catch((error) => {
      if (!(error instanceof MopsError) || error.code === 'INTERNAL') throw error;
      refused++;
    });
  expect(refused).toBeLessThan(20);
  const { rows: wrong } = await sql`
    select e.id from expenses e left join expense_parts p on p.expense_id = e.id
    where e.state = 'matched' group by e.id
    having sum(p.micros) <> e.amount_micros or sum(p.base_micros) <> e.base_micros
      or bool_or(p.month <> e.month)`.execute(db);
  expect(wrong).toEqual([]);
  const { lines: after } = await listLines.call(as('viewer'), { id: plan });
  expect(after.reduce((all, one) => all + one.total, 0)).toBeCloseTo(830_000, 6);
  for (const one of after) {
    const given = one.allocations.reduce((all, part) => all + part.amount, 0);
    expect(given).toBeLessThanOrEqual(one.total + 1e-6);
    if (one.allocations.some(({ how }) => how === 'rest')) expect(given).toBeCloseTo(one.total, 6);
  }
  const { actual, actualFrom, rows } = await summary();
  expect(rows.reduce((all, row) => all + row.actual, 0)).toBeCloseTo(actual, 6);
  const { booked = 0 } = await db
    .selectFrom('expenses')
    .select(sql<number>`sum(base_micros)::bigint`.as('booked'))
    .executeTakeFirstOrThrow();
  expect(actualFrom.invoices).toBeCloseTo(booked / 1e6, 6);
  const months = await listMonths.call(as('viewer'), {});
  if (months.find((one) => one.month === '2026-05')?.closed) expect(await inMay()).toBe(may);
});

it('is told on the command line as by the API', async () => {
  const run = (...words: string[]) => runCommand(instance, budgetCommands, words, workspace.slug);
  const told = await run('budget', 'summary', '--by', 'channel');
  expect(told.json).toEqual(await summarise.call(as('viewer'), { by: 'channel' }));
  expect(told.text()).toMatch(/= available +[\d,.-]+\n/);
  const pace = await run('budget', 'pace', '--from', '2026-04-01', '--to', '2026-06-30');
  expect(pace.text()).toContain('Paid social');
  await expect(run('budget', 'summary', '--year', 'x')).rejects.toThrow('no year');
});

it('gives an auditor a whole archive, and nobody else', async () => {
  const cookie = (role: string) => instance.cookieOf(ids[role] ?? '');
  const ask = async (role: string) =>
    instance.app.request('/api/v1/budgets/evidence?from=2026-05&to=2026-07', {
      headers: { cookie: await cookie(role), 'x-openmops-workspace': workspace.slug },
    });
  expect((await ask('editor')).status).toBe(403);
  const response = await ask('finance');
  expect(response.headers.get('content-type')).toBe('application/zip');
  const parts = unzip(Buffer.from(await response.arrayBuffer()));
  const text = (name: string) => parts.get(name) ?? '';
  const sums = text('SHA256SUMS').trim().split('\n');
  expect(sums.length).toBe(8);
  for (const sum of sums) {
    const [hash = '', name = ''] = sum.split('  ');
    expect(createHash('sha256').update(text(name)).digest('hex')).toBe(hash);
  }
  expect(text('approvals.csv')).toContain('accepted,owner,editor');
  expect(text('approvals.csv')).toContain('Month 2026-05,closed,finance');
  expect(text('expenses.csv').split('\r\n').length).toBeGreaterThan(214);
  expect(text('audit.jsonl')).toContain('"verb":"expenses.import"');
});

it('goes with its workspace', async () => {
  const { system } = instance.records;
  await system.transaction((trx) =>
    trx.deleteFrom('workspaces').where('id', '=', workspace.id).execute(),
  );
  const left = await system.db.selectFrom('expense_parts').selectAll().execute();
  expect(left).toEqual([]);
});
