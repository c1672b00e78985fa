import { query, router } from '../../trpc.ts';
import { explainKpi } from '../explain/explain-kpi.ts';
import { getKpi, listKpis } from './list-kpis.ts';
import { listRows } from './list-rows.ts';
import { listValues } from './list-values.ts';
import { readKpi } from './read-kpi.ts';

export const kpiRouter = router({
  list: query(listKpis),
  get: query(getKpi),
  read: query(readKpi),
  explain: query(explainKpi),
  rows: query(listRows),
  values: query(listValues),
});
