import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { heldBy } from '../../testing/held-by.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { answerChecklist, readRuns, setParameters } from '../checklists/answer.ts';
import { importPack, listPacks } from '../checklists/packs.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { createLink } from '../links/create-link.ts';
import { saveGrammar } from '../links/grammar.ts';
import { activityFeed } from '../tasks/activity-feed.ts';
import { answerVersion, submitVersion, withdrawApproval } from './approvals.ts';
import { assetRows, publicationRows } from './asset-rows.ts';
import { contentCalendar } from './calendar.ts';
import {
  addVersion,
  archiveAsset,
  commentAsset,
  createAsset,
  updateAsset,
} from './change-asset.ts';
import { createClaim, listClaims, retireClaim, updateClaim } from './claims.ts';
import type { AssetInfo } from './content.schema.ts';
import { listAssets } from './list-assets.ts';
import { createMessage, readMessages, removeMessage, updateMessage } from './messages.ts';
import { publicationResults } from './publication-results.ts';
import { publish, withdrawPublication } from './publish.ts';
import { readAsset } from './read-asset.ts';
import { remindJob } from './remind.ts';
import { reviewQueue } from './review-queue.ts';
import { readSettings, saveSettings } from './settings.ts';

const DAY = 86_400_000;
let clock = Date.parse('2026-03-02T09:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
let author: Extract<Actor, { kind: 'user' }>;
let legal: Extract<Actor, { kind: 'user' }>;
let second: Extract<Actor, { kind: 'user' }>;
beforeAll(async () => {
  instance = await testInstance({ now: () => clock });
  workspace = await instance.addWorkspace();
  author = await instance.addUser(workspace, 'editor');
  legal = await instance.addUser(workspace, 'reviewer');
  second = await instance.addUser(workspace, 'admin');
});
afterAll(() => instance.close());

const as = (actor: Actor) => instance.scope(actor, workspace);
const TEXT = 'Our spectrometer is clinically proven to cure guesswork.';
const write = (more: object = {}) =>
  createAsset.call(as(author), { name: 'Webinar invitation', type: 'email', text: TEXT, ...more });
const page = (id: string) => readAsset.call(as(author), { id });
const hashOf = async (id: string) => (await page(id)).versions[0]?.hash ?? '';
const codes = ({ open }: AssetInfo) => open.map(({ code }) => code);

async function readNotices(person: { id: string }) {
  const rows = await instance.records
    .scoped(workspace.id)
    .db.selectFrom('notifications')
    .select('text')
    .where('user_id', '=', person.id)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(({ text }) => text);
}

/** Answers every open question of every pack, with evidence and a second person. */
async function passPacks(id: string) {
  const hash = await hashOf(id);
  for (const run of await readRuns.call(as(legal), { id })) {
    for (const item of run.items.filter(({ state }) => state === 'open')) {
      const given = { id, pack: run.pack, question: item.question, hash, answer: 'yes' as const };
      await answerChecklist.call(as(legal), { ...given, note: 'Study 12, shelf 3.' });
      if (item.kind !== 'person')
        await answerChecklist.call(as(second), { ...given, part: 'second' });
    }
  }
}
async function approve(id: string, by: Actor = legal) {
  const { newest } = (await page(id)).asset;
  const round = await submitVersion.call(as(author), { id, number: newest });
  return answerVersion.call(as(by), { id: round.id, hash: round.hash, verdict: 'approve' });
}

describe('from a draft to what is out', () => {
  it('is refused with its open items, approved by others, opened again by an edit', async () => {
    const asset = await write({ topics: ['health-product'] });
    expect(asset).toMatchObject({ state: 'draft', newest: 1, liveVersions: [] });
    const { findings } = await page(asset.id);
    expect(findings.map(({ rule, words, line, column }) => [rule, words, line, column])).toEqual([
      ['claim.health', 'clinically proven', 1, 21],
      ['claim.health', 'cure', 1, 42],
    ]);

    const { key } = await createKey.call(as(second), {
      name: 'k',
      scopes: ['plans.read', 'content.write', 'content.review'],
    });
    const post = (path: string, body: unknown) =>
      instance.app.request(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const refused = await post('/api/v1/publications', { asset: asset.id, channel: 'email' });
    expect(refused.status).toBe(409);
    const { error } = (await refused.json()) as { error: { detail: { open: AssetInfo['open'] } } };
    expect(error.detail.open.map(({ code }) => code)).toEqual(['approval', 'checklists']);
    expect(error.detail.open[1]?.message).toContain('FDA');
    expect(error.detail.open[1]?.message).toContain('FTC');
    // The screen is told the very same.
    expect((await page(asset.id)).asset.open).toEqual(error.detail.open);

    const round = await submitVersion.call(as(author), { id: asset.id, number: 1 });
    const yes = { id: round.id, hash: round.hash, verdict: 'approve' as const };
    await expect(answerVersion.call(as(author), yes)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [waiting] = await reviewQueue.call(as(legal), { mine: true });
    expect(waiting).toMatchObject({ id: round.id, next: [{ mine: true, late: false }] });
    expect(await reviewQueue.call(as(author), { mine: true })).toEqual([]);

    await passPacks(asset.id);
    expect((await page(asset.id)).asset).toMatchObject({ state: 'in_review' });
    await answerVersion.call(as(legal), yes);
    expect((await page(asset.id)).asset).toMatchObject({ state: 'ready', open: [] });

    const edited = await addVersion.call(as(author), {
      id: asset.id,
      after: 1,
      text: TEXT.replace('Our', 'The'),
    });
    expect([edited.state, codes(edited)]).toEqual(['draft', ['approval', 'checklists']]);
    await expect(answerVersion.call(as(second), yes)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      publish.call(as(author), { asset: asset.id, number: 1, channel: 'email' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });

    await approve(asset.id);
    const { version } = (await page(asset.id)).asset;
    // Who says that other rules hold for it asks for another approval.
    const changed = await updateAsset.call(as(author), { id: asset.id, version, topics: [] });
    expect(codes(changed)).toEqual(['approval']);
    await approve(asset.id);
    const out = await post('/api/v1/publications', { asset: asset.id, channel: 'email' });
    expect(out.status).toBe(201);
    expect(await out.json()).toMatchObject({ number: 2, channel: 'email', withdrawn: null });
    const live = (await page(asset.id)).asset;
    expect([live.state, live.liveVersions]).toEqual(['live', [2]]);
    const feed = await activityFeed.call(as(author), { limit: 1 });
    expect(`${feed[0]?.who} ${feed[0]?.what}: ${feed[0]?.about}`).toBe(
      'An API key published content: Webinar invitation',
    );
  });

  it('an author’s key approves no more than the author', async () => {
    const asset = await write({ text: 'Plain.' });
    const made = await createKey.call(as(second), { name: 'k2', scopes: ['content.review'] });
    const edited = await addVersion.call(as(second), { id: asset.id, after: 1, text: 'Plainer.' });
    const round = await submitVersion.call(as(author), { id: asset.id, number: edited.newest });
    const answer = await instance.app.request(`/api/v1/approvals/${round.id}/answers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ hash: round.hash, verdict: 'approve' }),
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('wrote it');
  });

  it('a no says why; what is rejected, withdrawn or due is told', async () => {
    const asset = await write({ text: 'Plain.' });
    const submit = () => submitVersion.call(as(author), { id: asset.id, number: 1 });
    const first = await submit();
    await expect(submit()).rejects.toThrow('in review already');
    await withdrawApproval.call(as(author), { id: first.id, reason: 'Typo' });
    const round = await submit();
    clock += 4 * DAY;
    await remindJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);
    const unread = await readNotices(legal);
    expect(unread).toContain('“Webinar invitation” waits for your approval.');
    expect(unread[0]).toBe('“Webinar invitation” is late: it waits for your approval.');
    const [late] = await reviewQueue.call(as(legal), { mine: true });
    expect(late).toMatchObject({ id: round.id, next: [{ late: true }] });
    const no = { id: round.id, hash: round.hash, verdict: 'reject' as const };
    await expect(answerVersion.call(as(legal), no)).rejects.toThrow('needs a reason');
    await answerVersion.call(as(legal), { ...no, reason: 'Name the study.' });
    const { asset: info, approval, approvals } = await page(asset.id);
    expect(info.state).toBe('rejected');
    expect((await readNotices(author))[0]).toBe('“Webinar invitation” was rejected.');
    expect(approval?.answers[0]).toMatchObject({ verdict: 'reject', reason: 'Name the study.' });
    expect(approvals.map(({ state }) => state)).toEqual(['withdrawn']);
    await commentAsset.call(as(legal), { id: asset.id, number: 1, text: 'See page 3.' });
    expect((await page(asset.id)).comments).toMatchObject([{ text: 'See page 3.', number: 1 }]);
  });
});

describe('two people at once', () => {
  const held = (call: Parameters<typeof heldBy>[1]) => heldBy(as(author), call);

  it('do not overwrite each other', async () => {
    const asset = await write({ text: 'Plain.' });
    const change = { id: asset.id, version: asset.version };
    const rename = { ...change, name: 'Renamed' };
    expect(await held((by) => updateAsset.call(by, rename))).toEqual(['assets']);
    await expect(
      updateAsset.call(as(second), { ...change, persona: 'Buyer' }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { version: 2, by: 'editor', now: { name: 'Renamed' } },
    });
    const edit = { id: asset.id, after: 1, text: 'Mine.' };
    expect(await held((by) => addVersion.call(by, edit))).toEqual(['assets']);
    await expect(
      addVersion.call(as(second), { id: asset.id, after: 1, text: 'Yours.' }),
    ).rejects.toMatchObject({ code: 'CONFLICT', detail: { now: { text: 'Mine.' } } });
    await expect(
      addVersion.call(as(second), { id: asset.id, after: 2, text: 'Mine. \n' }),
    ).rejects.toThrow('Nothing has changed');
    await archiveAsset.call(as(author), { id: asset.id });
    expect((await listAssets.call(as(author), { archived: true })).map(({ id }) => id)).toEqual([
      asset.id,
    ]);
    await expect(approve(asset.id)).rejects.toThrow('archived');
  });

  it('settings: route, rules and what blocks', async () => {
    const { settings, version } = await readSettings.call(as(author), {});
    const strict = { ...settings, rulesBlock: true };
    const first = { version, settings: strict };
    expect(await held((by) => saveSettings.call(by, first))).toEqual(['workspaces']);
    await expect(
      saveSettings.call(as(second), { version, settings: strict }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const asset = await write();
    expect(codes(asset)).toEqual(['approval', 'rules']);
    const doubled = { ...strict, rules: [...settings.rules, ...settings.rules] };
    await expect(
      saveSettings.call(as(author), { version: version + 1, settings: doubled }),
    ).rejects.toThrow('Two rules');
    await saveSettings.call(as(author), { version: version + 1, settings });
  });
});

describe('no link, no publish', () => {
  it('where the workspace wants it: a link that is there, right, and of the campaign', async () => {
    const { settings, version } = await readSettings.call(as(author), {});
    const strict = { ...settings, linkNeeded: true };
    await saveSettings.call(as(author), { version, settings: strict });
    const made = await createCampaign.call(as(author), { name: 'Linked', type: 'email' });
    const campaign = made.id;
    const asset = await write({ name: 'Linked', text: 'Plain.', campaign });
    await approve(asset.id);
    const linkOf = (utm_campaign: string) =>
      createLink.call(as(author), {
        url: 'https://a.example/',
        tags: { utm_source: 'news', utm_medium: 'email', utm_campaign },
      });
    const other = await linkOf('another');
    const right = await linkOf(made.code);
    const { key } = await createKey.call(instance.scope({ kind: 'local' }, workspace), {
      name: 'links',
      scopes: ['content.write', 'plans.read'],
    });
    const post = async (link: string | null) => {
      const answer = await instance.app.request('/api/v1/publications', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ asset: asset.id, channel: 'email', link }),
      });
      const { error } = (await answer.json()) as {
        error?: { detail: { open: AssetInfo['open'] } };
      };
      return { status: answer.status, open: error?.detail.open };
    };
    expect(await post(null)).toMatchObject({ status: 409, open: [{ code: 'link', parts: [] }] });
    expect(await post(other.id)).toMatchObject({
      status: 409,
      open: [{ code: 'link', parts: [{ id: 'campaign' }] }],
    });
    const grammar = { taxonomy: { sources: [{ name: 'google' }] } };
    await saveGrammar.call(as(author), { version: 0, ...grammar });
    expect(await post(right.id)).toMatchObject({
      status: 409,
      open: [{ code: 'link', parts: [{ id: 'unknown-source' }] }],
    });
    await saveGrammar.call(as(author), { version: 1, taxonomy: {} });
    expect((await post(right.id)).status).toBe(201);
    await saveSettings.call(as(author), { version: version + 1, settings });
    expect((await post(null)).status).toBe(201);
  });
});

describe('claims', () => {
  it('cover what they say until their proof is over, then warn on what is live', async () => {
    const claim = await createClaim.call(as(author), {
      text: 'reads in 4 seconds',
      substantiation: 'Bench report 7',
      validUntil: '2026-03-20',
    });
    const asset = await write({ name: 'Claims', text: 'It reads in 4 seconds.' });
    await approve(asset.id);
    await publish.call(as(author), { asset: asset.id, channel: 'web' });
    expect((await page(asset.id)).asset.warnings.map(({ code }) => code)).toEqual([
      'claim_expiring',
    ]);
    clock += 30 * DAY;
    const over = (await page(asset.id)).asset;
    expect(over.warnings[0]).toMatchObject({ code: 'claim_over' });
    expect(over.warnings[0]?.message).toContain('This is live.');
    expect(codes(over)).toEqual(['claims']);
    await expect(publish.call(as(author), { asset: asset.id, channel: 'web' })).rejects.toThrow(
      'nothing on file proves',
    );
    const remind = () =>
      remindJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);
    await remind();
    await remind();
    const notices = await instance.records.system.db
      .selectFrom('notifications')
      .select(['user_id', 'text'])
      .where('kind', '=', 'claim.expired')
      .execute();
    const text =
      'The proof of “reads in 4 seconds” ended on 2026-03-20. It is out in “Claims”: renew it, or take it back.';
    expect(notices).not.toEqual([]);
    expect(new Set(notices.map((one) => one.user_id)).size).toBe(notices.length);
    expect(new Set(notices.map((one) => one.text))).toEqual(new Set([text]));
    const [told] = await listClaims.call(as(author), {});
    expect(told).toMatchObject({ state: 'expired', usedIn: [{ name: 'Claims', live: true }] });
    const renewed = { id: claim.id, version: 1, validUntil: '2027-03-20' };
    expect(await heldBy(as(author), (by) => updateClaim.call(by, renewed))).toEqual(['claims']);
    await expect(updateClaim.call(as(second), renewed)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(codes((await page(asset.id)).asset)).toEqual([]);

    const gaps = await createMessage.call(as(author), {
      persona: 'Buyer',
      stage: 'Decision',
      text: 'Four seconds',
      claim: claim.id,
      assets: [asset.id],
    });
    expect(gaps).toMatchObject({ withoutEvidence: [], coverage: 1 / 9 });
    expect(gaps.empty).toHaveLength(8);
    const [message] = gaps.messages;
    const bare = { id: message?.id ?? '', version: 1, claim: null };
    const bared = (by: Scope) => updateMessage.call(by, bare);
    expect(await heldBy(as(author), bared)).toEqual(['messages']);
    const { withoutEvidence } = await readMessages.call(as(author), {});
    expect(withoutEvidence[0]?.why).toContain('no claim');
    await expect(updateMessage.call(as(author), bare)).rejects.toMatchObject({ code: 'CONFLICT' });
    await removeMessage.call(as(author), { id: bare.id });
    expect((await readMessages.call(as(author), {})).messages).toEqual([]);
    await retireClaim.call(as(author), { id: claim.id });
    expect(await listClaims.call(as(author), {})).toEqual([]);
  });

  it('tell those who review when whoever answers for one has left', async () => {
    const leaver = await instance.addUser(workspace, 'editor');
    const validUntil = new Date(clock - DAY).toISOString().slice(0, 10);
    const proof = { text: 'floats', substantiation: 'Tank', validUntil, owner: leaver.id };
    const claim = await createClaim.call(as(author), proof);
    await instance.records.system.transaction((trx) =>
      trx.deleteFrom('members').where('user_id', '=', leaver.id).execute(),
    );
    const { signal } = new AbortController();
    await remindJob.work(instance, { workspaceId: workspace.id }, signal);
    expect(await readNotices(legal)).toContain(`The proof of “floats” ended on ${validUntil}.`);
    await retireClaim.call(as(author), { id: claim.id });
  });
});

describe('checklists', () => {
  it('ask by parameters, want a second person, and take own packs', async () => {
    const asset = await write({ text: 'Plain.', topics: ['legal-services', 'own'] });
    const hash = await hashOf(asset.id);
    const given = { id: asset.id, pack: 'us.bar.advertising', hash };
    await expect(
      setParameters.call(as(legal), { ...given, parameters: { state: 'XX' } }),
    ).rejects.toThrow('no state');
    const [run] = await setParameters.call(as(legal), { ...given, parameters: { state: 'FL' } });
    expect(run?.items.find(({ question }) => question === 'fl-filing')?.state).toBe('open');
    const answer = { ...given, question: 'fl-filing', answer: 'yes' as const };
    await expect(answerChecklist.call(as(legal), answer)).rejects.toThrow('needs evidence');
    await answerChecklist.call(as(legal), { ...answer, note: 'Filed 2 March.' });
    const confirm = { ...answer, part: 'second' as const };
    await expect(answerChecklist.call(as(legal), confirm)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      detail: { code: 'same_person' },
    });
    await answerChecklist.call(as(second), confirm);
    await expect(
      answerChecklist.call(as(legal), { ...answer, hash: '0'.repeat(64) }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      answerChecklist.call(as(legal), { ...answer, pack: 'us.ftc' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const own = (version: string) => `id: own.house
version: '${version}'
title: House rules
about: What we ask of ourselves.
sources: [{ title: Handbook, url: 'https://example.com/handbook' }]
reviewer: Brand team
reviewed: 2026-01-01
reviewBy: 2026-04-01
disclaimer: Not legal advice.
topics: [own]
questions: [{ id: tone, text: Does it sound like us?, kind: person }]
`;
    await importPack.call(as(author), { text: own('1') });
    await expect(importPack.call(as(author), { text: own('1') })).rejects.toThrow('there already');
    await importPack.call(as(author), { text: own('2') });
    await expect(importPack.call(as(author), { text: own('1.5') })).rejects.toThrow('is newer');
    await expect(importPack.call(as(author), { text: 'id: x' })).rejects.toMatchObject({
      code: 'INVALID',
    });
    const packs = await listPacks.call(as(author), {});
    expect(packs.find(({ id }) => id === 'own.house')).toMatchObject({ version: '2', own: true });
    expect(packs.find(({ id }) => id === 'own.house')?.warnings.map(({ code }) => code)).toEqual([
      'review_overdue',
    ]);
    const runs = await readRuns.call(as(author), { id: asset.id });
    expect(runs.map(({ pack }) => pack)).toEqual(['own.house', 'us.bar.advertising']);
  });
});

describe('files', () => {
  it('come in as a stream, are told by their bytes, and go out as nothing that runs', async () => {
    const { key } = await createKey.call(as(second), {
      name: 'f',
      scopes: ['plans.read', 'content.review', 'content.write'],
    });
    const headers = { authorization: `Bearer ${key}` };
    const body = '<script>alert(1)</script>';
    const sent = await instance.app.request('/api/v1/files?name=../study%20%E2%9C%93.html', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/html' },
      body,
    });
    expect(sent.status).toBe(201);
    const file = (await sent.json()) as { id: string };
    expect(file).toMatchObject({ name: 'study ✓.html', type: 'text/plain', bytes: body.length });
    const back = await instance.app.request(`/api/v1/files/${file.id}`, { headers });
    expect(await back.text()).toBe(body);
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''study%20%E2%9C%93.html",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    const other = instance.scope({ kind: 'local' }, await instance.addWorkspace());
    await expect(createAsset.call(other, { name: 'Theft', file: file.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const asset = await write({ text: '', file: file.id });
    expect((await page(asset.id)).versions[0]?.file).toMatchObject({ id: file.id });
    await expect(readAsset.call(other, { id: asset.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await listAssets.call(other, {})).toEqual([]);
  });
});

describe('another workspace', () => {
  it('finds none of it by its id, and changes none of it', async () => {
    const asset = await write({ name: 'Ours', text: 'Plain.' });
    const round = await submitVersion.call(as(author), { id: asset.id, number: 1 });
    const claim = await createClaim.call(as(author), {
      text: 'weighs 2 kg',
      substantiation: 'Scale',
    });
    const { messages } = await createMessage.call(as(author), {
      ...{ persona: 'User', stage: 'Decision', text: 'Light' },
      claim: claim.id,
    });
    const other = await instance.addWorkspace();
    const by = instance.scope(await instance.addUser(other, 'owner'), other);
    const { hash } = round;
    const id = asset.id;
    const message = messages[0]?.id ?? '';
    const tries: Promise<unknown>[] = [
      readAsset.call(by, { id }),
      updateAsset.call(by, { id, version: 1, name: 'Theirs' }),
      addVersion.call(by, { id, after: 1, text: 'Theirs.' }),
      archiveAsset.call(by, { id }),
      commentAsset.call(by, { id, number: 1, text: 'Hello' }),
      submitVersion.call(by, { id, number: 1 }),
      answerVersion.call(by, { id: round.id, hash, verdict: 'approve' }),
      withdrawApproval.call(by, { id: round.id }),
      publish.call(by, { asset: id, channel: 'web' }),
      updateClaim.call(by, { id: claim.id, version: 1, text: 'Theirs' }),
      retireClaim.call(by, { id: claim.id }),
      createMessage.call(by, { persona: 'User', stage: 'Decision', text: 'x', claim: claim.id }),
      updateMessage.call(by, { id: message, version: 1, text: 'Theirs' }),
      removeMessage.call(by, { id: message }),
      readRuns.call(by, { id }),
    ];
    const found = await Promise.allSettled(tries);
    expect(found.map((one) => (one.status === 'rejected' ? one.reason.code : 'done'))).toEqual(
      tries.map(() => 'NOT_FOUND'),
    );
    expect((await page(id)).asset).toMatchObject({ name: 'Ours', newest: 1, state: 'in_review' });
  });
});

describe('the calendar of content', () => {
  it('has what is planned and what is out; other rooms see it too', async () => {
    const asset = await write({
      name: 'Post',
      text: 'Plain.',
      plannedOn: '2026-05-04',
      plannedChannel: 'linkedin',
    });
    await approve(asset.id);
    const at = '2026-05-05T08:00:00Z';
    const out = await publish.call(as(author), { asset: asset.id, channel: 'linkedin', at });
    const range = { from: '2026-05-01', to: '2026-05-31' };
    const entries = await contentCalendar.call(as(legal), range);
    expect(entries.map(({ day, kind, state }) => [day, kind, state])).toEqual([
      ['2026-05-04', 'planned', 'live'],
      ['2026-05-05', 'published', 'scheduled'],
    ]);
    await expect(
      contentCalendar.call(as(legal), { from: range.to, to: range.from }),
    ).rejects.toThrow('no days');
    const { db } = instance.records.scoped(workspace.id);
    expect(await assetRows(db, workspace.id, [asset.id])).toMatchObject([{ name: 'Post' }]);
    expect((await publicationRows(db, workspace.id))[0]).toMatchObject({ id: out.id });
    await withdrawPublication.call(as(author), { id: out.id, reason: 'Wrong day' });
    expect((await contentCalendar.call(as(legal), range)).map(({ kind }) => kind)).toEqual([
      'planned',
    ]);
    await expect(
      publish.call(as(author), { asset: asset.id, channel: 'x', link: 'li_none' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('shows what each post brought, and all of them together', async () => {
    const asset = await write({ name: 'Posts', text: 'Plain.' });
    await approve(asset.id);
    const day = new Date(clock).toISOString().slice(0, 10);
    for (const reference of ['9001', '9002', '9001'])
      await publish.call(as(author), { asset: asset.id, channel: 'x', reference });
    await importTable(instance, workspace, {
      source: 'x_ads',
      columns: { Post: 'ad_id' },
      lines: [
        'Day,Post,Cost,Impressions,Clicks',
        `${day},9001,10,1000,40`,
        `${day},9002,5,500,10`,
        `${day},9999,5,77,7`,
      ],
    });
    const { publications, total } = await publicationResults.call(as(author), { asset: asset.id });
    expect(total).toMatchObject({ 'paid.impressions': 1500, 'paid.clicks': 50 });
    const clicks = publications.map(
      (one) => `${one.reference} ${one.values['paid.clicks'] ?? '–'}`,
    );
    expect(clicks.sort()).toEqual(['9001 40', '9001 –', '9002 10']);
  });

  it('is not for viewers to change', async () => {
    const viewer = as(await instance.addUser(workspace, 'viewer'));
    await expect(createAsset.call(viewer, { name: 'No' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(createAsset.call(as(legal), { name: 'No' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await listAssets.call(viewer, {})).length).toBeGreaterThan(0);
  });
});
