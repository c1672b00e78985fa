import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { getRoute } from '../../doors/verb-routes.ts';
import type { AnyVerb } from '../../verb.ts';
import { closeMonth, listMonths, reopenMonth } from './close-month.ts';
import {
  closeCommitment,
  createCommitment,
  decideWaiting,
  listCommitments,
} from './commitments.ts';
import { Expense, Expenses } from './expenses.schema.ts';
import {
  adjustExpense,
  createExpense,
  leaveExpense,
  matchExpense,
  updateExpense,
} from './expenses.ts';
import { exportEvidence } from './export-evidence.ts';
import { InvoicesImported, importInvoices } from './import-invoices.ts';
import { importOrders, OrdersImported } from './import-orders.ts';
import { listExpenses } from './list-expenses.ts';
import { BudgetPace, readPace } from './pace.ts';
import { addSpendRule, listSpend, listSpendRules } from './spend-rules.ts';
import { BudgetSummary, summarise } from './summary.ts';
import { uploadExpenses } from './upload-expenses.ts';
import { postRoute } from './verb-routes.ts';
import { wasteRoutes } from './waste.routes.ts';

const tag = 'Budgets';
const contentType = 'application/json';
const fiscalYear = z.coerce.number().int().optional();
const columns = {
  'x-openmops-columns': 'Column → heading, as URI-encoded JSON: {"number":"Beleg"}',
};
const day = z.string().optional();

const expense = (name: string, summary: string, verb: AnyVerb, body: string) =>
  postRoute({
    ...{ tag, verb, summary, body, answer: Expense },
    path: `/api/v1/expenses/{id}${name}`,
  });

const FileQuery = z.object({
  name: z.string().min(1).max(500).default('file'),
  dryRun: z.enum(['0', '1']).default('0').describe('1: read the file and book nothing.'),
});

export const moneyRoutes: Route[] = [
  getRoute({
    ...{ tag, verb: summarise, answer: BudgetSummary },
    path: '/api/v1/budgets/summary',
    summary: 'What of a budget is planned, promised, spent and free',
    query: z.object({
      fiscalYear,
      by: z.enum(['team', 'channel', 'costCentre', 'goal', 'quarter']).default('team'),
    }),
  }),
  getRoute({
    ...{ tag, verb: readPace, answer: BudgetPace },
    path: '/api/v1/budgets/pace',
    summary: 'How spending keeps to its plan',
    query: z.object({
      fiscalYear,
      from: day,
      to: day,
      asOf: day,
      by: z.enum(['channel', 'team', 'costCentre', 'goal', 'line']).default('channel'),
    }),
  }),
  getRoute({
    ...{ tag, verb: listMonths, list: 'months' },
    path: '/api/v1/budgets/months',
    summary: 'Months of a year: open or closed',
    query: z.object({ fiscalYear }),
  }),
  postRoute({
    ...{ tag, verb: closeMonth },
    path: '/api/v1/budgets/months/close',
    summary: 'Close a month',
    body: '`{"month": "2026-05", "version": 0, "accruals": [{"commitment": "…", "amount": 1000}]}`',
  }),
  postRoute({
    ...{ tag, verb: reopenMonth },
    path: '/api/v1/budgets/months/reopen',
    summary: 'Open a closed month again',
    body: '`{"month": "2026-05", "version": 1, "reason": "…"}`',
  }),
  route({
    method: 'get',
    path: '/api/v1/budgets/evidence',
    summary: 'Evidence of some months, as a ZIP',
    description:
      'Approvals, changes, expenses, orders, the audit trail about them, and the hash of each file.',
    tag,
    permission: 'audit.read',
    query: z.object({ from: z.string(), to: z.string() }),
    answers: [{ contentType: 'application/zip', description: 'The archive.' }],
    async handle({ query, verb }) {
      const { name, zip } = await verb(exportEvidence, query);
      const headers = {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${name}"`,
      };
      return new Response(new Uint8Array(zip), { headers });
    },
  }),
  getRoute({
    ...{ tag, verb: listSpend },
    path: '/api/v1/budgets/spend',
    summary: 'What platforms report, and of which campaign it is',
    query: z.object({ fiscalYear, unmapped: z.enum(['true', 'false']).default('false') }),
  }),
  getRoute({
    ...{ tag, verb: listSpendRules, list: 'rules' },
    path: '/api/v1/budgets/spend-rules',
    summary: 'Rules that find the campaign of spend',
  }),
  postRoute({
    ...{ tag, verb: addSpendRule, status: 201 },
    path: '/api/v1/budgets/spend-rules',
    summary: 'Add a rule that finds the campaign of spend',
    body: '`{"source": "google_ads", "pattern": "emea*webinar", "campaign": "…"}`',
  }),
  ...wasteRoutes,
  getRoute({
    ...{ tag, verb: listCommitments, list: 'commitments' },
    path: '/api/v1/commitments',
    summary: 'Orders and contracts',
    query: z.object({
      plan: z.string().max(80).optional(),
      state: z.enum(['asked', 'open', 'refused', 'closed']).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
  }),
  postRoute({
    ...{ tag, verb: createCommitment, status: 201 },
    path: '/api/v1/commitments',
    summary: 'Promise money to a vendor',
    body: '`{"number": "PO-7", "vendor": "…", "day": "2026-05-10", "amount": 2000, "line": "…", "ask": false}`',
  }),
  postRoute({
    ...{ tag, verb: decideWaiting },
    path: '/api/v1/commitments/{id}/decide',
    summary: 'Accept or refuse an order that waits',
    body: '`{"version": 1, "accept": true, "reason": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: closeCommitment },
    path: '/api/v1/commitments/{id}/close',
    summary: 'End an order: its rest is free again',
    body: '`{"version": 1, "reason": "…"}`',
  }),
  fileRoute({
    path: '/api/v1/commitments/imports',
    summary: 'Import a file of orders',
    answer: OrdersImported,
    verb: importOrders,
  }),
  getRoute({
    ...{ tag, verb: listExpenses },
    path: '/api/v1/expenses',
    summary: 'Invoices, credits, accruals and adjustments',
    answer: Expenses,
    query: z.object({
      state: z.enum(['matched', 'unmatched', 'left']).optional(),
      month: z.string().optional(),
      from: z.string().optional().describe('The first month.'),
      to: z.string().optional().describe('The last month.'),
      line: z.string().optional(),
      campaign: z.string().optional(),
      commitment: z.string().optional(),
      vendor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
      offset: z.coerce.number().int().min(0).default(0),
    }),
  }),
  postRoute({
    ...{ tag, verb: createExpense, answer: Expense, status: 201 },
    path: '/api/v1/expenses',
    summary: 'Book an invoice',
    body: '`{"number": "INV-7", "vendor": "…", "day": "2026-05-10", "amount": 200, "poNumber": "PO-7"}`',
  }),
  fileRoute({
    path: '/api/v1/expenses/imports',
    summary: 'Import a file of invoices',
    answer: InvoicesImported,
    verb: importInvoices,
  }),
  expense(
    '',
    'Correct an expense',
    updateExpense,
    '`{"version": 1, "amount": 200, "reason": "…"}`',
  ),
  expense(
    '/match',
    'Say who pays, in one part or several',
    matchExpense,
    '`{"version": 1, "parts": [{"line": "…", "percent": 60}, {"campaign": "…"}]}`',
  ),
  expense(
    '/leave',
    'Leave an expense without a line',
    leaveExpense,
    '`{"version": 1, "reason": "…"}`',
  ),
  expense(
    '/adjust',
    'Correct an expense of a closed month',
    adjustExpense,
    '`{"amount": -100, "reason": "…"}`',
  ),
];

type FileRoute = { path: string; summary: string; answer: z.ZodType };

/** An address whose body is a file: taken into the spool, then imported. */
function fileRoute(file: FileRoute & { verb: typeof importInvoices | typeof importOrders }): Route {
  const { path, summary, answer, verb: imports } = file;
  return route({
    method: 'post',
    path,
    summary,
    description: 'The body is the file: CSV, TSV or XLSX. The same file again changes nothing.',
    tag,
    permission: imports.permission ?? 'budgets.write',
    query: FileQuery,
    requestHeaders: columns,
    body: { contentType: 'application/octet-stream', description: 'The file as it is.' },
    answers: [
      { contentType, schema: answer, description: 'What was booked, and what not and why.' },
    ],
    refuses: { '422': 'Cells cannot be read; `detail.issues` names each with its line.' },
    async handle({ query, headers, body, verb }) {
      if (!body) throw new MopsError('INVALID', 'The request has no body.', 'Send the file.');
      const { upload } = await verb(uploadExpenses, { name: query.name, body });
      const given = { upload, columns: columnsOf(headers.get('x-openmops-columns')) };
      return verb(imports as typeof importInvoices, { ...given, dryRun: query.dryRun === '1' });
    },
  });
}

function columnsOf(header: string | null): Record<string, string> {
  if (header === null) return {};
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(decodeURIComponent(header)));
  } catch {
    throw new MopsError(
      'INVALID',
      'The header x-openmops-columns is no URI-encoded JSON of columns.',
      'Send encodeURIComponent(JSON.stringify({ number: "Heading in the file" })).',
    );
  }
}
