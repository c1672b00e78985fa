import { query, router } from '../../trpc.ts';
import { getKpi, listKpis } from './list-kpis.ts';
import { listRows } from './list-rows.ts';
import { listValues } from './list-values.ts';
import { readKpi } from './read-kpi.ts';

export const kpiRouter = router({
  list: query(listKpis),
  get: query(getKpi),
  read: query(readKpi),
  rows: query(listRows),
  values: query(listValues),
});
