import { MopsError, nearestName } from '@openmops/domain/shared';
import { CLIENTS } from './clients/index.ts';
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
