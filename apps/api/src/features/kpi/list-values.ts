import { DIMENSIONS, KpiQuery, type QueryDimension } from '@openmops/domain/kpi';
import { MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { nearest } from '../../nearest.ts';
import { verb } from '../../verb.ts';

const MAX_VALUES = 200;
const KNOWN: string[] = [...DIMENSIONS.map((dim) => dim.id), 'source', 'currency'];

/** What a person can choose from when filtering by a dimension. */
export const listValues = verb({
  name: 'kpi.values',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({
    dim: z.string().max(64),
    from: KpiQuery.shape.from,
    to: KpiQuery.shape.to,
    search: z.string().max(200).default(''),
  }),
  async run({ workspace, facts }, { dim, from, to, search }) {
    if (!KNOWN.includes(dim)) {
      throw new MopsError(
        'INVALID',
        `There is no dimension “${dim}”.`,
        `Did you mean “${nearest(dim, KNOWN)}”?`,
      );
    }
    const first = parseDay(from);
    const last = parseDay(to);
    if (first === null || last === null)
      throw new MopsError(
        'INVALID',
        `${from} to ${to} is no range.`,
        'A date looks like 2026-01-31.',
      );
    const values = await facts.values(workspace.id, {
      dim: dim as QueryDimension,
      from: first,
      to: last,
      search,
      limit: MAX_VALUES,
    });
    return { values };
  },
});
