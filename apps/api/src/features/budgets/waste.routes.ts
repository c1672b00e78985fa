import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { getRoute } from '../../doors/verb-routes.ts';
import { numberCell, textCell } from '../kpi/kpi-csv.ts';
import { listClosedWaste } from './closed-waste.ts';
import { postRoute } from './verb-routes.ts';
import { ClosedWasteShape, type WasteReportAnswer, WasteReportShape } from './waste.schema.ts';
import { closeWaste, readWaste, reopenWaste } from './waste.ts';

const tag = 'Budgets';

const HEAD = ['kind', 'what', 'amount', 'currency', 'owner', 'why', 'action', 'closed', 'reason'];

/** The findings as a table (RFC 4180, UTF-8 with a mark). */
function wasteCsv({ findings, currency }: WasteReportAnswer): string {
  const lines = findings.map(({ kind, title, amount, owner, why, action, closed }) => [
    ...[kind, textCell(title), numberCell(amount), currency, textCell(owner ?? '')],
    ...[textCell(why), textCell(action.text), closed?.at ?? '', textCell(closed?.reason ?? '')],
  ]);
  return `\uFEFF${[HEAD, ...lines].map((line) => `${line.join(',')}\r\n`).join('')}`;
}

export const wasteRoutes: Route[] = [
  route({
    method: 'get',
    path: '/api/v1/budgets/waste',
    summary: 'Money of a year that may be wasted',
    description: 'Each finding with its amount, who can end it, and how; closed ones with why.',
    tag,
    permission: 'plans.read',
    query: z.object({
      fiscalYear: z.coerce.number().int().optional(),
      format: z.enum(['json', 'csv']).default('json').describe('`csv` for a spreadsheet.'),
    }),
    answers: [
      {
        contentType: 'application/json',
        schema: WasteReportShape,
        description: 'The findings, the dearest first',
      },
      { contentType: 'text/csv', description: 'The same as a table, with `format=csv`' },
    ],
    async handle({ query: { format, ...ask }, verb }) {
      const found = await verb(readWaste, ask);
      if (format === 'json') return found;
      return new Response(wasteCsv(found), {
        headers: {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': `attachment; filename="waste-${found.fiscalYear}.csv"`,
        },
      });
    },
  }),
  getRoute({
    ...{ tag, verb: listClosedWaste, answer: ClosedWasteShape },
    path: '/api/v1/budgets/waste/closed',
    summary: 'Findings of waste that were closed in a period',
    query: z.object({ from: z.string(), to: z.string() }),
  }),
  postRoute({
    ...{ tag, verb: closeWaste },
    path: '/api/v1/budgets/waste/close',
    summary: 'Close a finding of waste with a reason',
    body: '`{"plan": "…", "finding": "past_end campaign ca_1", "reason": "…", "outcome": "stopped"}`; `meant` when left out.',
  }),
  postRoute({
    ...{ tag, verb: reopenWaste },
    path: '/api/v1/budgets/waste/reopen',
    summary: 'Open a closed finding of waste again',
    body: '`{"plan": "…", "finding": "past_end campaign ca_1"}`',
  }),
];
