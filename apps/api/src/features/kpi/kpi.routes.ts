import { Grain, KpiQuery } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { DescribedKpiShape, KpiAnswerShape } from './kpi.schema.ts';
import { csvName, kpiCsv } from './kpi-csv.ts';
import { getKpi, listKpis } from './list-kpis.ts';
import { splitList, toQuestion } from './parse-question.ts';
import { readKpi } from './read-kpi.ts';

const json = 'application/json';

const catalogue = route({
  method: 'get',
  path: '/api/v1/kpis',
  summary: 'Every KPI with its definition',
  tag: 'KPIs',
  permission: 'kpis.read',
  embeds: true,
  answers: [
    {
      contentType: json,
      schema: z.object({ kpis: z.array(DescribedKpiShape) }),
      description: 'The catalogue',
    },
  ],
  handle: async ({ verb }) => ({ kpis: await verb(listKpis, {}) }),
});

const Switch = z.enum(['0', '1', 'true', 'false']);
const isOn = (text: z.infer<typeof Switch>) => text === '1' || text === 'true';

const Question = z.object({
  from: KpiQuery.shape.from.optional().describe('First day, inclusive.'),
  to: KpiQuery.shape.to.optional().describe('Last day, inclusive.'),
  by: z.string().max(300).optional().describe('Dimensions to split by, comma separated.'),
  grain: Grain.optional().describe('Cuts the range into days, weeks, months, quarters or years.'),
  filter: z
    .array(z.string().max(1100))
    .max(60)
    .default([])
    .describe('`dim=value`, `dim!=value` or `dim~part`; nothing after the sign: not set.'),
  compare: z
    .enum(['previous', 'year'])
    .optional()
    .describe('Also the range before, or a year ago.'),
  align: KpiQuery.shape.align
    .unwrap()
    .optional()
    .describe('`weekday`: Mondays are compared with Mondays, a year with 364 days before.'),
  spine: Switch.optional().describe('1: also buckets without rows.'),
  how: Switch.optional().describe('1: also base values, formulas and rules behind the values.'),
  limit: z.coerce.number().int().min(1).max(5000).optional().describe('Rows, at most 5000.'),
  format: z.enum(['json', 'csv']).default('json').describe('`csv` for a spreadsheet.'),
});

const answer = route({
  method: 'get',
  path: '/api/v1/kpis/{ids}',
  summary: 'Values of one or more KPIs, or their definitions',
  description:
    'With `from` and `to`: the values, each with its definition, unit, as-of time and sources. Without: the definitions.',
  tag: 'KPIs',
  permission: 'kpis.read',
  embeds: true,
  params: z.object({ ids: z.string().max(2000).describe('Ids or short ids, comma separated.') }),
  query: Question,
  answers: [
    {
      contentType: json,
      schema: z.union([KpiAnswerShape, DescribedKpiShape]),
      description: 'The answer; without a range the definition',
    },
    { contentType: 'text/csv', description: 'The same as a table, with `format=csv`' },
  ],
  async handle({ params, query, verb }) {
    const { from, to, format, spine, how, ...rest } = query;
    const kpis = splitList(params.ids);
    if (from === undefined && to === undefined) {
      const found = await Promise.all(kpis.map((id) => verb(getKpi, { id })));
      return found.length === 1 ? found[0] : { kpis: found };
    }
    if (from === undefined || to === undefined) {
      throw new MopsError('INVALID', 'A range has two ends.', 'Give both from and to, or neither.');
    }
    const words = {
      kpis,
      from,
      to,
      ...rest,
      ...(spine ? { spine: isOn(spine) } : {}),
      ...(how ? { how: isOn(how) } : {}),
    };
    const found = await verb(readKpi, toQuestion(words));
    if (format === 'json') return found;
    return new Response(kpiCsv(found), {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${csvName({ kpis, from, to })}"`,
      },
    });
  },
});

export const kpiRoutes: Route[] = [catalogue, answer];
