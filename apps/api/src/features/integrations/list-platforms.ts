import * as z from 'zod';
import { verb } from '../../verb.ts';
import { CLIENTS } from './clients/index.ts';

/** What can be connected, and what each needs. */
export const listPlatforms = verb({
  name: 'integrations.platforms',
  permission: 'integrations.read',
  kind: 'read',
  input: z.strictObject({}).prefault({}),
  run: async () =>
    CLIENTS.map(
      ({ platform, name, kind, settings, credentials, streams, needsDeveloperToken }) => ({
        platform,
        name,
        kind,
        settings: settings.map((one) => ({
          name: one.name,
          label: one.label,
          pattern: one.pattern.source,
          optional: one.optional ?? false,
        })),
        credentials: [...credentials],
        needsDeveloperToken: needsDeveloperToken ?? false,
        streams: streams.map((one) => ({ name: one.name, needs: one.needs })),
      }),
    ),
});
