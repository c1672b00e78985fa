import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { smartsheet } from './smartsheet.ts';
import {
  failed,
  type SmartsheetAccount,
  type TestSheet,
  testSmartsheet,
} from './test-smartsheet.ts';

let account: SmartsheetAccount;
let server: PlatformServer;
beforeEach(async () => {
  account = { sheets: [sheet(4001, 1_100), sheet(4002, 1), sheet(4003, 0)], token: 'test-token' };
  server = await testSmartsheet(account);
});
afterEach(() => server.close());

const sheet = (id: number, count: number): TestSheet => ({
  id,
  name: `Plan ${id}`,
  columns: [
    { id: 1, title: 'Activity', type: 'TEXT_NUMBER', primary: true },
    { id: 2, title: 'Budget', type: 'TEXT_NUMBER' },
  ],
  rows: Array.from({ length: count }, (_, at) => ({
    id: id * 10_000 + at,
    cells: [`Task ${at}`, at],
  })),
});

const pulled = (more: object = {}) => pull({ client: smartsheet, server, ...more });

describe('Smartsheet', () => {
  it('reads the rows of all sheets page by page, each with the columns of its sheet', async () => {
    const { records, error, messages } = await pulled();
    expect(error).toBeNull();
    expect(records).toHaveLength(1_101);
    expect(records[0]?.record).toEqual({
      sheetId: 4001,
      sheetName: 'Plan 4001',
      columns: [
        { id: 1, title: 'Activity', type: 'TEXT_NUMBER', primary: true },
        { id: 2, title: 'Budget', type: 'TEXT_NUMBER' },
      ],
      id: 40_010_000,
      rowNumber: 1,
      expanded: true,
      modifiedAt: '2026-06-01T10:00:00Z',
      cells: [
        { columnId: 1, value: 'Task 0', displayValue: 'Task 0' },
        { columnId: 2, value: 0, displayValue: '0' },
      ],
    });
    expect(server.calls.map(({ path, query }) => `${path} ${query.get('page')}`)).toEqual([
      '/2.0/sheets 1',
      '/2.0/sheets/4001 1',
      '/2.0/sheets/4001 2',
      '/2.0/sheets/4001 3',
      '/2.0/sheets/4002 1',
      '/2.0/sheets/4003 1',
    ]);
    expect(messages.at(-2)).toMatchObject({ type: 'activate', stream: 'rows' });
  });

  it('reads only the sheets that are named, in the region of the account', async () => {
    const { records } = await pulled({ config: { sheetIds: '4002, 4003', region: 'eu' } });
    expect(records).toHaveLength(1);
    expect(server.calls).toHaveLength(2);
  });

  it('rests for a minute when it has asked too often, asks again for half an answer', async () => {
    const clock = fakeClock();
    server.failNext(failed(429, 4003, 'Rate limit exceeded.'), 'half', undefined, 'drop');
    const { error, records } = await pulled({ clock });
    expect(error).toBeNull();
    expect(records).toHaveLength(1_101);
    expect(clock.waits[0]).toBe(60_000);
    server.failNext(failed(500, 4002, 'Server timeout exceeded.'), failed(400, 4004, 'Try again.'));
    expect((await pulled()).error).toBeNull();
  });

  it('says what is wrong: the token, the rights, a sheet that is not there', async () => {
    account.token = 'another';
    expect((await pulled()).error).toMatchObject({ detail: { reason: 'authentication' } });
    account.token = 'test-token';
    server.failNext(failed(403, 1004, 'You are not authorized to perform this action.'));
    expect((await pulled()).error).toMatchObject({ detail: { reason: 'permission' } });
    expect((await pulled({ config: { sheetIds: '4009' } })).error).toMatchObject({
      message: 'Smartsheet, stream rows: 1006 Not Found',
      detail: { reason: 'permission' },
    });
  });

  it('keeps long ids digit for digit', async () => {
    const rows =
      '{"id":90071992547409931,"name":"Long","totalRowCount":1,"columns":[],"rows":[{"id":90071992547409933,"cells":[]}]}';
    server.failNext({ body: '{"data":[{"id":90071992547409931,"name":"Long"}]}' }, { body: rows });
    const { messages } = await pulled();
    const texts = messages.flatMap((one) => (one.type === 'record' ? [one.text] : []));
    expect(texts[0]).toContain('"sheetId":90071992547409931');
    expect(texts[0]).toContain('"id":90071992547409933');
    expect(server.calls[1]?.path).toBe('/2.0/sheets/90071992547409931');
  });

  it('does not take an empty page for the end of a sheet, which would delete the rest', async () => {
    const empty = { id: 4001, name: 'Plan 4001', totalRowCount: 1_100, columns: [], rows: [] };
    server.failNext(undefined, undefined, { body: empty });
    const { error, messages } = await pulled();
    expect(error).toMatchObject({
      message: 'Smartsheet, stream rows: Plan 4001 has 1100 rows, and page 2 has none.',
    });
    expect(messages.filter(({ type }) => type === 'activate')).toEqual([]);
  });

  it('a stop at any page loses nothing and costs one page', async () => {
    const calls = await stopsAtEveryCall({
      client: smartsheet,
      server,
      streams: ['rows'],
      opening: 1,
    });
    expect(calls).toBe(6);
  });

  it('what a whole read has not brought is gone; a stopped one takes nothing away', async () => {
    const first = await pulled();
    account.sheets[1]?.rows.splice(0, 1);
    const clock = fakeClock(Date.parse('2026-06-16T08:00:00Z'));
    server.failNext(undefined, undefined, undefined, undefined, { status: 403, body: {} });
    const stopped = await pulled({ clock, state: first.state });
    expect(stopped.messages.filter(({ type }) => type === 'activate')).toEqual([]);
    const later = fakeClock(Date.parse('2026-06-17T08:00:00Z'));
    const rest = await pulled({ clock: later, state: stopped.state });
    const versions = (read: typeof rest) =>
      new Set(read.messages.flatMap((one) => (one.type === 'record' ? [one.version] : [])));
    const [version] = versions(stopped);
    expect(rest.messages.at(-2)).toEqual({ type: 'activate', stream: 'rows', version, line: null });
    expect(rest.messages.at(-1)).toMatchObject({ type: 'state' });
    expect(version).toBeGreaterThan([...versions(first)][0] ?? 0);
    expect(stopped.records).toHaveLength(1_100);
    expect(rest.records).toEqual([]);
  });

  it('begins a sheet anew that has changed since the stop, since its rows have moved', async () => {
    server.failNext(undefined, undefined, { status: 403, body: {} });
    const first = await pulled();
    expect(first.records).toHaveLength(500);
    const [changed] = account.sheets;
    changed?.rows.splice(0, 100);
    if (changed) changed.version = 4;
    const second = await pulled({ state: first.state });
    const ids = (read: typeof first) => read.records.map(({ record }) => record.id);
    const wanted = account.sheets.flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids(second))).toEqual(new Set(wanted));
  });

  it('gives a sheet up that changes all the time, and tries it anew the next time', async () => {
    const [calm] = account.sheets.splice(0, 1);
    let version = 0;
    const busy = {
      ...sheet(4001, 1_100),
      get version() {
        return Math.min(++version, 40);
      },
    };
    account.sheets.unshift(busy);
    const { error, state } = await pulled();
    expect(error).toMatchObject({
      message: 'Smartsheet, stream rows: Plan 4001 changes faster than it can be read.',
      detail: { reason: 'shape' },
    });
    expect(version).toBe(8);
    if (calm) account.sheets[0] = calm;
    expect((await pulled({ state })).error).toBeNull();
  });
});
