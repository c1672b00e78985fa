import {
  type PlatformAnswer,
  type PlatformCall,
  platformServer,
} from '../../engine/testing/platform-server.ts';

export type TestSheet = {
  id: number;
  name: string;
  /** Default 3. */
  version?: number;
  columns: { id: number; title: string; type: string; primary?: boolean }[];
  /** Cells by column, in their order. */
  rows: { id: number; cells: (string | number)[] }[];
};

export type SmartsheetAccount = { sheets: TestSheet[]; token: string };

/** Smartsheet's API as its documentation describes it, over sheets that a test can change. */
export async function testSmartsheet(account: SmartsheetAccount) {
  return platformServer((call) => {
    if (call.headers.authorization !== `Bearer ${account.token}`)
      return failed(401, 1003, 'Your Access Token has expired.');
    const [, , entity, id] = call.path.split('/');
    if (entity !== 'sheets') return failed(404, 1006, 'Not Found');
    if (id === undefined) return list(account, call);
    const sheet = account.sheets.find((one) => String(one.id) === id);
    if (!sheet) return failed(404, 1006, 'Not Found');
    return { body: page(sheet, call) };
  });
}

function list({ sheets }: SmartsheetAccount, call: PlatformCall): PlatformAnswer {
  const all = call.query.get('includeAll') === 'true';
  const shown = all ? sheets : sheets.slice(0, 1);
  return {
    body: {
      pageNumber: 1,
      totalPages: 1,
      totalCount: sheets.length,
      data: shown.map(({ id, name }) => ({ id, name, accessLevel: 'VIEWER' })),
    },
  };
}

function page(sheet: TestSheet, call: PlatformCall) {
  const size = Number(call.query.get('pageSize'));
  const from = (Number(call.query.get('page')) - 1) * size;
  return {
    id: sheet.id,
    name: sheet.name,
    version: sheet.version ?? 3,
    totalRowCount: sheet.rows.length,
    columns: sheet.columns.map((one, index) => ({
      ...one,
      version: 0,
      index,
      validation: false,
      width: 150,
    })),
    rows: sheet.rows.slice(from, from + size).map((row, at) => ({
      id: row.id,
      rowNumber: from + at + 1,
      expanded: true,
      modifiedAt: '2026-06-01T10:00:00Z',
      cells: row.cells.map((value, index) => ({
        columnId: sheet.columns[index]?.id,
        value,
        displayValue: String(value),
      })),
    })),
  };
}

export const failed = (status: number, errorCode: number, message: string): PlatformAnswer => ({
  status,
  body: { errorCode, message, refId: 'abc123' },
});
