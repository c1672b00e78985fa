import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { type Json, send, total } from '../mappings/mappings.testing.ts';
import { listEvents, readEngagement } from './read-engagement.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());
beforeEach(async () => {
  workspace = await instance.addWorkspace();
});

const at = (time: string, day = '2026-03-02') => Date.parse(`${day}T${time}Z`);
const mail = { emailCampaignId: 77, recipient: 'jane@north.example', appId: 1 };
const sentBy = { id: 'sent-1', created: at('09:00:00') };
const sent = { ...mail, id: 'sent-1', type: 'SENT', created: at('09:00:00') };
const click = (id: string, url: string, created: number, ipAddress: string): Json => ({
  ...mail,
  id,
  type: 'CLICK',
  created,
  url: `https://north.example/${url}`,
  ipAddress,
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
  sentBy,
});
// All six links within three seconds from one network, and one by a human from another (contract vector G11).
const gateway = ['a', 'b', 'c', 'd', 'e', 'f'].map((url, n) =>
  click(`m${n}`, url, at('09:00:09') + n * 600, '203.0.113.7'),
);
const human = click('h', 'c', at('09:14:00'), '198.51.100.20');
const feed = { source: 'hubspot', stream: 'email_events', key: ['id'] };
const range = { from: '2026-01-01', to: '2026-12-31' };
const scope = () => instance.scope({ kind: 'system' }, workspace);
/** Raw clicks, those of humans, and the KPIs of unique ones. */
const clicks = async () => {
  const query = {
    dataset: 'email_send' as const,
    measures: measures('email_clicks', 'email_human_clicks'),
    by: [],
    filters: [],
    buckets: [{ label: '', from: 0, to: 40_000 }],
    resolution: 'bucket' as const,
  };
  const [sums] = await instance.facts.sums(workspace.id, query, null);
  return [
    ...(sums?.values ?? []).map((value) => Number(value) / 1_000_000),
    await total(instance, workspace, 'email.unique_clicks'),
    await total(instance, workspace, 'email.human_clicks'),
  ];
};

describe('clicks of a gateway and of a human', () => {
  it('stand side by side in KPIs, with the reason of each that is no human’s', async () => {
    await send(instance, workspace, { ...feed, records: [sent, ...gateway, human] });
    expect(await clicks()).toEqual([7, 1, 1, 1]);
    const share = await total(instance, workspace, 'email.machine_click_share');
    expect(share).toBeCloseTo(6 / 7, 6);
    const { campaigns } = await readEngagement.call(scope(), range);
    expect(campaigns).toMatchObject([
      {
        counts: { email_clicks: 7, email_human_clicks: 1, email_unique_human_clicks: 1 },
        reasons: { all_links_5s: 6 },
      },
    ]);
    const { total: machines, events } = await listEvents.call(scope(), range);
    expect(machines).toBe(6);
    expect(events.every(({ why }) => why.startsWith('all links within 5 s of each other'))).toBe(
      true,
    );
    expect((await listEvents.call(scope(), { ...range, only: 'human' })).events).toMatchObject([
      { id: 'h', human: true, why: '' },
    ]);
  });

  it('go by the name of their campaign, which another stream says', async () => {
    await send(instance, workspace, { ...feed, records: [sent, human] });
    const named = async () =>
      (await readEngagement.call(scope(), range)).campaigns.map((one) => one.campaign);
    expect(await named()).toEqual([null]);
    const campaigns = { source: 'hubspot', stream: 'email_campaigns', key: ['id'] };
    await send(instance, workspace, {
      ...campaigns,
      records: [{ id: 77, appId: 1, name: 'Spring', subject: 'News', updatedAt: at('08:00:00') }],
    });
    expect(await named()).toEqual(['Spring']);
  });

  it('are told apart whatever the order and number of runs', async () => {
    await send(instance, workspace, { ...feed, records: [gateway[3] as Json, human] });
    await send(instance, workspace, { ...feed, records: [sent, human, ...gateway.slice(0, 3)] });
    await send(instance, workspace, { ...feed, records: [...gateway].reverse() });
    expect(await clicks()).toEqual([7, 1, 1, 1]);
  });

  it('of a later month change nothing in the one before', async () => {
    await send(instance, workspace, { ...feed, records: [sent, ...gateway, human] });
    const later = click('l', 'a', at('08:00:00', '2026-04-20'), '198.51.100.20');
    await send(instance, workspace, { ...feed, records: [later] });
    // The mail was clicked by a human before: unique counts once, on its first day.
    expect(await clicks()).toEqual([8, 2, 1, 1]);
    const april = { from: '2026-04-01', to: '2026-04-30' };
    const { campaigns } = await readEngagement.call(scope(), april);
    expect(campaigns).toMatchObject([
      { counts: { email_human_clicks: 1, email_unique_human_clicks: 0 } },
    ]);
  });

  it('are refused for periods that are none, and hidden from those who may not read records', async () => {
    const wrong = { from: '2026-02-01', to: '2026-01-01' };
    await expect(readEngagement.call(scope(), wrong)).rejects.toMatchObject({ code: 'INVALID' });
    const long = { from: '2020-01-01', to: '2026-01-01' };
    await expect(listEvents.call(scope(), long)).rejects.toMatchObject({ code: 'LIMIT' });
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    await expect(listEvents.call(viewer, range)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await readEngagement.call(viewer, range)).campaigns).toEqual([]);
  });
});
