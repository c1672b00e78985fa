import { planSoon } from '../../jobs/start-jobs.ts';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';
import { checkDeveloperToken, checkSettings, checkStreams } from './check-settings.ts';
import type { CredentialKind } from './engine/tokens.ts';
import { clientOf } from './find-client.ts';
import { changeIntegration, findIntegrationRow } from './integrations.queries.ts';
import { UpdateIntegration } from './integrations.schema.ts';
import { newestOf } from './replaced-tokens.ts';

/** Changes what is given and leaves the rest. */
export const updateIntegration = verb({
  name: 'integrations.update',
  permission: 'integrations.write',
  kind: 'write',
  input: UpdateIntegration,
  async run({ db, workspace, instance, audit }, input) {
    const { id, name, settings, credentials, streams, startDay, schedule, signInUntil } = input;
    const known = await findIntegrationRow(db, workspace.id, id);
    if (!known) throw noIntegration();
    const client = clientOf(known.platform);
    const kind = credentials?.kind ?? (known.credential_kind as CredentialKind);
    checkSettings(client, settings ?? known.settings, kind);
    if (credentials) checkDeveloperToken(client, credentials);
    const place = { workspaceId: workspace.id, kind: 'integration', id };
    await changeIntegration(db, place, {
      ...(name ? { name } : {}),
      ...(settings ? { settings: JSON.stringify(settings) } : {}),
      ...(streams ? { streams: JSON.stringify(checkStreams(client, streams)) } : {}),
      ...(startDay ? { start_day: startDay } : {}),
      ...(schedule ? { schedule } : {}),
      ...(credentials
        ? {
            credential_kind: kind,
            sealed: seal(instance.secret, place, JSON.stringify(newestOf(instance, credentials))),
            // Both were said of the sign-in before.
            sign_in_ends_at: null,
            sign_in_until: null,
          }
        : {}),
      ...(signInUntil === undefined ? {} : { sign_in_until: signInUntil }),
    });
    audit({ integration: id, changed: Object.keys(input).filter((field) => field !== 'id') });
    planSoon(instance);
    return { id };
  },
});
