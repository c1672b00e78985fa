import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import type { StreamRecord, StreamSchema } from '@openmops/domain/streams';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { forgetFile, givenFile } from '../budgets/imported-files.ts';
import { openIngest } from '../streams/open-ingest.ts';
import { campaignRow } from './campaigns.queries.ts';
import { AttendeeColumns, readAttendees } from './read-attendees.ts';

const SOURCE = 'event_lists';
const STREAM = 'event_attendees';
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
  dryRun: z.boolean(),
  columns: z.record(z.string(), z.string()),
  unused: z.array(z.string()),
});
export type AttendeesImported = z.infer<typeof AttendeesImported>;

/**
 * Takes in who signed up for an event and who came: they are contacts, and touchpoints of the campaign, once the call
 * is answered. People on a corrected list, or the same again, are replaced. Nobody is taken off: who signed up and who
 * came are often two lists of the same event.
 */
export const importAttendees = verb({
  name: 'campaigns.importAttendees',
  permission: 'streams.write',
  kind: 'long',
  input: z.strictObject({
    campaign: z.string().max(40),
    upload: z.string().max(64),
    columns: AttendeeColumns.default({}),
    dryRun: z.boolean().default(false),
  }),
  output: AttendeesImported,
  async run(ctx, { campaign: id, upload, columns, dryRun }) {
    const { instance, db, workspace, now } = ctx;
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
    const count = (status: string) => attendees.filter((one) => one.status === status).length;
    const attended = count('attended');
    const report: AttendeesImported = {
      ...{ ...told, file: file.name, people: attendees.length, dryRun },
      ...{ attended, registered: count('registered'), noShow: count('no_show') },
      touchpoints:
        attended +
        attendees.filter((one) => one.status !== 'attended' || one.registered !== null).length,
    };
    if (dryRun) return report;
    const listed = new Date(now).toISOString();
    const records = attendees.map((one, at): StreamRecord => {
      const record = {
        ...{ event_code: campaign.code, event_name: campaign.name, attendee: one.email },
        ...{ email: one.email, first_name: one.firstName, last_name: one.lastName },
        ...{ company: one.company, title: one.title, status: one.status, at: one.day },
        ...{ registered_at: one.registered, listed_at: listed },
      };
      const text = JSON.stringify(record);
      const marks = { deleted: false, version: null, extractedAt: null };
      return { type: 'record', stream: STREAM, text, record, ...marks, line: at + 1 };
    });
    // Mapped before it ends: whoever asks next sees the touchpoints.
    const ingest = await openIngest(
      { instance, workspaceId: workspace.id },
      { source: SOURCE, kind: 'push', wait: true, map: true },
    );
    try {
      await ingest.write([SCHEMA, ...records]);
      await ingest.close();
    } catch (error) {
      await ingest.abort(error);
      throw error;
    }
    const { people, touchpoints } = report;
    await ctx.transact(async () => {
      ctx.audit({ campaign: campaign.code, id, file: file.name, people, touchpoints });
    });
    await forgetFile(ctx, file);
    return report;
  },
});

const SCHEMA: StreamSchema = {
  type: 'schema',
  stream: STREAM,
  schema: null,
  key: [['event_code'], ['attendee']],
  cursor: ['listed_at'],
  mode: 'upsert',
  line: null,
};
