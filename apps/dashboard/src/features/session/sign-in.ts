import { post } from '../../api.ts';
import { forgetEverything } from '../../state/session.svelte.ts';

export async function signIn(values: { email: string; password: string }): Promise<void> {
  await post('/api/auth/sign-in/email', values);
  await forgetEverything();
}

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {});
  await forgetEverything();
}

/** Spends the one-time token of the console's claim link: the first account, and its workspace. */
export async function claim(values: Record<string, unknown>): Promise<void> {
  await post('/api/claim', values);
  await forgetEverything();
}

/** Spends a one-time sign-in link; a member's link also takes the password that it shall have. */
export async function openLink(values: { token: string; password?: string }): Promise<unknown> {
  const answer = await post('/api/open', values);
  await forgetEverything();
  return answer;
}

/** The token of `#token=…`; it stands behind the `#` so that no server log ever holds it. */
export function tokenOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

/** Where to go after signing in: an address of this site, never of another. */
export function nextAddress(search: string): { pathname: string; search: string } {
  const wanted = new URLSearchParams(search).get('next') ?? '/';
  const safe = /^\/(?![/\\])/.test(wanted) ? wanted : '/';
  const url = new URL(safe, 'http://here.invalid');
  return { pathname: url.pathname, search: url.search };
}
