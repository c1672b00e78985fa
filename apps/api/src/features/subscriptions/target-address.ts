import { BlockList, isIP } from 'node:net';
import { MopsError } from '@openmops/domain/shared';

/** Networks that are nobody's public address (IANA special-purpose registries, RFC 6890). */
const PRIVATE: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const PORTS = ['', '443', '8443'];
const CANNOT = 'Give an https address of another system that is reachable from the internet.';

/** Apart, since a list of both takes every IPv4 address for the IPv6 address that holds it. */
const PRIVATE_NETWORKS = {
  4: networks(PRIVATE.filter(([network]) => isIP(network) === 4)),
  6: networks(PRIVATE.filter(([network]) => isIP(network) === 6)),
};

function networks(all: readonly (readonly [network: string, bits: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of all) list.addSubnet(network, bits, familyOf(network));
  return list;
}

function familyOf(ip: string) {
  return isIP(ip) === 6 ? 'ipv6' : 'ipv4';
}

/**
 * Whether something may be sent to an IP address: a public one, or one of the networks that whoever runs
 * the server has named.
 * @example mayReach('169.254.169.254', []) // false
 * @example mayReach('10.1.2.3', ['10.1.0.0/16']) // true
 */
export function mayReach(ip: string, allowed: readonly string[]): boolean {
  const known = PRIVATE_NETWORKS[isIP(ip) === 6 ? 6 : 4];
  return isAllowed(ip, allowed) || !known.check(ip, familyOf(ip));
}

function isAllowed(ip: string, allowed: readonly string[]): boolean {
  const list = networks(
    allowed.map((one) => {
      const [network = '', bits = ''] = one.split('/');
      return [network, Number(bits)] as const;
    }),
  );
  return list.check(ip, familyOf(ip));
}

/**
 * An address to which events may be sent. Where its name leads is looked at again with every
 * connection (`post-event.ts`). INVALID for what is none, or leads into a private network.
 */
export function targetAddress(text: string, allowed: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw refused(text, 'is no address');
  if (url.username !== '' || url.password !== '') throw refused(url.host, 'holds a password');
  // The parser has written every form of a number (octal, hexadecimal, one word) as four by now.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const literal = isIP(host) !== 0;
  if (literal && !mayReach(host, allowed))
    throw refused(host, 'is not reachable from the internet');
  if (/^localhost\.?$|\.localhost\.?$/.test(host) && !mayReach('127.0.0.1', allowed))
    throw refused(host, 'is not reachable from the internet');
  // Inside of a network that is allowed there are seldom certificates; a name is looked at when it is called.
  const inside = literal ? isAllowed(host, allowed) : allowed.length > 0;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && inside))
    throw refused(url.host, 'is not https');
  if (!PORTS.includes(url.port) && !inside)
    throw refused(url.host, `has the port ${url.port}; 443 and 8443 are sent to`);
  url.hash = '';
  return url;
}

/** Of the addresses that a name has, all must be good: which one is taken is not ours to say. */
export function mustReach(url: URL, ips: readonly string[], allowed: readonly string[]): void {
  const bad = ips.find((ip) => !mayReach(ip, allowed));
  if (bad !== undefined) throw refused(url.hostname, `leads to ${bad}, a private network`);
  const plain = url.protocol !== 'https:' || !PORTS.includes(url.port);
  if (plain && !ips.every((ip) => isAllowed(ip, allowed)))
    throw refused(url.host, 'is not https on port 443 or 8443');
}

function refused(what: string, why: string): MopsError {
  return new MopsError('INVALID', `${what.slice(0, 200)} ${why}.`, CANNOT, { reason: 'address' });
}
