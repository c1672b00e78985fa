import { expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

const ROWS =
  'Medium,Source,Campaign\ncpm,google,\nemail,Newsletter,spring\nreferral,chatgpt.com,\n';

it('answers every row in the order of the file, as it was written', async () => {
  const answer = await openmops('channel', file('a.csv', ROWS), '--json');
  expect(answer).toMatchObject({ exit: 0, err: '' });
  expect(JSON.parse(answer.out)).toEqual({
    rows: [
      {
        source: 'google',
        medium: 'cpm',
        campaign: '',
        channel: 'Paid Search',
        rule: 'paid-search: source “google” is a search engine (google), medium “cpm” is paid',
      },
      {
        source: 'Newsletter',
        medium: 'email',
        campaign: 'spring',
        channel: 'Email',
        rule: 'email: medium “email”',
      },
      {
        source: 'chatgpt.com',
        medium: 'referral',
        campaign: '',
        channel: 'Referral',
        rule: 'referral: medium “referral”',
      },
    ],
  });
});

it('puts own groups on top', async () => {
  const group = {
    id: 'ours',
    rules: [{ id: 'mail', channel: 'Newsletter', when: { field: 'source', is: ['newsletter'] } }],
  };
  const path = file('a.csv', ROWS);
  const groups = file('group.json', JSON.stringify(group));
  const { out } = await openmops('channel', path, '--group', groups, '--ai-by-source');
  expect(out.split('\n').map((line) => line.split(/ {2,}/)[3] ?? '')).toEqual(
    expect.arrayContaining(['channel', 'Newsletter']),
  );
  expect(out).toContain('AI Assistant');
});

it('refuses what it cannot read', async () => {
  const path = file('a.csv', ROWS);
  expect(await openmops('channel', path, '--grouping', 'ga4@1999')).toMatchObject({ exit: 2 });
  expect(await openmops('channel', path, '--sources', 'bing')).toMatchObject({ exit: 2 });
  const broken = file('broken.json', '{');
  expect(await openmops('channel', path, '--group', broken)).toMatchObject({ exit: 1 });
  const wrong = await openmops('channel', file('b.csv', 'source,medium\na,b\n'), '--json');
  expect(wrong.exit).toBe(1);
  expect(JSON.parse(wrong.out).error.message).toContain('no column “campaign”');
});
