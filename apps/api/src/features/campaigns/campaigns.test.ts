import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldBy } from '../../testing/held-by.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { createLink } from '../links/create-link.ts';
import { saveGrammar } from '../links/grammar.ts';
import { listTasks } from '../tasks/tasks.ts';
import { adjustCampaign, compareAdjustment, unadjustCampaign } from './adjust-campaign.ts';
import { createFeed, revokeFeed } from './calendar-feeds.ts';
import { readRules, setRules } from './campaign-rules.ts';
import { cloneCampaign } from './clone-campaign.ts';
import { convertRequest } from './convert-request.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { readCalendar } from './read-calendar.ts';
import { readCampaignHealth } from './read-health.ts';
import { createRequest, listForms, listRequests, saveForm, updateRequest } from './requests.ts';
import { readResults, reviewCampaign } from './review-campaign.ts';
import { showCampaign } from './show-campaign.ts';
import { listUnknown, takeOver } from './take-over.ts';
import { saveTemplate } from './templates.ts';

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

describe('campaigns of the numbers', () => {
  let spring: string;
  beforeAll(async () => {
    const day = (at: number) => `2026-02-${String(at).padStart(2, '0')}`;
    const lines = Array.from(
      { length: 28 },
      (_, i) => `${day(i + 1)},webinar-spring,${100 + i},${i}`,
    );
    await importTable(instance, workspace, {
      source: 'x_ads',
      lines: ['Day,Campaign,Cost,Clicks', ...lines, '2026-01-10,fair-oslo,50,1'],
    });
  });

  it('are taken over in one step, with their days and likely kinds', async () => {
    const { campaigns } = await listUnknown.call(by, {});
    expect(campaigns.map(({ code, type, from, to }) => [code, type, from, to])).toEqual([
      ['webinar-spring', 'webinar', '2026-02-01', null],
      ['fair-oslo', 'event', '2026-01-10', '2026-01-10'],
    ]);
    expect(await takeOver.call(by, {})).toEqual({ made: 2 });
    expect((await listUnknown.call(by, {})).campaigns).toEqual([]);
    const list = await listCampaigns.call(by, {
      state: ['live'],
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(list.campaigns.map(({ code, numbers }) => [code, numbers])).toEqual([
      ['webinar-spring', expect.objectContaining({ spend: 3178 })],
    ]);
    spring = list.campaigns[0]?.id ?? '';
  });

  it('show what was changed on every chart, and the days before and after', async () => {
    const adjusted = await adjustCampaign.call(by, {
      campaign: spring,
      kind: 'timing',
      before: 'Tue 10:00',
      after: 'Thu 14:00',
      reason: 'secret of the team',
      day: '2026-02-15',
    });
    const question = {
      kpis: ['paid.cost'],
      from: '2026-02-01',
      to: '2026-02-28',
      grain: 'day' as const,
    };
    const marked = [
      { day: '2026-02-15', campaign: 'webinar-spring', text: 'Timing: Tue 10:00 → Thu 14:00' },
    ];
    expect((await readKpi.call(by, question)).annotations).toEqual(marked);
    const filters = [{ dim: 'campaign', op: 'in' as const, values: ['fair-oslo'] }];
    expect((await readKpi.call(by, { ...question, filters })).annotations).toBeUndefined();
    expect((await readKpi.call(by, { ...question, grain: null })).annotations).toBeUndefined();
    const local = instance.scope({ kind: 'local' }, workspace);
    const { key } = await createKey.call(local, { name: 'k', scopes: ['kpis.read'] });
    const path = '/api/v1/kpis/spend?from=2026-02-01&to=2026-02-28&grain=day';
    const headers = { authorization: `Bearer ${key}` };
    const text = await (await instance.app.request(path, { headers })).text();
    expect(JSON.parse(text).annotations).toEqual(marked);
    expect(text).not.toContain('secret of the team');

    const windows = await compareAdjustment.call(by, { id: adjusted.id, kpis: ['paid.cost'] });
    expect(windows).toMatchObject({
      days: 14,
      before: { from: '2026-02-01' },
      after: { to: '2026-02-28' },
    });
    expect(windows.change['paid.cost']).toBeCloseTo(1687 / 1491 - 1, 10);
    await unadjustCampaign.call(by, { id: adjusted.id });
    expect((await readKpi.call(by, question)).annotations).toBeUndefined();
  });

  it('say how they stand, light by light', async () => {
    const [health] = await readCampaignHealth.call(by, { ids: [spring] });
    expect(health?.lights.find(({ id }) => id === 'tracking')).toMatchObject({
      colour: 'red',
      reason: '0 % of its spend has a tracked link.',
    });
    await createLink.call(by, {
      url: 'https://a.example/x',
      tags: { utm_source: 'twitter', utm_medium: 'paid_social', utm_campaign: 'webinar-spring' },
    });
    const [after] = await readCampaignHealth.call(by, { ids: [spring] });
    expect(after?.lights.find(({ id }) => id === 'tracking')?.colour).toBe('green');
  });

  it('are reviewed when they have ended, with results as they were', async () => {
    const { version } = await showCampaign.call(by, { id: spring });
    const review = {
      id: spring,
      version: 0,
      learnings: ['Thursdays work'],
      verdict: 'keep' as const,
    };
    await expect(reviewCampaign.call(by, review)).rejects.toMatchObject({
      detail: { status: 422 },
    });
    const brief = { fields: { kpis: [{ kpi: 'paid.clicks', value: 400 }] } };
    await updateCampaign.call(by, { id: spring, version, changes: { brief } });
    await moveCampaignVerb.call(by, { id: spring, version: version + 1, to: 'ended' });
    expect((await readResults.call(by, { id: spring })).results).toEqual([
      {
        kpi: 'paid.clicks',
        target: 400,
        result: 378,
        gap: -22,
        attainment: 0.945,
        reached: false,
      },
    ]);
    const gate = moveCampaignVerb.call(by, { id: spring, version: version + 2, to: 'reviewed' });
    await expect(gate).rejects.toThrow('Review: Nobody has written');
    expect(await heldBy(by, (one) => reviewCampaign.call(one, review))).toEqual(['campaigns']);
    const done = { id: spring, version: version + 2, to: 'reviewed' as const };
    expect((await moveCampaignVerb.call(by, done)).state).toBe('reviewed');
    const oslo = (await listCampaigns.call(by, { q: 'oslo' })).campaigns[0];
    expect(oslo?.reviewOverdueDays).toBe(36);
  });
});

describe('many campaigns of one template', () => {
  it('200 in one call by the naming, with tasks and what they wait for; or none', async () => {
    await saveGrammar.call(by, {
      version: 0,
      taxonomy: { naming: { template: '{region}_{product}_{yyyymm}' } },
    });
    const campaigns = Array.from({ length: 200 }, (_, i) => ({
      name: `Webinar ${i}`,
      values: { region: 'emea', product: `p${i}`, yyyymm: '202604' },
      from: '2026-04-01',
      owner: editorId,
    }));
    const { campaigns: made } = await cloneCampaign.call(by, { of: 'shipped:webinar', campaigns });
    expect(new Set(made.map(({ code }) => code)).size).toBe(200);
    expect(made[7]).toMatchObject({ code: 'emea_p7_202604', tasks: 14 });
    const tasks = await listTasks.call(by, { campaign: made[7]?.id });
    const hold = tasks.find(({ title }) => title === 'Hold the webinar');
    expect(hold).toMatchObject({ due: '2026-04-15', owner: editorId, blocked: true });
    expect(hold?.after).toHaveLength(2);

    const again = cloneCampaign.call(by, {
      of: 'shipped:webinar',
      campaigns: [
        { name: 'New', values: { region: 'apac', product: 'x', yyyymm: '202604' } },
        ...campaigns,
      ],
    });
    await expect(again).rejects.toMatchObject({ detail: { status: 422 } });
    expect((await listCampaigns.call(by, { q: 'apac_x' })).campaigns).toEqual([]);
    const wrong = createCampaign.call(by, { name: 'No grammar', type: 'other' });
    await expect(wrong).rejects.toMatchObject({ detail: { status: 422, rule: 'campaign-name' } });
    const local = instance.scope({ kind: 'local' }, workspace);
    const { key } = await createKey.call(local, {
      name: 'clone',
      scopes: ['campaigns.write', 'plans.read', 'kpis.read'],
    });
    const post = (body: object) =>
      instance.app.request('/api/v1/campaigns/clone', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post({ of: 'shipped:email', campaigns: [{ name: 'Odd' }] })).status).toBe(422);
    const values = { region: 'apac', product: 'rest', yyyymm: '202605' };
    const right = await post({ of: 'shipped:email', campaigns: [{ name: 'Rest', values }] });
    expect([right.status, await right.json()]).toMatchObject([
      201,
      { campaigns: [{ code: 'apac_rest_202605' }] },
    ]);
    const own = await saveTemplate.call(by, { id: made[7]?.id ?? '', name: 'Our webinar' });
    expect(own.tasks).toHaveLength(14);
    expect(own.tasks.find(({ title }) => title === 'Hold the webinar')).toMatchObject({
      dueDay: 14,
      owner: 'owner',
    });
    await saveGrammar.call(by, { version: 1, taxonomy: {} });
  });

  it('inherit what they are for, and a region puts its own over it', async () => {
    const { id: of } = await createCampaign.call(by, {
      ...{ name: 'Launch for all', type: 'other', program: 'Pumps', aim: 'new_market' },
      brief: { fields: { objective: 'Ten dealers', offer: 'A trial' } },
    });
    const order = (region: string) => ({ name: `Launch ${region}`, region });
    const { campaigns: made } = await cloneCampaign.call(by, {
      of,
      campaigns: [
        order('EMEA'),
        { ...order('APAC'), goal: null, brief: { fields: { offer: 'A discount' } } },
      ],
    });
    const shown = await Promise.all(made.map(({ id }) => showCampaign.call(by, { id })));
    expect(shown).toMatchObject([
      {
        region: 'EMEA',
        program: 'Pumps',
        aim: 'new_market',
        brief: { fields: { offer: 'A trial' } },
      },
      {
        ...{ region: 'APAC', program: 'Pumps', aim: 'new_market' },
        brief: { fields: { objective: 'Ten dealers', offer: 'A discount' } },
      },
    ]);
    const lost = cloneCampaign.call(by, { of, campaigns: [{ ...order('AMER'), goal: 'go_none' }] });
    await expect(lost).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('requests', () => {
  const ask = (by_: Scope, answers: object = {}) =>
    createRequest.call(by_, {
      form: 'campaign-webinar',
      title: 'Lasers for labs',
      answers: { dayFrom: '2026-05-01', objective: 'Leads', audience: 'Labs', ...answers },
    });

  it('keep every answer when they become a campaign', async () => {
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    const request = await ask(viewer, { seats: 40, whyNow: 'The fair', speakers: 'Ada; Grace' });
    // Sunday noon, 16 hours of work: Tuesday at five.
    expect(request).toMatchObject({ state: 'new', dueAt: '2026-03-03T17:00:00.000Z', late: false });
    const refused = { id: request.id, version: 1, state: 'declined' as const };
    await expect(updateRequest.call(by, refused)).rejects.toThrow('with a reason');
    await expect(updateRequest.call(viewer, refused)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { became } = await convertRequest.call(by, {
      id: request.id,
      version: 1,
      as: 'campaign',
    });
    const { brief, from, code } = await showCampaign.call(by, { id: became?.id ?? '' });
    expect({ from, code }).toEqual({ from: '2026-05-01', code: 'lasers-for-labs' });
    expect(brief).toEqual({
      fields: { objective: 'Leads', audience: 'Labs', seats: 40, speakers: ['Ada', 'Grace'] },
      alsoAsked: [{ question: 'Why now?', answer: 'The fair' }],
    });
    const twice = convertRequest.call(by, { id: request.id, version: 2, as: 'task' });
    await expect(twice).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await listRequests.call(by, {})).toEqual([]);
  });

  it('become campaigns of a template, with its tasks and every answer', async () => {
    const one = await ask(by, { dayFrom: '2026-08-01', seats: 40, whyNow: 'The fair' });
    const { became } = await convertRequest.call(by, {
      ...{ id: one.id, version: 1, as: 'campaign', template: 'shipped:webinar' },
      code: 'of-a-template',
    });
    const made = await showCampaign.call(by, { id: became?.id ?? '' });
    expect(made).toMatchObject({ from: '2026-08-01', type: 'webinar', code: 'of-a-template' });
    expect(made.brief.fields).toMatchObject({ objective: 'Leads', audience: 'Labs', seats: 40 });
    expect(made.brief.alsoAsked).toContainEqual({ question: 'Why now?', answer: 'The fair' });
    const tasks = await listTasks.call(by, {});
    expect(tasks.filter(({ link }) => link === `/campaigns/${made.id}`).length).toBeGreaterThan(3);
  });

  it('become tasks and assets with all that was said', async () => {
    const one = await ask(by);
    await expect(ask(by, { dayFrom: 'soon' })).rejects.toThrow('no date');
    const { became } = await convertRequest.call(by, { id: one.id, version: 1, as: 'task' });
    const tasks = await listTasks.call(by, {});
    expect(tasks.find(({ id }) => id === became?.id)?.note).toContain('Objective: Leads');
    const two = await ask(by);
    const asset = await convertRequest.call(by, { id: two.id, version: 1, as: 'asset' });
    expect(asset.became?.kind).toBe('asset');
  });

  it('are taken, become something and get their forms by one at a time', async () => {
    const { id } = await ask(by);
    const held = (call: Parameters<typeof heldBy>[1]) => heldBy(by, call);
    const take = { id, version: 1, state: 'accepted' as const };
    expect(await held((one) => updateRequest.call(one, take))).toEqual(['requests']);
    const make = { id, version: 2, as: 'campaign' as const, code: 'one-at-a-time' };
    expect(await held((one) => convertRequest.call(one, make))).toEqual(['requests']);
    const shipped = (await listForms.call(by, {})).find((form) => form.id !== 'campaign-webinar');
    if (!shipped) throw new Error('No form comes with the product.');
    const { own: _, version, ...form } = shipped;
    expect(await held((one) => saveForm.call(one, { version, form }))).toEqual(['workspaces']);
    const second = saveForm.call(by, { version, form });
    await expect(second).rejects.toMatchObject({ code: 'CONFLICT', detail: { version: 1 } });
    const rules = await readRules.call(by, {});
    const { goal: __, ...asked } = rules.rules;
    const set = { version: rules.version, rules: asked };
    expect(await held((one) => setRules.call(one, set))).toEqual(['workspaces']);
    await expect(setRules.call(by, set)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('the calendar', () => {
  it('has everything with a day, and a secret address that can be ended', async () => {
    const { entries } = await readCalendar.call(by, { from: '2026-04-15', to: '2026-04-15' });
    expect(entries.filter(({ path }) => path.startsWith('/campaigns/')).length).toBe(400);
    expect(entries.filter(({ title }) => title === 'Hold the webinar')).toHaveLength(200);
    const range = { from: '2026-04-15', to: '2026-04-14' };
    await expect(readCalendar.call(by, range)).rejects.toThrow('no range');
    const { id, url } = await createFeed.call(by, { name: 'Phone', kinds: ['campaign'] });
    const get = () => instance.app.request(new URL(url).pathname);
    const first = await get();
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await first.text();
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(text).toContain('SUMMARY:Spring webinar\r\n');
    expect(text).toContain('DTEND;VALUE=DATE:20260401\r\n');
    expect(text).not.toContain('Hold the webinar');
    const other = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    await expect(revokeFeed.call(other, { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await revokeFeed.call(by, { id });
    expect((await get()).status).toBe(404);
    expect((await instance.app.request('/feeds/x.ics')).status).toBe(404);
  });
});
