import { dayInZone } from '@openmops/domain/calendar';
import { writeCalendar } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import type { Instance } from '../../instance.ts';
import { hashToken, newToken } from '../../secret.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { CALENDAR_KINDS, calendarEntries } from './calendar-entries.ts';
import { nameOf } from './to-campaign.ts';

export const FeedShape = z.object({
  id: z.string(),
  name: z.string(),
  kinds: z.array(z.enum(CALENDAR_KINDS)),
  madeBy: z.string(),
  madeAt: z.string(),
  readAt: z.string().nullable().describe('When a calendar program last asked.'),
});

/** Addresses under which calendar programs read: whose they are, never the address itself. */
export const listFeeds = verb({
  name: 'calendar.feeds',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(FeedShape),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    const rows = await db
      .selectFrom('calendar_feeds')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('revoked_at', 'is', null)
      .orderBy('made_at', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      kinds: row.kinds as z.output<typeof FeedShape>['kinds'],
      madeBy: nameOf(names, row.made_by) ?? '',
      madeAt: row.made_at.toISOString(),
      readAt: row.read_at?.toISOString() ?? null,
    }));
  },
});

/** Makes a secret address for a calendar program. It is shown once, and works while its maker is a member. */
export const createFeed = verb({
  name: 'calendar.createFeed',
  permission: 'plans.read',
  kind: 'write',
  input: z.strictObject({
    name: z.string().trim().min(1).max(80),
    kinds: z
      .array(z.enum(CALENDAR_KINDS))
      .min(1)
      .default([...CALENDAR_KINDS]),
  }),
  output: z.object({ id: z.string(), url: z.string() }),
  async run({ db, workspace, instance, actor, now, audit }, { name, kinds }) {
    if (actor.kind === 'apiKey')
      throw new MopsError('FORBIDDEN', 'A key cannot do this.', 'Sign in as a person.');
    const id = newId('cf');
    const token = newToken();
    audit({ id, name });
    await db
      .insertInto('calendar_feeds')
      .values({
        id,
        workspace_id: workspace.id,
        name,
        token_hash: hashToken(token),
        kinds: JSON.stringify(kinds),
        made_by: byOf(actor),
        made_at: new Date(now),
      })
      .execute();
    return { id, url: `${instance.address()}/feeds/${token}.ics` };
  },
});

/** Ends an address. A person ends those of their own; who may change campaigns, all. */
export const revokeFeed = verb({
  name: 'calendar.revokeFeed',
  permission: 'plans.read',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  output: z.object({ id: z.string() }),
  async run({ db, workspace, actor, now, audit }, { id }) {
    const row = await db
      .selectFrom('calendar_feeds')
      .select('made_by')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (!row)
      throw new MopsError('NOT_FOUND', 'There is no such address.', 'See the list of addresses.');
    if (row.made_by !== byOf(actor) && !actorMay(actor, 'campaigns.write'))
      throw new MopsError('FORBIDDEN', 'This address is somebody else’s.', 'Ask an editor.');
    audit({ id });
    await db
      .updateTable('calendar_feeds')
      .set({ revoked_at: new Date(now) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    return { id };
  },
});

const PAST_DAYS = 90;
const FUTURE_DAYS = 400;

/** The calendar behind a secret address; null: there is none, it was ended, or its maker left. */
export async function feedText(instance: Instance, token: string): Promise<string | null> {
  const { db } = instance.records.system;
  const row = await db
    .selectFrom('calendar_feeds')
    .innerJoin('workspaces', 'workspaces.id', 'calendar_feeds.workspace_id')
    .selectAll('workspaces')
    .select(['calendar_feeds.id as feed', 'calendar_feeds.kinds', 'calendar_feeds.made_by'])
    .where('calendar_feeds.token_hash', '=', hashToken(token))
    .where('calendar_feeds.revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const member = await db
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', row.id)
    .where('user_id', '=', row.made_by)
    .executeTakeFirst();
  if (!member && row.made_by !== 'local') return null;
  const workspace = toWorkspace(row);
  const now = instance.now();
  const today = dayInZone(now, workspace.timeZone);
  await instance.records.system.transaction((trx) =>
    trx
      .updateTable('calendar_feeds')
      .set({ read_at: new Date(now) })
      .where('id', '=', row.feed)
      .execute(),
  );
  const entries = await calendarEntries(instance.records.scoped(workspace.id).db, workspace, {
    range: { from: today - PAST_DAYS, to: today + FUTURE_DAYS },
    kinds: new Set(row.kinds as string[]),
    now,
  });
  return writeCalendar({
    name: workspace.name,
    entries: entries.map(({ kind, path, openEnded, ...entry }) => ({
      ...entry,
      title: openEnded ? `${entry.title} begins` : entry.title,
      category: `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      url: `${instance.address()}/w/${workspace.slug}${path}`,
    })),
  });
}
