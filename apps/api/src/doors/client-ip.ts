import type { Context } from 'hono';

/**
 * The address a request comes from: of the connection, or, when that is a proxy we trust, the last
 * hop of X-Forwarded-For that is not. Everything a stranger writes into the header is ignored.
 */
export function clientIp(
  remote: string | null,
  forwarded: string | null,
  trusted: string[],
): string {
  const plain = (address: string) => address.trim().replace(/^::ffff:/, '');
  let address = plain(remote ?? 'unknown');
  if (!forwarded) return address;
  const hops = forwarded.split(',').map(plain).filter(Boolean);
  while (trusted.includes(address) && hops.length > 0) address = hops.pop() ?? address;
  return address;
}

/** The address of the connection, where there is one (none in tests that call the app itself). */
export function remoteAddress(c: Context): string | null {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? null;
}
