import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { planSoon } from '../../jobs/start-jobs.ts';
import { newId } from '../../stores/records/new-id.ts';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { checkDeveloperToken, checkSettings, checkStreams } from './check-settings.ts';
import { clientOf } from './find-client.ts';
import { listIntegrationRows } from './integration-rows.ts';
import { CreateIntegration } from './integrations.schema.ts';
import { newestOf } from './replaced-tokens.ts';

/** A year is enough to compare with the one before. */
const FIRST_DAYS = 365;

/** Connects a platform. Nothing is read until its schedule, or `integrations.sync`. */
export const createIntegration = verb({
  name: 'integrations.create',
  permission: 'integrations.write',
  kind: 'write',
  input: CreateIntegration,
  async run({ db, actor, workspace, now, instance, audit }, input) {
    const client = clientOf(input.platform);
    checkSettings(client, input.settings, input.credentials.kind);
    checkDeveloperToken(client, input.credentials);
    const streams = checkStreams(client, input.streams);
    const known = await listIntegrationRows(db, workspace.id);
    const source = input.source ?? client.platform;
    if (known.some((one) => one.source === source)) {
      throw new MopsError(
        'CONFLICT',
        `Another integration already brings the source ${source}.`,
        'Give this one a source of its own, such as hubspot_emea.',
      );
    }
    const id = newId('in');
    const place = { workspaceId: workspace.id, kind: 'integration', id };
    const startDay =
      input.startDay ?? formatDay(dayInZone(now, workspace.timeZone) - FIRST_DAYS + 1);
    await db
      .insertInto('integrations')
      .values({
        id,
        workspace_id: workspace.id,
        platform: client.platform,
        name: input.name ?? client.name,
        source,
        settings: JSON.stringify(input.settings),
        streams: JSON.stringify(streams),
        credential_kind: input.credentials.kind,
        sealed: seal(instance.secret, place, JSON.stringify(newestOf(instance, input.credentials))),
        start_day: startDay,
        schedule: input.schedule ?? usualSchedule(client.kind, id),
        paused_at: null,
        widely_read_at: null,
        sign_in_until: input.signInUntil ?? null,
        created_by: actor.kind === 'user' ? actor.id : '',
      })
      .execute();
    audit({ integration: id, platform: client.platform });
    planSoon(instance);
    return { id };
  },
});

/** CRMs every hour, results of days in the morning; each at a minute of its own. */
function usualSchedule(kind: 'records' | 'days', id: string): string {
  const minute = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 60;
  return kind === 'records' ? `${minute} * * * *` : `${minute} 5 * * *`;
}
