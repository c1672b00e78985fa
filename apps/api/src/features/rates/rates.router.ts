import { mutation, query, router } from '../../trpc.ts';
import { importRates } from './import-rates.ts';
import { listRates } from './list-rates.ts';

export const ratesRouter = router({
  list: query(listRates),
  import: mutation(importRates),
});
