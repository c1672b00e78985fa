import { KpiQuery } from '@openmops/domain/kpi';
import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { parseFilters } from '../kpi/parse-question.ts';
import { WhyAnswer } from './explain.schema.ts';
import { explainKpi } from './explain-kpi.ts';

export const explainRoutes = [
  route({
    method: 'get',
    path: '/api/v1/kpis/{id}/why',
    summary: 'Why a KPI changed',
    description:
      'Parts that sum to the change against the range before or a year ago: by what the KPI is made of, or by the values of a dimension.',
    tag: 'KPIs',
    permission: 'kpis.read',
    params: z.object({ id: z.string().max(120) }),
    query: z.object({
      from: KpiQuery.shape.from.describe('First day, inclusive.'),
      to: KpiQuery.shape.to.describe('Last day, inclusive.'),
      by: z.string().max(64).optional().describe('One dimension to split by.'),
      compare: z.enum(['previous', 'year']).default('previous'),
      align: KpiQuery.shape.align.unwrap().default('date'),
      filter: z.array(z.string().max(1100)).max(60).default([]),
    }),
    answers: [{ contentType: 'application/json', schema: WhyAnswer, description: 'The parts.' }],
    refuses: {
      '422': 'What has no parts that sum, as distinct counts; `detail.views` can be asked.',
    },
    handle: ({ params, query, verb }) => {
      const { by, filter, ...rest } = query;
      return verb(explainKpi, {
        ...rest,
        kpi: params.id,
        by: by ?? null,
        filters: parseFilters(filter),
      });
    },
  }),
];
