import * as z from 'zod';
import type { Page, PullClient, PullStream, PullTools, Verdict } from '../../engine/client.ts';
import { refusal } from '../../engine/refusals.ts';

/** Rows of one page of a sheet. */
const ROWS = 500;
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

/**
 * Rows of the sheets, page by page. A row that was deleted is simply not there any more, and nothing says
 * so, therefore the rows are read whole each time and replace those of before.
 */
const rows: PullStream = {
  name: 'rows',
  key: [['sheetId'], ['id']],
  cursor: ['modifiedAt'],
  mode: 'replace',
  needs: 'scope READ_SHEETS, and the sheets shared with the owner of the token',
  async page({ config, place }, tools): Promise<Page> {
    const sheets = await sheetsOf(config, tools);
    const at = (place as { sheet: number; page: number } | null) ?? { sheet: 0, page: 1 };
    const id = sheets[at.sheet];
    if (id === undefined) return { records: [], next: null };
    const sheet = await tools.ask(
      {
        stream: 'rows',
        url: `${apiOf(config)}/sheets/${id}`,
        query: { page: at.page, pageSize: ROWS, include: 'objectValue', level: 2 },
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
    if (sheet.rows.length === 0 && (at.page - 1) * ROWS < sheet.totalRowCount) {
      const said = `${sheet.name} has ${sheet.totalRowCount} rows, and page ${at.page} has none.`;
      throw refusal({ client: smartsheet, stream: 'rows', reason: 'shape', said });
    }
    const more = at.page * ROWS < sheet.totalRowCount;
    if (more) return { records, next: { sheet: at.sheet, page: at.page + 1 } };
    const next = at.sheet + 1 < sheets.length ? { sheet: at.sheet + 1, page: 1 } : null;
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
