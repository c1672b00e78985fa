import { MopsError } from '@openmops/domain/shared';
import type { Env } from '../env.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const MAX_URL = 8192;

/** What is refused before any route is looked at. Null: go on. */
export function refuse(request: Request, env: Env): MopsError | null {
  if (!METHODS.has(request.method)) {
    return new MopsError('INVALID', `${request.method} is not served here.`, null, { status: 405 });
  }
  if (request.url.length > MAX_URL) {
    return new MopsError('LIMIT', 'The address is too long.', 'Ask for less at once.', {
      status: 414,
    });
  }
  if (!knownHost(request, env)) {
    return new MopsError(
      'FORBIDDEN',
      'This server does not answer under that name.',
      'Set OPENMOPS_PUBLIC_URL to the address that people use.',
    );
  }
  return SAFE.has(request.method) || carriesKey(request) ? null : crossSite(request, env);
}

/** A key is sent by a program on purpose; a cookie by a browser without asking its owner. */
function carriesKey(request: Request): boolean {
  return /^bearer /i.test(request.headers.get('authorization') ?? '');
}

/** Changes ordered by another site's page are refused, whatever the body looks like. */
function crossSite(request: Request, env: Env): MopsError | null {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const own = [new URL(request.url).origin];
  if (env.publicUrl) own.push(new URL(env.publicUrl).origin);
  const otherSite = site !== null && site !== 'same-origin' && site !== 'none';
  const foreign = otherSite || (origin !== null && !own.includes(origin));
  if (!foreign) return null;
  return new MopsError(
    'FORBIDDEN',
    'The request comes from another site.',
    'Open OpenMOps itself, or use an API key. Behind a proxy, set OPENMOPS_PUBLIC_URL.',
  );
}

/** On a loopback address, a foreign name means that somebody's DNS points here: rebinding. */
function knownHost(request: Request, env: Env): boolean {
  const { hostname } = new URL(request.url);
  if (env.publicUrl && hostname === new URL(env.publicUrl).hostname) return true;
  if (LOOPBACK.has(hostname) || hostname === env.host) return true;
  return !LOOPBACK.has(env.host) && !env.publicUrl;
}
