import {
  type PlatformAnswer,
  type PlatformCall,
  platformServer,
} from '../../engine/testing/platform-server.ts';

/** Results of an ad on a day, by country. */
export type MetaRow = {
  date: string;
  campaign: string;
  adset: string;
  ad: string;
  country: string;
  spend: number;
  impressions: number;
  leads: number;
  /** Of the campaign. */
  status: 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED';
};

export type MetaAccount = {
  rows: MetaRow[];
  /** Edge → what it lists: `campaigns`, `adsets`, `ads`. */
  lists: Record<string, object[]>;
  token: string;
  /** How often a report is looked at before it is ready. */
  looks: number;
  /** What becomes of the next reports instead. */
  endings: string[];
  rowsPerPage: number;
  /** `x-business-use-case-usage` of answers. */
  usage: object[];
};

type Report = { looks: number; ending: string; rows: object[] };

/** The Marketing API as its documentation describes it, over an account that a test can change. */
export async function testMetaAds(account: MetaAccount) {
  const reports = new Map<string, Report>();
  const server = await platformServer((call) => {
    if (call.headers.authorization !== `Bearer ${account.token}`)
      return refused(190, 'Error validating access token: Session has expired', 401);
    const [, , target = '', edge] = call.path.split('/');
    const usage = { 'x-business-use-case-usage': JSON.stringify({ 17: account.usage }) };
    const headers = account.usage.length > 0 ? usage : undefined;
    const answer = answered(account, { reports, call, target, edge });
    return { ...answer, ...(headers ? { headers } : {}) };
  });
  return { ...server, reports };
}

type Asked = {
  reports: Map<string, Report>;
  call: PlatformCall;
  target: string;
  edge: string | undefined;
};

function answered(account: MetaAccount, { reports, call, target, edge }: Asked): PlatformAnswer {
  if (target.startsWith('act_')) {
    if (edge === 'insights') {
      const id = String(6_000_000_000_000 + reports.size);
      const ending = account.endings.shift() ?? 'Job Completed';
      reports.set(id, { looks: account.looks, ending, rows: insights(account, call.form) });
      return { body: { report_run_id: id } };
    }
    if (edge === undefined) {
      const account_id = target.slice(4);
      return { body: { id: target, account_id, name: 'Account', currency: 'EUR' } };
    }
    return paged(account.lists[edge] ?? [], { account, call });
  }
  const report = reports.get(target);
  if (!report) return refused(100, 'Unsupported get request. Object does not exist', 400);
  if (edge === 'insights') return paged(report.rows, { account, call });
  const ready = report.looks-- <= 0;
  return {
    body: {
      id: target,
      async_status: ready ? report.ending : 'Job Running',
      async_percent_completion: ready ? 100 : 40,
    },
  };
}

/** A cursor stands on the last page too; only `next` says that there is more. */
function paged(rows: object[], { account, call }: { account: MetaAccount; call: PlatformCall }) {
  const after = call.query.get('after');
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString('utf8'));
  const end = from + Math.min(Number(call.query.get('limit')), account.rowsPerPage);
  const cursor = Buffer.from(String(end)).toString('base64url');
  const more = end < rows.length ? { next: `https://graph.facebook.com/next?after=${cursor}` } : {};
  return {
    body: {
      data: rows.slice(from, end),
      paging: { cursors: { before: 'x', after: cursor }, ...more },
    },
  };
}

type Filter = { field: string; operator: string; value: string[] };

function insights(account: MetaAccount, form: URLSearchParams): object[] {
  const { since, until } = JSON.parse(form.get('time_range') ?? '{}') as Record<string, string>;
  const [filter] = JSON.parse(form.get('filtering') ?? '[]') as Filter[];
  const statuses = filter?.value ?? ['ACTIVE'];
  const level = form.get('level') ?? '';
  const breakdowns = (form.get('breakdowns') ?? '').split(',').filter((one) => one !== '');
  const levels = ['campaign', 'adset', 'ad'].slice(
    0,
    ['campaign', 'adset', 'ad'].indexOf(level) + 1,
  );
  const groups = new Map<string, MetaRow[]>();
  for (const row of account.rows) {
    if (row.date < String(since) || row.date > String(until) || !statuses.includes(row.status))
      continue;
    const by = [...levels, ...breakdowns].map((name) => row[name as keyof MetaRow] ?? 'unknown');
    const key = JSON.stringify([row.date, ...by]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const sum = (rows: MetaRow[], of: 'spend' | 'impressions' | 'leads') =>
    rows.reduce((all, row) => all + row[of], 0);
  // Newest first, amounts as text, lists of actions only where something happened.
  return [...groups]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, rows]) => {
      const [row] = rows as [MetaRow];
      const leads = sum(rows, 'leads');
      return {
        account_id: '1700252260223815',
        account_currency: 'EUR',
        ...Object.fromEntries(
          levels.flatMap((one) => [
            [`${one}_id`, row[one as 'campaign' | 'adset' | 'ad']],
            [`${one}_name`, `${one} ${row[one as 'campaign' | 'adset' | 'ad']}`],
          ]),
        ),
        ...Object.fromEntries(
          breakdowns.map((one) => [one, row[one as keyof MetaRow] ?? 'unknown']),
        ),
        spend: sum(rows, 'spend').toFixed(2),
        impressions: String(sum(rows, 'impressions')),
        ...(leads > 0 ? { actions: [{ action_type: 'lead', value: String(leads) }] } : {}),
        date_start: row.date,
        date_stop: row.date,
      };
    });
}

export const refused = (code: number, message: string, status = 400): PlatformAnswer => ({
  status,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1b2' } },
});
