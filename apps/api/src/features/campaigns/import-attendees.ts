import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import { type Context, verb } from '../../verb.ts';
import { forgetFile, givenFile } from '../budgets/imported-files.ts';
import { instantAfter, type Listed, listedOf, listsInTurn, writeList } from './attendee-list.ts';
import { campaignRow } from './campaigns.queries.ts';
import { AttendeeColumns, readAttendees } from './read-attendees.ts';

/** Kinds of campaigns that people come to. */
const EVENTS: ReadonlySet<string> = new Set(['event', 'webinar', 'partner']);

export const AttendeesImported = z.object({
  file: z.string(),
  rows: z.number(),
  people: z.number().describe('Each once.'),
  attended: z.number(),
  registered: z.number().describe('On the list, and not known to have come.'),
  noShow: z.number(),
  touchpoints: z.number().describe('Of the campaign: one for coming, one for signing up.'),
  withoutEmail: z.number().describe('Left out: nobody can say who they are.'),
  missing: z
    .number()
    .describe('On an earlier list and not on this one: taken off where it is `complete`.'),
  missingPeople: z
    .array(
      z.object({
        name: z.string().describe('Or the address.'),
        was: z.enum(['attended', 'registered']),
        becomes: z.enum(['no_show', 'cancelled']),
      }),
    )
    .describe('The first 100; empty for who may not read records of people.'),
  complete: z.boolean(),
  list: z.string().nullable().describe('To take the list back; null: nothing was kept.'),
  dryRun: z.boolean(),
  columns: z.record(z.string(), z.string()),
  unused: z.array(z.string()),
});
export type AttendeesImported = z.infer<typeof AttendeesImported>;

const Asked = z.strictObject({
  campaign: z.string().max(40),
  upload: z.string().max(64),
  columns: AttendeeColumns.default({}),
  complete: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

/**
 * Takes in who signed up for an event and who came: they are contacts, and touchpoints of the campaign, once the call
 * is answered. People on a corrected list, or the same again, are replaced. Who is not on it stays, because who signed up
 * and who came are often two lists of one event; unless the list is `complete`: then who is missing did not come, or,
 * where there was no sign-up or the event lies ahead, cancelled.
 */
export const importAttendees = verb({
  name: 'campaigns.importAttendees',
  permission: 'streams.write',
  kind: 'long',
  input: Asked,
  output: AttendeesImported,
  run: (ctx, asked) => listsInTurn(ctx, asked.campaign, () => takeList(ctx, asked)),
});

async function takeList(
  ctx: Context<'long'>,
  { campaign: id, upload, columns, complete, dryRun }: z.output<typeof Asked>,
): Promise<AttendeesImported> {
  const { db, workspace, now } = ctx;
  const campaign = await campaignRow(db, workspace.id, id);
  if (!EVENTS.has(campaign.type))
    throw new MopsError(
      'INVALID',
      `Nobody attends a campaign of the kind ${campaign.type}.`,
      'Lists of attendees belong to events, webinars and campaigns of partners.',
      { status: 422 },
    );
  const file = await givenFile(ctx, upload);
  const day = campaign.day_from === null ? null : formatDay(campaign.day_from);
  const { timeZone } = workspace;
  const today = formatDay(dayInZone(now, timeZone));
  const read = await readAttendees(file.path, { columns, timeZone, day, today });
  const { attendees, ...told } = read;
  const before = await listedOf(ctx, campaign.code);
  const missing = missingOf(before, { attendees, today });
  const named = actorMay(ctx.actor, 'records.read') ? missing.slice(0, 100) : [];
  const count = (status: string) => attendees.filter((one) => one.status === status).length;
  const attended = count('attended');
  const report: AttendeesImported = {
    ...{ ...told, file: file.name, people: attendees.length, dryRun, complete, list: null },
    missing: missing.length,
    missingPeople: named.map(({ was, becomes }) => ({
      name: `${was.first_name} ${was.last_name}`.trim() || was.email,
      was: was.status === 'attended' ? 'attended' : 'registered',
      becomes,
    })),
    ...{ attended, registered: count('registered'), noShow: count('no_show') },
    touchpoints:
      attended +
      attendees.filter((one) => one.status !== 'attended' || one.registered !== null).length,
  };
  if (dryRun) return report;
  const listed = instantAfter(now, before.values());
  const rows = attendees.map(
    (one): Listed => ({
      ...{ event_code: campaign.code, event_name: campaign.name, attendee: one.email },
      ...{ email: one.email, first_name: one.firstName, last_name: one.lastName },
      ...{ company: one.company, title: one.title, status: one.status, at: one.day },
      ...{ registered_at: one.registered, listed_at: listed },
    }),
  );
  const off = complete
    ? missing.map(({ was, becomes }): Listed => ({ ...was, status: becomes, listed_at: listed }))
    : [];
  await writeList(
    ctx,
    [...rows, ...off].map((one) => ({ listed: one, deleted: false })),
  );
  const { people, touchpoints } = report;
  await ctx.transact(async () => {
    const took = { people, touchpoints, takenOff: off.length, list: listed };
    ctx.audit({ campaign: campaign.code, id, file: file.name, ...took });
  });
  await forgetFile(ctx, file);
  return { ...report, list: listed };
}

const STILL_ON: ReadonlySet<string> = new Set(['attended', 'registered']);

type Missing = { was: Listed; becomes: 'no_show' | 'cancelled' };

/** Who was expected or there by earlier lists and is not on this one, and what that makes of them. */
function missingOf(
  before: ReadonlyMap<string, Listed>,
  { attendees, today }: { attendees: readonly { email: string }[]; today: string },
): Missing[] {
  const here = new Set(attendees.map(({ email }) => email));
  return [...before.values()]
    .filter(({ attendee, status }) => !here.has(attendee) && STILL_ON.has(status))
    .map((was) => {
      const signedUp = was.registered_at !== null || was.status === 'registered';
      return { was, becomes: signedUp && was.at <= today ? 'no_show' : 'cancelled' };
    });
}
