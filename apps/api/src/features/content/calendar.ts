import { dayInZone, instantInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { dayOfText } from './check-refs.ts';
import { day } from './content.schema.ts';
import { infosOf } from './list-assets.ts';
import { publicationsIn } from './publications-in.ts';

const MAX_DAYS = 400;
const Entry = z.object({
  day: z.string(),
  kind: z.enum(['planned', 'published']),
  asset: z.string(),
  name: z.string(),
  channel: z.string().nullable(),
  campaign: z.string().nullable(),
  campaignName: z.string().nullable(),
  state: z
    .string()
    .describe('Of the newest version; of what is published: published or scheduled.'),
  open: z.number().describe('How many items keep it from being published.'),
});

/** What goes out on which day: publications, and assets that are planned for a day. */
export const contentCalendar = verb({
  name: 'content.calendar',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ from: day, to: day }),
  output: z.array(Entry),
  async run(ctx, range) {
    const { db, workspace, now } = ctx;
    const { from, to, first, end } = daysOf(range, workspace.timeZone);
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const zone = workspace.timeZone;
    const published = await publicationsIn(ctx, {
      from: first,
      to: end,
      names,
    });
    const planned = await db
      .selectFrom('assets')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('archived_at', 'is', null)
      .where('planned_on', '>=', from)
      .where('planned_on', '<=', to)
      .execute();
    const infos = await infosOf(ctx, planned);
    const entries: z.infer<typeof Entry>[] = [
      ...infos.flatMap((info) =>
        info.plannedOn === null
          ? []
          : [
              {
                day: info.plannedOn,
                kind: 'planned' as const,
                asset: info.id,
                name: info.name,
                channel: info.plannedChannel,
                campaign: info.campaign,
                campaignName: info.campaignName,
                state: info.state,
                open: info.open.length,
              },
            ],
      ),
      ...published
        .filter(({ withdrawn }) => withdrawn === null)
        .map((one) => ({
          day: formatDay(dayInZone(Date.parse(one.at), zone)),
          kind: 'published' as const,
          asset: one.asset,
          name: one.assetName,
          channel: one.channel,
          campaign: one.campaign,
          campaignName: one.campaignName,
          state: Date.parse(one.at) > now ? 'scheduled' : 'published',
          open: 0,
        })),
    ];
    return entries.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  },
});

/** Days with the instants at which they begin and end. @throws MopsError INVALID for no days, or too many */
export function daysOf(
  range: { from: string; to: string },
  timeZone: string,
): { from: number; to: number; first: number; end: number } {
  const from = dayOfText(range.from) as number;
  const to = dayOfText(range.to) as number;
  if (to < from || to - from > MAX_DAYS) {
    const why = to < from ? 'The range has no days.' : `${MAX_DAYS} days are shown at most.`;
    throw new MopsError('INVALID', why, 'Give two dates, the earlier first.');
  }
  const first = instantInZone({ day: from, second: 0 }, timeZone);
  return { from, to, first, end: instantInZone({ day: to + 1, second: 0 }, timeZone) };
}
