import { CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { checkKpis, mayRead } from './confine.ts';
import { describeKpi } from './describe-kpi.ts';

/** The catalogue: every KPI with its definition, in the order of the registry. */
export const listKpis = verb({
  name: 'kpi.list',
  permission: 'kpis.read',
  kind: 'read',
  embeds: true,
  input: z.object({}).optional(),
  async run({ actor }) {
    return KPIS.filter((kpi) => mayRead(actor, kpi)).map(describeKpi);
  },
});

/** One KPI by id or short id. */
export const getKpi = verb({
  name: 'kpi.get',
  permission: 'kpis.read',
  kind: 'read',
  embeds: true,
  input: z.object({ id: z.string().max(120) }),
  async run({ actor }, { id }) {
    const kpi = findKpi(CATALOGUE, id);
    checkKpis(actor, [kpi]);
    return describeKpi(kpi);
  },
});
