import { isIP } from 'node:net';
import { MopsError } from '@openmops/domain/shared';

/** Platform → address on this machine that stands for it, as `http://127.0.0.1:9000`. */
export type StandIns = Readonly<Record<string, string>>;

/**
 * The address that is really called: https and a host of the platform, whatever an answer or a
 * setting said. Who forges a name of these hosts still lacks their certificate, which Node demands.
 * @example allowedAddress('https://api.hubapi.com/crm', { platform: 'hubspot', hosts: ['api.hubapi.com'] }, {}).href // 'https://api.hubapi.com/crm'
 */
export function allowedAddress(
  text: string,
  client: { platform: string; hosts: readonly string[] },
  standIns: StandIns,
): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fine =
    url !== null &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.port === '' &&
    client.hosts.some((host) => isBelow(url.hostname, host));
  if (!fine) {
    throw new MopsError(
      'INVALID',
      `${url?.host ?? text.slice(0, 80)} is no address of ${client.platform}.`,
      'Correct the settings of the integration; only https and the hosts of the platform are spoken to.',
      { reason: 'address', platform: client.platform },
    );
  }
  const standIn = standIns[client.platform];
  return standIn ? new URL(`${loopback(standIn).origin}${url.pathname}${url.search}`) : url;
}

function isBelow(hostname: string, host: string): boolean {
  return host.startsWith('.')
    ? hostname.endsWith(host) && hostname.length > host.length
    : hostname === host;
}

/** An address of this machine; anything else is refused. */
export function loopback(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const here =
    url?.hostname === '[::1]' ||
    (url !== null && isIP(url.hostname) === 4 && url.hostname.startsWith('127.'));
  if (url && here && url.protocol === 'http:') return url;
  throw new MopsError(
    'PRECONDITION',
    `${text} is no address of this machine.`,
    'A stand-in for a platform is served on loopback: http://127.0.0.1:PORT.',
  );
}
