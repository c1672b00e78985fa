import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { ratePairs } from './rates.queries.ts';

/** Which exchange rates are loaded: pairs with their days and newest rate. */
export const listRates = verb({
  name: 'rates.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace }) {
    const pairs = await ratePairs(db, workspace.id);
    return pairs.map(({ base, quote, from, to, days, rate, source }) => ({
      from: base,
      to: quote,
      first: formatDay(from),
      last: formatDay(to),
      days,
      rate,
      source,
    }));
  },
});
