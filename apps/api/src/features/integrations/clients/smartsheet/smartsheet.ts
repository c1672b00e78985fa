import * as z from 'zod';
import type { Page, PullClient, PullStream, PullTools, Verdict } from '../../engine/client.ts';
import { refusal } from '../../engine/refusals.ts';

/** Rows of one page of a sheet. */
const ROWS = 500;
/** A sheet that changes while it is read is begun anew so often in one run. */
const RESTARTS = 3;
/** Smartsheet asks for a minute of rest once a minute's calls are used up. */
const REST_MS = 60_000;

/** Region of the account → its host. */
const HOSTS: Readonly<Record<string, string>> = {
  us: 'api.smartsheet.com',
  eu: 'api.smartsheet.eu',
  au: 'api.smartsheet.au',
  gov: 'api.smartsheetgov.com',
};

/** A number, or raw JSON when it has more digits than a number holds; passed on as it came. */
const Id = z.unknown().refine((id) => id !== undefined && id !== null);
const Column = z.looseObject({ id: Id, title: z.string() });
const Sheets = z.object({
  data: z.array(z.looseObject({ id: Id, name: z.string() })),
  totalPages: z.number().default(1),
});
const Sheet = z.looseObject({
  id: Id,
  name: z.string(),
  totalRowCount: z.number().default(0),
  columns: z.array(Column).default([]),
  rows: z.array(z.looseObject({ id: Id })).default([]),
  /** Grows with every change of the sheet. */
  version: z.number().default(0),
});

type Config = Readonly<Record<string, string>>;
const apiOf = (config: Config) => `https://${HOSTS[config.region ?? 'us']}/2.0`;
const textOf = (id: unknown) => JSON.stringify(id).replaceAll('"', '');

/** All sheets that the token may see, or those that are named in the settings. */
function sheetsOf(config: Config, tools: PullTools): Promise<string[]> {
  const named = (config.sheetIds ?? '').split(',').map((id) => id.trim());
  if (named.some((id) => id !== '')) return Promise.resolve(named.filter((id) => id !== ''));
  return tools.once('smartsheet sheets', async () => {
    const url = `${apiOf(config)}/sheets`;
    const ids: string[] = [];
    for (let page = 1; ; page++) {
      const query = { includeAll: 'true', page };
      const { data, totalPages } = await tools.ask({ stream: 'rows', url, query }, Sheets);
      ids.push(...data.map(({ id }) => textOf(id)));
      if (page >= totalPages) return [...new Set(ids)];
    }
  });
}

/** Where a read goes on: of a sheet that has changed since, all pages are asked for again. */
type At = { sheet: string; page: number; version: number | null };

/**
 * Rows of the sheets, page by page. A row that was deleted is simply not there any more, and nothing says
 * so, therefore the rows are read whole each time; those that a whole read has not brought are gone.
 */
const rows: PullStream = {
  name: 'rows',
  key: [['sheetId'], ['id']],
  cursor: ['modifiedAt'],
  mode: 'upsert',
  whole: true,
  needs: 'scope READ_SHEETS, and the sheets shared with the owner of the token',
  async page({ config, place }, tools): Promise<Page> {
    const sheets = await sheetsOf(config, tools);
    const left = place as At | null;
    // A sheet that may no longer be seen is left out; what is before it is read again rather than missed.
    const index = Math.max(0, left === null ? 0 : sheets.indexOf(left.sheet));
    const id = sheets[index];
    if (id === undefined) return { records: [], next: null };
    const page = left?.sheet === id ? left.page : 1;
    const sheet = await tools.ask(
      {
        stream: 'rows',
        url: `${apiOf(config)}/sheets/${id}`,
        query: { page, pageSize: ROWS, include: 'objectValue', level: 2 },
      },
      Sheet,
    );
    const columns = sheet.columns.map((one) => ({
      id: one.id,
      title: one.title,
      type: one.type,
      ...(one.primary === true ? { primary: true } : {}),
    }));
    const records = sheet.rows.map((row) => ({
      sheetId: sheet.id,
      sheetName: sheet.name,
      columns,
      ...row,
    }));
    if (sheet.rows.length === 0 && (page - 1) * ROWS < sheet.totalRowCount) {
      const said = `${sheet.name} has ${sheet.totalRowCount} rows, and page ${page} has none.`;
      throw refusal({ client: smartsheet, stream: 'rows', reason: 'shape', said });
    }
    const { version } = sheet;
    // Rows have moved to other pages meanwhile.
    if (page > 1 && version !== left?.version) {
      const restarts = await tools.once(
        'smartsheet restarts',
        async () => new Map<string, number>(),
      );
      const again = (restarts.get(id) ?? 0) + 1;
      restarts.set(id, again);
      if (again > RESTARTS) {
        const said = `${sheet.name} changes faster than it can be read.`;
        throw refusal({ client: smartsheet, stream: 'rows', reason: 'shape', said });
      }
      return { records, next: { sheet: id, page: 1, version } };
    }
    if (page * ROWS < sheet.totalRowCount)
      return { records, next: { sheet: id, page: page + 1, version } };
    const following = sheets[index + 1];
    const next = following === undefined ? null : { sheet: following, page: 1, version: null };
    return { records, next };
  },
};

const Refusal = z.looseObject({ errorCode: z.number(), message: z.string().default('') });
/** 4001 to 4004: their fault, a time-out, too many calls, several changes at once. */
const LATER = new Set([4001, 4002, 4003, 4004]);

/** 1002, 1003: the token is none or has expired. 1004, 1006: not allowed, or not there for this user. */
function judge(body: unknown): Verdict {
  const { errorCode, message } = Refusal.safeParse(body).data ?? {};
  if (errorCode === undefined) return 'fine';
  if (errorCode === 1002 || errorCode === 1003) return 'token';
  if (LATER.has(errorCode)) return 'later';
  const refused = `${errorCode} ${message}`;
  return errorCode === 1004 || errorCode === 1006 ? { refused, reason: 'permission' } : { refused };
}

/**
 * Smartsheet, API 2.0: 300 calls a minute for a token.
 * Sources: developers.smartsheet.com/api/smartsheet, “Sheets”, “Pagination”, “Rate limiting”, “Error codes”,
 * “OAuth walkthrough”, “Base URL”.
 */
export const smartsheet: PullClient = {
  platform: 'smartsheet',
  name: 'Smartsheet',
  kind: 'records',
  hosts: Object.values(HOSTS),
  settings: [
    {
      name: 'sheetIds',
      label:
        'Ids of the sheets, digits, separated by commas; all that the token may see when left out',
      pattern: /\d{4,20}(\s*,\s*\d{4,20})*/,
      optional: true,
    },
    {
      name: 'region',
      label: 'Region of the account: us, eu, au or gov; us when left out',
      pattern: /us|eu|au|gov/,
      optional: true,
    },
  ],
  credentials: ['token', 'refresh'],
  tokenEndpoint: (config) => ({ url: `${apiOf(config)}/token` }),
  judge,
  askedWaitMs: ({ text }) => (/"errorCode"\s*:\s*4003\b/.test(text) ? REST_MS : null),
  limit: { requests: 270, perMs: 60_000 },
  streams: [rows],
};
