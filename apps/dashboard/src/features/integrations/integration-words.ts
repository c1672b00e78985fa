import type { CredentialKind } from '../../api-streams.ts';

export const CREDENTIALS: Record<CredentialKind, string> = {
  token: 'A token for good',
  refresh: 'OAuth with a refresh token',
  client: 'OAuth client credentials',
  assertion: 'A private key',
};

export type SecretField = { name: string; label: string; long?: true; optional?: true };

/** What each kind of sign-in consists of. */
export const SECRETS: Record<CredentialKind, SecretField[]> = {
  token: [{ name: 'token', label: 'Token' }],
  refresh: [
    { name: 'clientId', label: 'Client id' },
    { name: 'clientSecret', label: 'Client secret' },
    { name: 'refreshToken', label: 'Refresh token' },
  ],
  client: [
    { name: 'clientId', label: 'Client id' },
    { name: 'clientSecret', label: 'Client secret' },
  ],
  assertion: [
    { name: 'issuer', label: 'Issuer: e-mail of the service account, or consumer key' },
    { name: 'subject', label: 'User to act for', optional: true },
    { name: 'privateKey', label: 'Private key (-----BEGIN PRIVATE KEY-----)', long: true },
  ],
};

export const SCHEDULES: { value: string; label: string }[] = [
  { value: '', label: 'As usual for this system' },
  { value: '*/15 * * * *', label: 'Every 15 minutes' },
  { value: '7 * * * *', label: 'Every hour' },
  { value: '7 */6 * * *', label: 'Every 6 hours' },
  { value: '7 5 * * *', label: 'Every day at 5:07' },
];

const EVERY = /^(\d{1,2}) (\*|\d{1,2}|\*\/\d{1,2}) \* \* \*$/;

/**
 * A schedule in words, where they are shorter than the schedule.
 * @example scheduleWords('7 5 * * *') // 'daily at 5:07'
 */
export function scheduleWords(cron: string): string {
  const minutes = /^\*\/(\d{1,2}) \* \* \* \*$/.exec(cron);
  if (minutes) return `every ${minutes[1]} minutes`;
  const found = EVERY.exec(cron);
  if (!found) return cron;
  const [, minute = '0', hour = '*'] = found;
  if (hour === '*') return `hourly at :${minute.padStart(2, '0')}`;
  if (hour.startsWith('*/')) return `every ${hour.slice(2)} hours`;
  return `daily at ${hour}:${minute.padStart(2, '0')}`;
}
