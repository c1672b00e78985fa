import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { adjustCampaign } from './adjust-campaign.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { showCampaign } from './show-campaign.ts';

let instance: TestInstance;
let workspace: Workspace;
let by: Scope;
let editorId: string;
beforeAll(async () => {
  let calls = 0;
  const start = Date.parse('2026-03-01T12:00:00Z');
  instance = await testInstance({ now: () => start + calls++ });
  workspace = await instance.addWorkspace();
  const editor = await instance.addUser(workspace, 'editor');
  editorId = editor.id;
  by = instance.scope(editor, workspace);
});
afterAll(() => instance.close());

const FIELDS = {
  objective: '200 leads until April',
  audience: 'Labs in the Nordics',
  message: 'Half the time per sample',
  kpis: [{ kpi: 'paid.conversions', value: 200 }],
  topic: 'Lasers',
  webinarDay: '2026-03-20',
  speakers: ['Ada'],
};

describe('campaigns', () => {
  it('go from idea to reviewed, each step when its gates are met', async () => {
    const { id } = await createCampaign.call(by, {
      name: 'Spring webinar',
      type: 'webinar',
      from: '2026-03-02',
      to: '2026-03-31',
    });
    const move = async (to: 'planned', more: object = {}) => {
      const { version } = await showCampaign.call(by, { id });
      return moveCampaignVerb.call(by, { id, version, to, ...more });
    };
    const to = (state: string) => move(state as 'planned');
    await to('planned');
    await expect(to('briefed')).rejects.toMatchObject({
      code: 'INVALID',
      detail: { status: 422, gates: [{ id: 'owner' }, { id: 'brief' }] },
    });
    const planned = await showCampaign.call(by, { id });
    expect(planned.missing).toContain('Speakers');
    await updateCampaign.call(by, {
      id,
      version: planned.version,
      changes: { owner: editorId, brief: { fields: FIELDS } },
      reason: 'Agreed with sales',
    });
    const briefed = await to('briefed');
    expect(briefed).toMatchObject({ state: 'briefed', warnings: ['It serves no goal.'] });
    await to('in_build');
    await to('in_review');
    const detail = await showCampaign.call(by, { id });
    expect(detail.moves[0]?.gates.map(({ id: gate, state }) => `${gate} ${state}`)).toContain(
      'brief met',
    );
    expect(detail.history.map(({ to: state }) => state)).toEqual([
      'in_review',
      'in_build',
      'briefed',
      'planned',
    ]);
  });

  it('two people do not overwrite each other', async () => {
    const made = await createCampaign.call(by, { name: 'Two people', type: 'other' });
    const { id, version } = made;
    await updateCampaign.call(by, { id, version, changes: { region: 'EMEA' } });
    const late = updateCampaign.call(by, { id, version, changes: { region: 'APAC' } });
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { by: 'editor', version: 2, now: { region: 'EMEA' } },
    });
  });

  it('are refused by rule, and by who asks', async () => {
    const again = createCampaign.call(by, { name: 'Two people', type: 'other' });
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
    const wrong = { name: 'X', type: 'other' as const };
    const refused = (input: object) => createCampaign.call(by, { ...wrong, ...input });
    await expect(refused({ from: '2026-03-02', to: '2026-03-01' })).rejects.toThrow('before it');
    await expect(refused({ to: '2026-03-01' })).rejects.toThrow('before it');
    await expect(refused({ owner: 'us_nobody' })).rejects.toThrow('no member');
    await expect(refused({ goal: 'go_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(refused({ brief: { fields: { venue: 'Oslo' } } })).rejects.toThrow('Unrecognized');
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    await expect(createCampaign.call(viewer, wrong)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const other = instance.scope({ kind: 'local' }, await instance.addWorkspace());
    expect((await listCampaigns.call(other, {})).campaigns).toEqual([]);
    const { campaigns } = await listCampaigns.call(viewer, { q: 'spring' });
    expect(campaigns).toHaveLength(1);
    const spring = campaigns[0]?.id ?? '';
    await expect(showCampaign.call(other, { id: spring })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(removeCampaign.call(by, { id: spring })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const adjusted = await adjustCampaign.call(by, {
      campaign: spring,
      kind: 'timing',
      before: 'Tue 10:00',
      after: 'Thu 14:00',
      reason: 'Few came on Tuesdays',
      day: '2026-03-10',
    });
    expect((await showCampaign.call(by, { id: spring })).adjustments).toEqual([adjusted]);
  });
});
