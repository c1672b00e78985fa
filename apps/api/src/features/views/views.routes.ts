import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { Automations, listAutomations, setAutomation } from './automations.ts';
import { channelReturns } from './channel-returns.ts';
import { listPrevented } from './prevented.ts';
import { readView } from './read-view.ts';
import { viewCsv, viewFile } from './view-csv.ts';
import { View, ViewInput, ViewName } from './views.schema.ts';

const ENDINGS = ['', '.csv', '.pdf'] as const;
const FILES = ViewName.options.flatMap((view) => ENDINGS.map((end) => `${view}${end}` as const));

const tag = 'Views';
const query = z.object({ from: z.string(), to: z.string() });

export const viewRoutes: Route[] = [
  getRoute({
    ...{ tag, query, verb: listAutomations, answer: Automations },
    path: '/api/v1/value/automations',
    summary: 'What ran by itself in a period, and the hours that saved',
    description: 'Minutes are what people have stated; without them there are no hours.',
  }),
  postRoute({
    ...{ tag, verb: setAutomation },
    path: '/api/v1/value/automations',
    summary: 'State how many minutes one run of an automation saves',
    body: '`{"kind": "invoices_matched", "minutes": 4, "reason": "…", "version": 0}`',
    refuses: STALE,
  }),
  getRoute({
    ...{ tag, query, verb: channelReturns },
    path: '/api/v1/value/channels',
    summary: 'Media cost of channels beside what models of attribution give them',
  }),
  getRoute({
    ...{ tag, query, verb: listPrevented },
    path: '/api/v1/value/prevented',
    summary: 'Defects that were stopped before they became numbers',
  }),
  route({
    method: 'get',
    path: '/api/v1/views/{file}',
    summary: 'A view of the CMO, the director or finance, or the value report',
    description:
      'Sections of figures and tables as the rooms answer them, each with as-of, link and, for KPIs, the definition. `cmo.pdf` and `cmo.csv` are the same as files.',
    tag,
    permission: 'plans.read',
    params: z.object({
      file: z.enum(FILES).describe('The view, and `.csv` or `.pdf` for a file.'),
    }),
    query: ViewInput.pick({ period: true }),
    answers: [
      { contentType: 'application/json', schema: View, description: 'The view.' },
      { contentType: 'text/csv', description: 'A block of lines for each section.' },
      { contentType: 'application/pdf', description: 'Tagged, with its text in it.' },
    ],
    async handle({ params: { file }, query: { period }, verb, scope }) {
      const [name, ending] = file.split('.');
      const view = ViewName.parse(name);
      const found = await verb(readView, { view, ...(period === undefined ? {} : { period }) });
      if (ending === 'csv')
        return fileOf(
          viewCsv(found),
          viewFile(found, 'csv'),
          'text/csv; charset=utf-8; header=present',
        );
      if (ending !== 'pdf') return found;
      // Loaded only when it is asked for: what writes PDF is large.
      const { viewPdf } = await import('./view-pdf.ts');
      const home = `${scope.instance.address()}/w/${scope.workspace?.slug ?? ''}`;
      return fileOf(await viewPdf(found, home), viewFile(found, 'pdf'), 'application/pdf');
    },
  }),
];

const fileOf = (body: string | Uint8Array<ArrayBuffer>, name: string, contentType: string) =>
  new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
