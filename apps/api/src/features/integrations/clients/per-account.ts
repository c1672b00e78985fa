import type { Page, PageRequest, Place, PullStream, PullTools } from '../engine/client.ts';

/** Where a read stands: in which account, and where within it. */
type Standing = { account: string; at: Place | null };

type AccountPage = (account: string, request: PageRequest, tools: PullTools) => Promise<Page>;

/**
 * A page of a stream that is asked for account by account. The setting lists the accounts, separated by
 * commas. An account that was taken out of it meanwhile is passed over.
 */
export function perAccount(setting: string, page: AccountPage): PullStream['page'] {
  return async (request, tools) => {
    const accounts = accountsOf(request.config, setting);
    const stands = request.place as Standing | null;
    const left = stands === null ? 0 : accounts.indexOf(stands.account);
    const [account = '', following] = accounts.slice(Math.max(left, 0));
    const place = left < 0 ? null : (stands?.at ?? null);
    const { next, ...read } = await page(account, { ...request, place }, tools);
    if (next !== null) return { ...read, next: { account, at: next } };
    return { ...read, next: following === undefined ? null : { account: following, at: null } };
  };
}

/** Ids without the dashes, and the prefix, with which people write them. */
export function accountsOf(config: Readonly<Record<string, string>>, setting: string): string[] {
  const ids = (config[setting] ?? '').split(',').map((id) => id.replaceAll(/\D/g, ''));
  return [...new Set(ids.filter((id) => id !== ''))];
}
