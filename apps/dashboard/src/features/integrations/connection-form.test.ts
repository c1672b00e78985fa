import { expect, test } from 'vitest';
import type { Integration, Platform, StreamsApi } from '../../api-streams.ts';
import { ConnectionForm } from './connection-form.svelte.ts';
import { scheduleWords } from './integration-words.ts';

const platform: Platform = {
  platform: 'google_ads',
  name: 'Google Ads',
  kind: 'days',
  settings: [
    { name: 'customer', label: 'Customer id: ten digits', pattern: '\\d{10}', optional: false },
  ],
  credentials: ['refresh'],
  needsDeveloperToken: true,
  streams: [{ name: 'campaigns', needs: 'x' }],
};

function doors(ok: boolean) {
  const calls: [string, unknown][] = [];
  const door = (name: string, answer: unknown) => ({
    mutate: async (input: unknown) => {
      calls.push([name, input]);
      return answer;
    },
  });
  const checked = {
    ok,
    stream: 'campaigns',
    error: ok ? null : 'The token was refused.',
    hint: null,
  };
  const api = {
    check: door('check', checked),
    create: door('create', { id: 'in_1' }),
    update: door('update', { id: 'in_1' }),
  };
  return { calls, api: api as unknown as StreamsApi['integrations'] };
}

test('nothing is saved before the sign-in was tried, unless a person says so', async () => {
  const form = new ConnectionForm(platform, null);
  const { calls, api } = doors(false);
  expect(await form.save(api)).toBe(false);
  expect(Object.keys(form.errors)).toEqual([
    'customer',
    'clientId',
    'clientSecret',
    'refreshToken',
    'developerToken',
  ]);
  expect(form.errors.customer).toBe('Customer id: ten digits.');
  form.settings.customer = '1234567890';
  for (const { name } of form.secretFields) form.secrets[name] = ` ${name} `;
  expect(await form.save(api)).toBe(false);
  expect(calls.map(([name]) => name)).toEqual(['check']);
  expect(form.checked?.error).toBe('The token was refused.');
  expect(await form.save(api, true)).toBe(true);
  expect(calls.at(-1)).toMatchObject([
    'create',
    {
      platform: 'google_ads',
      source: 'google_ads',
      credentials: { kind: 'refresh', clientId: 'clientId', developerToken: 'developerToken' },
    },
  ]);
});

test('secrets that are kept stay when their fields are left empty', async () => {
  const known = {
    id: 'in_1',
    name: 'Ads',
    source: 'google_ads',
    settings: { customer: '1234567890' },
    credentials: 'refresh',
    streams: ['campaigns'],
    schedule: '7 5 * * *',
  } as unknown as Integration;
  const form = new ConnectionForm(platform, known);
  const { calls, api } = doors(true);
  expect(await form.save(api)).toBe(true);
  expect(calls).toEqual([
    [
      'check',
      {
        platform: 'google_ads',
        id: 'in_1',
        settings: { customer: '1234567890' },
        streams: ['campaigns'],
      },
    ],
    [
      'update',
      {
        id: 'in_1',
        settings: { customer: '1234567890' },
        streams: ['campaigns'],
        schedule: '7 5 * * *',
        name: 'Ads',
      },
    ],
  ]);
});

test('schedules in words', () => {
  expect(
    ['7 5 * * *', '*/15 * * * *', '9 * * * *', '7 */6 * * *', '0 6 * * 1-5'].map(scheduleWords),
  ).toEqual(['daily at 5:07', 'every 15 minutes', 'hourly at :09', 'every 6 hours', '0 6 * * 1-5']);
});
