import { CampaignDay } from '@openmops/domain/campaigns';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { CALENDAR_KINDS, calendarEntries } from './calendar-entries.ts';
import { nameOf } from './to-campaign.ts';

const MOST_DAYS = 800;

export const CalendarAnswer = z.object({
  from: z.string(),
  to: z.string(),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(CALENDAR_KINDS),
      title: z.string(),
      from: z.string(),
      to: z.string().describe('Inclusive; of what runs until further notice its first day.'),
      openEnded: z.boolean(),
      state: z.string(),
      path: z.string().describe('Where the dashboard shows it, inside of the workspace.'),
      owner: z.string().nullable(),
      campaign: z.string().nullable(),
    }),
  ),
});

/** Every thing with a day in a range: campaigns, tasks, activities, content, plans and reviews. */
export const readCalendar = verb({
  name: 'calendar.read',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({
    from: CampaignDay,
    to: CampaignDay,
    kinds: z
      .array(z.enum(CALENDAR_KINDS))
      .min(1)
      .default([...CALENDAR_KINDS]),
  }),
  output: CalendarAnswer,
  async run(ctx, { from, to, kinds }) {
    const range = { from: parseDay(from) as number, to: parseDay(to) as number };
    if (range.to < range.from || range.to - range.from >= MOST_DAYS)
      throw new MopsError(
        'INVALID',
        `${from} to ${to} is no range of 1 to ${MOST_DAYS} days.`,
        'Give two days, the earlier first.',
      );
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const where = { range, kinds: new Set<string>(kinds), now: ctx.now };
    const found = await calendarEntries(ctx.db, ctx.workspace, where);
    return {
      from,
      to,
      entries: found.map(
        ({ id, kind, title, state, path, owner, campaign, openEnded, ...days }) => ({
          id,
          kind,
          title,
          from: formatDay(days.from),
          to: formatDay(days.to),
          openEnded,
          state,
          path,
          owner: nameOf(names, owner),
          campaign,
        }),
      ),
    };
  },
});
