/**
 * What an account is called whose exports name none, where exports in another currency name none
 * either: an account of an ad platform is billed in one currency, so these are two accounts.
 * @example accountInCurrency('USD') // 'Account in USD'
 */
export function accountInCurrency(currency: string): string {
  return `Account in ${currency}`;
}

/** Whether an account was named by nobody. */
export function isUnnamedAccount(account: string): boolean {
  return account === '' || /^Account in [A-Z]{3}$/.test(account);
}
