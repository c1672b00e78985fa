import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { createRequest, saveForm } from '../campaigns/requests.ts';
import { crm } from '../identity/identity.testing.ts';
import { refreshPeople } from '../identity/refresh-people.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { createLink, removeLink } from '../links/create-link.ts';
import { addClick } from '../links/link-clicks.ts';
import { send } from '../mappings/mappings.testing.ts';
import { saveMapping } from '../mappings/save-mapping.ts';
import { listStreams } from '../streams/list-streams.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { activityFeed } from '../tasks/activity-feed.ts';
import { channelReturns, RETURN_MODELS } from '../views/channel-returns.ts';
import { answerVersion, submitVersion } from './approvals.ts';
import { addVersion, archiveAsset, createAsset, updateAsset } from './change-asset.ts';
import { createQuestion, removeQuestion, updateQuestion } from './change-questions.ts';
import { contentPerformance } from './performance.ts';
import { plannedPosts } from './planned-posts.ts';
import { listPosts, publicationResults } from './publication-results.ts';
import { publish, withdrawPublication } from './publish.ts';
import { readAsset } from './read-asset.ts';
import { listQuestions } from './read-questions.ts';
import { importQuestions, takeRequest } from './take-questions.ts';
import {
  addVariant,
  exportVariants,
  previewVariant,
  readVariants,
  saveVariants,
} from './variants.ts';

const DAY = 86_400_000;
let clock = Date.parse('2026-03-02T09:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
let author: Extract<Actor, { kind: 'user' }>;
let legal: Extract<Actor, { kind: 'user' }>;
let get: (path: string) => Promise<Response>;
let post: (path: string, body: unknown) => Promise<Response>;

beforeAll(async () => {
  instance = await testInstance({ now: () => clock });
  workspace = await instance.addWorkspace();
  author = await instance.addUser(workspace, 'editor');
  legal = await instance.addUser(workspace, 'reviewer');
  const owner = await instance.addUser(workspace, 'owner');
  const { key } = await createKey.call(as(owner), {
    name: 'k',
    scopes: ['plans.read', 'kpis.read', 'content.write'],
  });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  get = async (path) => instance.app.request(path, { headers });
  post = async (path, body) =>
    instance.app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const put = crm(instance, workspace);
  const at = (day: string, hour = 10) => `2026-02-${day}T${hour}:00:00Z`;
  await put('contacts_own', [
    { id: '1', email: 'ann@one.example', cookie: 'c1', lead: at('10'), created: at('10') },
    { id: '2', email: 'ben@two.example', lead: at('12'), created: at('12') },
    { id: '3', email: 'cid@two.example', lead: at('13'), created: at('13') },
  ]);
  await put('deals_own', [
    { id: 'd1', contact: '1', amount: 900, outcome: 'won', created: at('11'), closed: at('20') },
    { id: 'd2', contact: '2', amount: 500, created: at('14') },
    { id: 'd3', contact: '3', amount: 70, created: at('15') },
  ]);
  await put('touches_own', [
    touch('t1', at('08'), { cookie: 'c1', url: 'https://www.a.example/guide?x=1' }),
    touch('t2', at('09'), {
      cookie: 'c1',
      campaign: 'spring',
      utm_source: 'twitter',
      medium: 'paid_social',
    }),
    touch('t3', at('15'), { contact: '1', content: '9001' }),
    touch('t4', at('11'), { contact: '2', url: 'https://a.example/guide/' }),
    touch('t5', at('11', 12), { contact: '2' }),
  ]);
  await refreshPeople({ instance, workspace }, { eager: true });
});
afterAll(() => instance.close());

const touch = (id: string, at: string, more: object) => ({
  ...{ id, at, kind: 'visit', channel: 'Referral' },
  ...more,
});
const as = (actor: Actor) => instance.scope(actor, workspace);
const write = (name: string, more: object = {}) =>
  createAsset.call(as(author), { name, type: 'blog_post', text: 'Plain.', ...more });
async function approve(id: string) {
  const { newest } = (await readAsset.call(as(author), { id })).asset;
  const round = await submitVersion.call(as(author), { id, number: newest });
  return answerVersion.call(as(legal), { id: round.id, hash: round.hash, verdict: 'approve' });
}

/** What a social tool streams of posts. */
async function socialPosts(rows: [day: string, post: string, shown: number, liked: number][]) {
  const records = rows.map(([day, post, shown, liked]) => ({ day, post, shown, liked }));
  const of = { source: 'socialtool', stream: 'posts', key: ['day', 'post'] };
  await send(instance, workspace, { ...of, records });
  const system = instance.scope({ kind: 'system' }, workspace);
  const streams = await listStreams.call(system, {});
  const stream = streams.find((one) => one.stream === 'posts')?.id ?? '';
  const fields = {
    ...{ day: 'day', record: 'post' },
    ...{ social_impressions: 'shown', social_engagements: 'liked' },
  };
  const own = { key: of.key, mappings: [{ table: 'social_post' as const, fields }] };
  await saveMapping.call(system, { stream, pack: null, overrides: null, own });
}

describe('questions of buyers', () => {
  it('are answered only by approved content that may be used; the rest is ranked by its deals', async () => {
    const answer = await write('Answer');
    const ask = (text: string, more: object = {}) =>
      createQuestion.call(as(author), { text, stage: 'Decision', persona: 'Buyer', ...more });
    await ask('How precise is it?', { answers: [answer.id], deals: ['crm/d2'] });
    await ask('Who calibrates it?', { deals: ['crm/d3', 'crm/d1'] });
    const first = await ask('Does it fit our LIMS?', {
      ...{ persona: null, stage: 'Awareness', deals: ['deal/crm/d2', 'crm/d3', 'crm/d1'] },
    });
    expect(
      first.questions.map(({ text, rank, openDeals, amount }) => [text, rank, openDeals, amount]),
    ).toEqual([
      ['Does it fit our LIMS?', 1, 2, 570],
      ['How precise is it?', 2, 1, 500],
      ['Who calibrates it?', 3, 1, 70],
    ]);
    expect(first.overall).toEqual({ answered: 0, all: 3, share: 0 });
    const precise = first.questions[1];
    expect(precise?.answers).toEqual([
      { id: answer.id, name: 'Answer', why: 'It is not approved.' },
    ]);
    await approve(answer.id);
    const found = await listQuestions.call(as(legal), {});
    expect(found.overall.share).toBeCloseTo(1 / 3);
    expect(found.byStage.map(({ stage, share }) => [stage, share])).toEqual([
      ['Awareness', 0],
      ['Consideration', null],
      ['Decision', 0.5],
    ]);
    expect(found.byPersona.at(-1)).toEqual({ persona: null, answered: 0, all: 1, share: 0 });

    const { version } = (await readAsset.call(as(author), { id: answer.id })).asset;
    const over = { id: answer.id, version, rightsUntil: '2026-03-01' };
    const { version: next } = await updateAsset.call(as(author), over);
    const later = await listQuestions.call(as(legal), {});
    expect(later.overall.answered).toBe(0);
    expect(later.questions[1]?.answers[0]?.why).toBe('The right to use it is over.');
    await updateAsset.call(as(author), { id: answer.id, version: next, rightsUntil: null });
    await addVersion.call(as(author), { id: answer.id, after: 1, text: 'Other.' });
    expect((await listQuestions.call(as(legal), {})).overall.answered).toBe(0);

    // What is archived keeps nobody from changing a question, and stays until it is taken out.
    await archiveAsset.call(as(author), { id: answer.id, reason: 'Old' });
    const own = { id: precise?.id ?? '', answers: [answer.id] };
    const kept = await updateQuestion.call(as(author), { ...own, version: 1, product: 'Scale' });
    expect(kept.questions[1]).toMatchObject({ product: 'Scale', answers: [{ id: answer.id }] });
    const { id: other, version: seen } = kept.questions[0] as (typeof kept.questions)[number];
    await expect(
      updateQuestion.call(as(author), { ...own, id: other, version: seen }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are there once, are changed by one at a time, and by nobody who only reads', async () => {
    await expect(
      createQuestion.call(as(author), { text: ' how  PRECISE is it' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const { questions } = await listQuestions.call(as(author), {});
    const { id, version } = questions[0] as (typeof questions)[number];
    const change = { id, version, deals: ['crm/d9'] };
    const changed = await updateQuestion.call(as(author), change);
    expect(changed.questions.find((one) => one.id === id)).toMatchObject({
      deals: [{ id: 'deal/crm/d9', via: 'hand', state: 'unknown', amount: null }],
    });
    expect(changed.notes[0]?.code).toBe('unknown_deals');
    await expect(updateQuestion.call(as(author), change)).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { version: version + 1, now: { text: 'Does it fit our LIMS?' } },
    });
    // Each deal once, and those of questions that stand.
    const second = questions[1] as (typeof questions)[number];
    const both = { id: second.id, version: second.version, deals: ['crm/d9', 'crm/d2'] };
    const told = await updateQuestion.call(as(author), both);
    expect(told.notes[0]?.message).toMatch(/^1 linked deal is in no facts/);
    const back = { ...both, version: second.version + 1, deals: ['crm/d2'] };
    await updateQuestion.call(as(author), back);
    expect((await removeQuestion.call(as(author), { id })).notes).toEqual([]);
    await expect(
      updateQuestion.call(as(author), { id, version: version + 1, text: 'Does it fit at all?' }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: 'This question was removed.' });
    await removeQuestion.call(as(author), { id, removed: false });
    await expect(
      updateQuestion.call(as(author), { id, version: version + 1, persona: 'Buyer' }),
    ).rejects.toMatchObject({ code: 'CONFLICT', detail: { version: version + 3 } });
    await removeQuestion.call(as(author), { id });
    const other = { text: 'Does it fit our LIMS' };
    await createQuestion.call(as(author), other);
    await expect(removeQuestion.call(as(author), { id, removed: false })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const viewer = as(await instance.addUser(workspace, 'viewer'));
    await expect(createQuestion.call(viewer, { text: 'May I ask?' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await listQuestions.call(viewer, {})).questions).toHaveLength(3);
    const elsewhere = await instance.addWorkspace();
    const by = instance.scope(await instance.addUser(elsewhere, 'owner'), elsewhere);
    await expect(updateQuestion.call(by, { id, version })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await listQuestions.call(by, {})).questions).toEqual([]);
    const feed = await activityFeed.call(as(author), {});
    expect(JSON.stringify(feed)).toContain('kept a question of a buyer');
  });

  it('come from a table whole or not at all, and go out as one', async () => {
    const csv = [
      'Question;Stage;Source;Opportunities',
      'How precise is it?;;support;crm/d2, crm/d3',
      '"How long does it last; really?";Decision;Sales call;crm/d1',
      '"How long does it last; really ???";;;',
    ].join('\n');
    const bad = await post('/api/v1/questions/import', {
      csv: `${csv.split('\n')[0]}\nWhy so?;;;d2`,
    });
    expect(bad.status).toBe(400);
    expect(JSON.stringify(await bad.json())).toContain('Line 2: “d2” names no deal');
    const taken = await importQuestions.call(as(author), {
      csv: csv.split('\n').slice(0, 3).join('\n'),
    });
    expect(taken).toEqual({ added: 1, known: 1, deals: 2 });
    expect(await importQuestions.call(as(author), { csv })).toMatchObject({ deals: 0 });
    const file = await (await get('/api/v1/questions?format=csv')).text();
    expect(file.split('\r\n')[0]).toContain('id,question,stage,persona,product,source,answered');
    expect(file).toContain('How long does it last; really?,Decision,,,sales_call,no');
    await expect(importQuestions.call(as(author), { csv: 'a,b\n1,2' })).rejects.toThrow('question');
  });

  it('come from a form, with the deal that is named in it', async () => {
    const { id } = await createRequest.call(as(author), {
      ...{ form: 'task', title: 'Buyers ask', answers: { what: 'Is it safe near magnets?' } },
    });
    await expect(takeRequest.call(as(author), { request: id })).rejects.toThrow('question');
    const field = (id: string) => ({ id, label: id, kind: 'text' as const });
    await saveForm.call(as(await instance.addUser(workspace, 'admin')), {
      version: 0,
      form: {
        ...{ id: 'heard', name: 'Heard in a call', becomes: 'task' },
        fields: ['buyerQuestion', 'opportunity'].map(field),
      },
    });
    const { id: heard } = await createRequest.call(as(author), {
      ...{ form: 'heard', title: 'Magnets' },
      answers: { buyerQuestion: 'Is it safe near magnets?', opportunity: 'crm/d2' },
    });
    const taken = await takeRequest.call(as(author), { request: heard });
    expect(taken).toEqual({ added: 1, known: 0, deals: 1 });
    const { questions } = await listQuestions.call(as(author), {});
    expect(questions.find(({ source }) => source === 'form')?.deals).toMatchObject([
      { id: 'deal/crm/d2', via: 'form', state: 'open', amount: 500 },
    ]);
  });
});

describe('variants', () => {
  const when = { field: 'country', op: 'in' as const, value: ['DE', 'AT'] };

  it('are chosen by rules, told why, and go out only as they were approved', async () => {
    const { id: asset } = await write('Letter', { text: 'Hello.' });
    const set = await addVariant.call(as(author), {
      ...{ asset, version: 0, name: 'DACH', when, text: 'Hallo.' },
    });
    expect(set).toMatchObject({ version: 1, fields: ['country'], fallback: { text: 'Hello.' } });
    const variant = set.rules[0]?.shown?.asset ?? '';
    expect(set.rules[0]?.shown).toMatchObject({ name: 'Letter: DACH', text: 'Hallo.' });
    const german = await previewVariant.call(as(legal), { asset, profile: { country: 'de' } });
    expect(german).toMatchObject({ rule: 'DACH', shown: { asset: variant } });
    expect(german.why).toBe('“DACH” is the first rule that fits: country is de.');
    const swede = await previewVariant.call(as(legal), { asset, profile: { country: 'SE' } });
    expect(swede).toMatchObject({ rule: null, shown: { asset } });
    expect(swede.passedOver).toEqual([
      { rule: 'DACH', because: [{ ...when, found: 'SE', holds: false }] },
    ]);

    const open = await get(`/api/v1/assets/${asset}/variants/export`);
    expect(open.status).toBe(409);
    await approve(asset);
    await approve(variant);
    const { rules, variants } = await exportVariants.call(as(author), { asset });
    expect(rules).toEqual([{ order: 1, name: 'DACH', when, variant }]);
    expect(variants.map(({ text }) => text)).toEqual(['Hello.', 'Hallo.']);
    const csv = await (await get(`/api/v1/assets/${asset}/variants/export?format=csv`)).text();
    expect(csv).toContain('2,default,,');
    await addVersion.call(as(author), { id: variant, after: 1, text: 'Servus.' });
    const edited = await readVariants.call(as(author), { asset });
    expect(edited.rules[0]?.shown).toMatchObject({ approved: false, state: 'draft' });
    await expect(exportVariants.call(as(author), { asset })).rejects.toMatchObject({
      detail: { code: 'variants_open', open: [variant] },
    });
    await archiveAsset.call(as(author), { id: variant, reason: 'Old' });
    const renamed = { asset, version: 1, rules: [{ name: 'Alps', when, variant }] };
    const saved = await saveVariants.call(as(author), renamed);
    expect(saved.rules).toEqual([{ rule: renamed.rules[0], shown: null }]);
  });

  it('of special categories are refused by name; stale ones with what is there', async () => {
    const { id: asset } = await write('Leaflet');
    const rule = { name: 'Ill', when: { field: 'diagnosis', op: 'known' as const } };
    const refused = await post(`/api/v1/assets/${asset}/variants/add`, { version: 0, ...rule });
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { message: string; detail: unknown } };
    expect(error.message).toContain('“Ill” uses special categories');
    expect(error.detail).toMatchObject({ code: 'special_category', rule: 'Ill' });
    const own = { asset, version: 0, rules: [] };
    await saveVariants.call(as(author), own);
    await expect(saveVariants.call(as(author), own)).rejects.toMatchObject({ code: 'CONFLICT' });
    const none = [{ name: 'A', when, variant: 'as_none' }];
    const unknown = saveVariants.call(as(author), { ...own, version: 1, rules: none });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(saveVariants.call(as(legal), own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('what content brings', () => {
  const range = { from: '2026-02-01', to: '2026-02-28' };
  let guide: string;
  let social: string;
  let spring: string;

  it('is by publication and asset: an asset has the sum, and the numbers of the KPI doors', async () => {
    clock = Date.parse('2026-02-01T08:00:00Z');
    const { id: campaign } = await createCampaign.call(as(author), {
      ...{ name: 'Spring', code: 'spring', type: 'other', from: '2026-02-01' },
    });
    guide = (await write('Guide', { campaign })).id;
    social = (await write('Post', { type: 'social_post', campaign })).id;
    await approve(guide);
    await approve(social);
    const owner = as(await instance.addUser(workspace, 'owner'));
    const { id: link } = await createLink.call(owner, {
      url: 'https://a.example/guide?utm_source=twitter&utm_medium=paid_social&utm_campaign=spring',
    });
    spring = link;
    await instance.records.system.transaction((trx) =>
      addClick(trx, {
        ...{ workspaceId: workspace.id, link, day: Date.parse('2026-02-05') / DAY, human: true },
      }),
    );
    const out = (asset: string, more: object) =>
      publish.call(as(author), { asset, channel: 'web', ...more });
    await out(guide, { url: 'https://a.example/guide' });
    await out(social, { link, reference: '9001' });
    await out(social, { url: 'https://x.example/p/9002' });
    await out(social, { reference: '9003', channel: 'x' });
    clock = Date.parse('2026-03-02T09:00:00Z');
    const columns = { Source: 'utm_source', Medium: 'medium', Visits: 'sessions' };
    await socialPosts([
      ['2026-02-05', '9001', 1000, 40],
      ['2026-02-06', '9001', 500, 4],
      ['2026-02-05', 'http://www.x.example/p/9002/', 300, 3],
      ['2026-02-05', '7777', 90, 9],
    ]);
    await importTable(instance, workspace, {
      ...{ source: 'ga4', columns },
      lines: [
        'Day,Campaign,Source,Medium,Visits',
        '2026-02-05,spring,twitter,paid_social,30',
        '2026-02-05,spring,y,social,7',
      ],
    });
    const found = await contentPerformance.call(as(legal), range);
    const valuesOf = (asset: string) => found.assets.find(({ id }) => id === asset);
    expect(valuesOf(social)?.total).toMatchObject({
      ...{ social_impressions: 1800, social_engagements: 47, 'acq.sessions': 30, link_clicks: 1 },
    });
    expect(valuesOf(social)).toMatchObject({
      ...{ uses: 3, campaigns: 1, lastReview: '2026-02-01', rightsOver: false },
    });
    for (const { total, publications } of found.assets)
      for (const [metric, value] of Object.entries(total))
        expect(publications.reduce((sum, one) => sum + (one.values[metric] ?? 0), 0)).toBeCloseTo(
          value ?? 0,
          6,
        );
    // The very number, and the very definition, of the KPI door.
    const door = await readKpi.call(as(legal), {
      ...{ kpis: ['acq.sessions'], ...range },
      filters: [
        { dim: 'campaign', op: 'eq', values: ['spring'] },
        { dim: 'utm_source', op: 'eq', values: ['twitter'] },
      ],
    });
    expect(door.rows[0]?.values['acq.sessions']).toBe(valuesOf(social)?.total['acq.sessions']);
    const { definition } = found.metrics.find(({ id }) => id === 'acq.sessions') ?? {};
    expect(definition).toBe(door.kpis['acq.sessions']?.definition);
    const { total } = await publicationResults.call(as(legal), { asset: social });
    expect(total.social_impressions).toBe(1800);
  });

  it('shares leads and revenue by a model, to the cent, and says what is not of content', async () => {
    const by = async (model: 'linear' | 'first' | 'last' | 'markov') => {
      const found = await contentPerformance.call(as(legal), { ...range, model });
      const of = (id: string) => {
        const { leads, revenue } = found.assets.find((one) => one.id === id)?.total ?? {};
        return [leads, revenue];
      };
      return { guide: of(guide), post: of(social), found };
    };
    // Ann: guide, link, lead; then the post; won 900. Ben: guide, another page, lead. Cid: nothing.
    const linear = await by('linear');
    expect(linear.guide).toEqual([1, 300]);
    expect(linear.post).toEqual([0.5, 600]);
    expect(linear.found.everything).toEqual({ leads: 3, revenue: 900 });
    expect(linear.found.assets.find(({ id }) => id === guide)?.total.touches).toBe(2);
    const first = await by('first');
    expect([first.guide, first.post]).toEqual([
      [2, 900],
      [0, 0],
    ]);
    const last = await by('last');
    expect(last.post).toEqual([1, 900]);
    const { guide: a, post: b } = await by('markov');
    expect((a[1] ?? 0) + (b[1] ?? 0)).toBeCloseTo(900, 6);
    // By channel it is the same money under each model.
    const returns = await channelReturns.call(as(legal), range);
    expect(returns.revenue).toBe(900);
    for (const model of RETURN_MODELS) {
      const given = returns.channels.reduce((sum, one) => sum + one.revenue[model], 0);
      expect(given + returns.withoutTouch[model]).toBeCloseTo(900, 6);
      // No platform reports spend, so there is no return either.
      expect(returns.channels.every(({ roi }) => roi[model] === null)).toBe(true);
    }
    const res = await get(
      `/api/v1/content/performance?from=${range.from}&to=${range.to}&format=csv`,
    );
    const csv = await res.text();
    expect(csv.match(/^asset,/gm)).toHaveLength(linear.found.assets.length);
    expect(csv).toContain('acq.sessions: ');
    const empty = await contentPerformance.call(as(legal), {
      from: '2025-01-01',
      to: '2025-01-02',
    });
    expect(empty.metrics.map(({ id }) => id)).toEqual([]);
  });

  it('lists posts that are known on one side only, and hands planned ones to the social tool', async () => {
    const posts = await listPosts.call(as(legal), range);
    expect(posts.matched.map(({ post: one, by }) => [one, by])).toEqual([
      ['9001', 'id'],
      ['http://www.x.example/p/9002/', 'url'],
    ]);
    expect(posts.unmatched).toMatchObject([{ post: '7777', values: { social_engagements: 9 } }]);
    expect(posts.silent).toMatchObject([{ asset: social, name: 'Post' }]);
    const later = { from: '2026-02-02', to: '2026-02-28' };
    expect((await listPosts.call(as(legal), later)).silent).toEqual([]);

    const plan = { type: 'social_post', plannedOn: '2026-03-05', plannedChannel: 'linkedin' };
    const ready = await write('Ready', { ...plan, text: '=1+1' });
    await write('Draft', plan);
    await approve(ready.id);
    const days = { from: '2026-03-01', to: '2026-03-31' };
    const planned = await plannedPosts.call(as(legal), days);
    expect(planned).toMatchObject([{ name: 'Ready', day: '2026-03-05', time: null, ready: true }]);
    expect(await plannedPosts.call(as(legal), { ...days, all: true })).toHaveLength(2);
    const { id: hook } = await subscribe.call(as(await instance.addUser(workspace, 'owner')), {
      ...{ address: 'https://tool.example/posts', events: ['content.published' as const] },
    });
    const { db } = instance.records.scoped(workspace.id);
    const at = new Date(clock + 4 * DAY).toISOString();
    await publish.call(as(author), { asset: ready.id, channel: 'x', at });
    const told = await db
      .selectFrom('subscription_deliveries')
      .select('body')
      .where('subscription_id', '=', hook)
      .execute();
    expect(told.map(({ body }) => JSON.parse(String(body)))).toMatchObject([
      { type: 'content.published', data: { name: 'Ready', text: '=1+1', channel: 'x', at } },
    ]);
    const csv = await (
      await get(`/api/v1/content/planned-posts?from=${days.from}&to=${days.to}&format=csv`)
    ).text();
    expect(csv.split('\r\n')[1]).toMatch(/^2026-03-06,\d\d:00,x,'=1\+1,/);
    // Each publication goes out as it was approved, whatever is written since; what is out does not go out again.
    const next = new Date(clock + 5 * DAY).toISOString();
    await publish.call(as(author), { asset: ready.id, channel: 'linkedin', at: next });
    await addVersion.call(as(author), { id: ready.id, after: 1, text: 'Not approved.' });
    const linesOf = async () =>
      (await plannedPosts.call(as(legal), days)).map((one) => [one.channel, one.version, one.text]);
    const x = ['x', 1, '=1+1'];
    const linkedin = ['linkedin', 1, '=1+1'];
    expect(await linesOf()).toEqual([x, linkedin]);
    clock += 4.5 * DAY;
    expect(await linesOf()).toEqual([linkedin]);
    clock += DAY;
    expect(await linesOf()).toEqual([]);
    clock -= 5.5 * DAY;
    expect((await get('/api/v1/publications/posts?from=2026-02-01&to=2026-02-28')).status).toBe(
      200,
    );
  });

  it('is of what stood in these days, not of what is to come or was withdrawn; of a removed link too', async () => {
    const shown = async () => {
      const { assets, all } = await contentPerformance.call(as(legal), range);
      return { all, assets: assets.map(({ id, total }) => [id, total]) };
    };
    const before = await shown();
    const again = { asset: guide, channel: 'x', reference: '9001', link: spring };
    clock = Date.parse('2026-02-04T08:00:00Z');
    const { id } = await publish.call(as(author), { ...again, at: '2026-02-03T08:00:00Z' });
    await withdrawPublication.call(as(author), { id, reason: 'Wrong channel' });
    await publish.call(as(author), { ...again, at: '2026-03-20T08:00:00Z' });
    clock = Date.parse('2026-03-02T09:00:00Z');
    expect(await shown()).toEqual(before);
    await removeLink.call(as(await instance.addUser(workspace, 'owner')), { id: spring });
    expect(await shown()).toEqual(before);
    await archiveAsset.call(as(author), { id: guide, reason: 'Old' });
    expect(await shown()).toEqual(before);
    const own = await contentPerformance.call(as(legal), { ...range, asset: guide });
    expect(own.assets.map(({ id, archived }) => [id, archived])).toEqual([[guide, true]]);
    expect(own.all).toEqual(before.all);
  });

  it('asks of more publications than one filter takes values', async () => {
    const { id: asset } = await write('Many');
    await approve(asset);
    const { id: first } = await publish.call(as(author), { asset, channel: 'x', reference: 'm' });
    const { db } = instance.records.scoped(workspace.id);
    const row = await db
      .selectFrom('publications')
      .selectAll()
      .where('id', '=', first)
      .executeTakeFirstOrThrow();
    const more = Array.from({ length: 201 }, (_, at) => ({
      ...{ ...row, id: `pu_many${at}`, reference: `m${at}`, proof: JSON.stringify(row.proof) },
    }));
    await instance.records.system.transaction((trx) =>
      trx.insertInto('publications').values(more).execute(),
    );
    const lines = ['2026-03-01,m1', '2026-03-02,m', '2026-03-02,m0', '2026-03-02,m200'];
    await importTable(instance, workspace, {
      ...{ source: 'x_ads', columns: { Post: 'ad_id' } },
      lines: ['Day,Post,Cost,Impressions,Clicks', ...lines.map((line) => `${line},1,100,10`)],
    });
    const { total } = await publicationResults.call(as(legal), { asset });
    expect(total).toMatchObject({ 'paid.impressions': 300, 'paid.clicks': 30 });
    // Where it is still the evening before, it was published, and is today, on that day.
    const hawaii = instance.scope(legal, { ...workspace, timeZone: 'Pacific/Honolulu' });
    const there = await publicationResults.call(hawaii, { asset });
    expect(there.total['paid.clicks']).toBe(10);
    const { assets } = await contentPerformance.call(hawaii, { ...range, asset: social });
    expect(assets[0]?.lastReview).toBe('2026-01-31');
  });
});
