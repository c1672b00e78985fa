import { dayInZone } from '@openmops/domain/calendar';
import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { linkRows } from '../links/link-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { daysOf } from './calendar.ts';
import { day } from './content.schema.ts';
import { infosOf } from './list-assets.ts';
import { publicationsIn } from './publications-in.ts';
import { newestVersions, type VersionRow } from './version-rows.ts';

const PlannedPost = z.object({
  asset: z.string(),
  name: z.string(),
  version: z.number(),
  day: z.string(),
  time: z.string().nullable().describe('In the zone of the workspace; null: not said.'),
  channel: z.string().nullable(),
  campaign: z.string().nullable(),
  text: z.string(),
  link: z.string().nullable().describe('Its tracked link, else its own address.'),
  /** What the social tool gives back is looked up by this. */
  reference: z.string().describe('Put it into the post as its reference, or its link code.'),
  hash: z.string(),
  ready: z.boolean().describe('Approved, and nothing is open.'),
});
export const PlannedPosts = z.array(PlannedPost);
export type PlannedPost = z.infer<typeof PlannedPost>;

/**
 * Social posts of some days for the tool that posts them: those that are planned, and those that are published for a
 * time to come. Only what is ready, unless `all` is asked for: nothing leaves without approval.
 */
export const plannedPosts = verb({
  name: 'content.plannedPosts',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ from: day, to: day, all: z.boolean().default(false) }),
  output: PlannedPosts,
  async run(ctx, { all, ...asked }) {
    const { db, workspace } = ctx;
    const { from, to, first, end } = daysOf(asked, workspace.timeZone);
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const range = { from: first, to: end, names };
    const out = (await publicationsIn(ctx, range)).filter(({ withdrawn }) => withdrawn === null);
    const scheduled = new Map(out.map((one) => [one.asset, one]));
    const ids = [...scheduled.keys()];
    const rows = await db
      .selectFrom('assets')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('type', '=', 'social_post')
      .where('archived_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb.and([eb('planned_on', '>=', from), eb('planned_on', '<=', to)]),
          ...(ids.length > 0 ? [eb('id', 'in', ids)] : []),
        ]),
      )
      .execute();
    const newest = await newestVersions(
      db,
      workspace.id,
      rows.map((row) => row.id),
    );
    const links = new Map(
      (await linkRows(db, workspace.id, { ids: out.flatMap(({ link }) => link ?? []) })).map(
        (one) => [one.id, one],
      ),
    );
    const posts = (await infosOf(ctx, rows)).map((info): PlannedPost => {
      const { id, name, campaignName } = info;
      const { number, text, link, hash } = newest.get(id) as VersionRow;
      const one = scheduled.get(id);
      const tracked = links.get(one?.link ?? '');
      const at = one ? Date.parse(one.at) : null;
      return {
        ...{ asset: id, name, version: number, text, hash },
        day: at === null ? (info.plannedOn ?? '') : formatDay(dayInZone(at, workspace.timeZone)),
        time: at === null ? null : timeText(at, workspace.timeZone),
        channel: one?.channel ?? info.plannedChannel,
        campaign: one?.campaignName ?? campaignName,
        link: tracked?.url ?? link,
        reference: tracked?.code ?? id,
        ready: info.open.length === 0 && info.state !== 'archived',
      };
    });
    return posts
      .filter(({ ready }) => all || ready)
      .sort((a, b) => (a.day + a.name < b.day + b.name ? -1 : 1));
  },
});

const timeText = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
