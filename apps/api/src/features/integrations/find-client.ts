import { MopsError, nearestName } from '@openmops/domain/shared';
import { CLIENTS } from './clients/index.ts';
import { linkedinSample } from './clients/sample/linkedin-sample.ts';
import type { PullClient } from './engine/client.ts';

/** The client of a platform by its id. */
export function clientOf(platform: string): PullClient {
  const client = CLIENTS.find((one) => one.platform === platform);
  if (client) return client;
  const names = CLIENTS.map((one) => one.platform);
  const near = nearestName(platform, names);
  throw new MopsError(
    'INVALID',
    `${platform} cannot be pulled.${near ? ` Did you mean ${near}?` : ''}`,
    `These can: ${names.join(', ')}. Anything else arrives by openmops ingest, a push or a webhook.`,
  );
}

/** How connections of the sample company sign in: not at all. */
export const SAMPLE_CREDENTIALS = 'sample';

/** What reads a connection: the platform’s client, or the generated data of the sample company. */
export function readerOf(integration: { platform: string; credential_kind: string }): PullClient {
  const sample = integration.credential_kind === SAMPLE_CREDENTIALS;
  return sample && integration.platform === linkedinSample.platform
    ? linkedinSample
    : clientOf(integration.platform);
}
