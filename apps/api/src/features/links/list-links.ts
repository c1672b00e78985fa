import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { grammarOf } from './grammar-rows.ts';
import { clicksIn } from './link-clicks.ts';
import { linkRows } from './link-rows.ts';
import { linksIn } from './links.queries.ts';
import { ClicksAnswer, ListedLink } from './links.schema.ts';
import { shortBase, toLink } from './to-link.ts';

const NONE = { people: 0, machines: 0 };

/** Every link, newest first, with the clicks on its short address; or those that were removed. */
export const listLinks = verb({
  name: 'links.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({ removed: z.boolean().optional() }).optional(),
  output: z.array(ListedLink),
  async run({ instance, db, workspace }, input) {
    const removed = input?.removed ?? false;
    const [names, rows, grammar, clicks] = await Promise.all([
      namesOfPeople(instance, workspace.id),
      linksIn(db, workspace.id, { removed }),
      grammarOf(db, workspace.id),
      clicksIn(db, workspace.id),
    ]);
    const base = shortBase(instance, grammar);
    return rows.map((row) => ({
      ...toLink(row, names, base),
      clicks: clicks.sums.get(row.id) ?? NONE,
      removedAt: row.removed_at?.toISOString() ?? null,
    }));
  },
});

/** Clicks on the short address of a link by day. */
export const readClicks = verb({
  name: 'links.clicks',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().max(40) }),
  output: ClicksAnswer,
  async run({ db, workspace }, { id }) {
    if ((await linkRows(db, workspace.id, { ids: [id] })).length === 0)
      throw new MopsError('NOT_FOUND', 'There is no such link.', 'See the list of links.');
    const { sums, days } = await clicksIn(db, workspace.id, id);
    return {
      id,
      ...(sums.get(id) ?? NONE),
      days: days.map(({ day, people, machines }) => ({ day: formatDay(day), people, machines })),
    };
  },
});
