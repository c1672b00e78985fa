import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull } from '../../engine/testing/pull.ts';
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
    expect(messages.at(-1)).toMatchObject({ type: 'end', complete: true });
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
    expect(messages).toContainEqual(expect.objectContaining({ type: 'end', complete: false }));
  });

  it('a stop at any page replaces nothing; the next read brings the whole list', async () => {
    for (let at = 0; at < 6; at++) {
      server.failNext(...Array(at).fill(undefined), { status: 403, body: {} });
      const first = await pulled();
      expect(first.error).toMatchObject({ detail: { reason: 'permission' } });
      expect(first.messages).toContainEqual(
        expect.objectContaining({ type: 'end', complete: false }),
      );
      const second = await pulled({ state: first.state });
      expect(second.error).toBeNull();
      expect(second.records).toHaveLength(1_101);
    }
  });
});
