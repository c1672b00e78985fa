import { type DemoAsset, type DemoPlace, demoPlan } from '@openmops/domain/demo/plan';
import type { DemoStream } from '@openmops/domain/demo/streams';
import { platformTags } from '@openmops/domain/links/audit';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Scope } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { createAsset } from '../content/change-asset.ts';
import { createQuestion } from '../content/change-questions.ts';
import { createClaim } from '../content/claims.ts';
import { keepApproval, keepPublication } from '../content/keep-publication.ts';
import { addVariant, readVariants } from '../content/variants.ts';
import { type LinkRef, linkRows } from '../links/link-rows.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import type { DemoState } from './demo.schema.ts';

const DAY_MS = 86_400_000;
const DAYS_BEFORE = 3;
/** In the morning; the sample lives in UTC. */
const atNine = (day: number) => new Date(day * DAY_MS + 9 * 3_600_000);

/**
 * What the demo company says, by the verbs that people use; approvals and publications are kept as of the days on
 * which they were. Links of its campaigns are there before.
 */
export async function loadContent(
  instance: Instance,
  { workspaceId, today }: Pick<DemoState, 'workspaceId' | 'today'>,
  streams: readonly DemoStream[],
): Promise<void> {
  const all = await listWorkspaces(instance.records.system.db);
  const workspace = all.find(({ id }) => id === workspaceId);
  if (!workspace) return;
  const actor = { kind: 'system' } as const;
  const by: Scope = { instance, actor, workspace, requestId: newId('req') };
  const plan = demoPlan(today);
  const records = instance.records.scoped(workspaceId);
  const campaigns = await campaignRows(records.db, workspaceId);
  const links = await linkRows(records.db, workspaceId);
  const approver = await approverOf(instance, plan.executives[0]?.email ?? '');
  const keep = { workspaceId, by: 'system', approver, today, links };
  for (const claim of plan.claims) await createClaim.call(by, claim);
  const ids = new Map<string, string>();
  for (const { campaign: code, approved, live, ...facts } of plan.assets) {
    const campaign = campaigns.find((one) => one.code === code)?.id ?? null;
    const { id: asset } = await createAsset.call(by, { ...facts, campaign });
    ids.set(facts.name, asset);
    await records.transaction(
      (trx) => keepState(trx, { ...keep, asset, campaign, code, approved, live }),
      { quiet: true },
    );
  }
  for (const { asset: name, title, text, ...rule } of plan.variants) {
    const asset = ids.get(name) ?? '';
    const { version } = await readVariants.call(by, { asset });
    const { rules } = await addVariant.call(by, { asset, version, title, text, ...rule });
    const variant = rules.at(-1)?.rule.variant ?? '';
    const own = { asset: variant, campaign: null, code: null, approved: true, live: null };
    await records.transaction((trx) => keepState(trx, { ...keep, ...own }), { quiet: true });
  }
  const deals = openDeals(streams);
  for (const { answers, deals: count, ...question } of plan.questions)
    await createQuestion.call(by, {
      ...question,
      answers: answers.flatMap((name) => ids.get(name) ?? []),
      deals: deals.slice(0, count),
    });
}

type Trx = Parameters<typeof keepPublication>[0];
type Kept = Pick<DemoAsset, 'approved' | 'live'> & {
  workspaceId: string;
  asset: string;
  campaign: string | null;
  code: string | null;
  by: string;
  approver: string;
  today: number;
  links: readonly LinkRef[];
};

async function keepState(trx: Trx, { approved, live, code, today, links, ...of }: Kept) {
  const day = (live?.since ?? today) - DAYS_BEFORE;
  if (approved) await keepApproval(trx, { ...of, at: atNine(day) });
  for (const { channel, url, source, reference = null } of live?.places ?? [])
    await keepPublication(trx, {
      ...{ ...of, channel, url, reference, at: atNine(live?.since ?? today) },
      link:
        links.find((one) => one.campaign === code && one.source === sourceTag(source))?.id ?? null,
    });
}

function sourceTag(source: DemoPlace['source']): string | null {
  if (source === null || source === 'mailchimp') return source;
  return platformTags(source)?.sources[0] ?? source;
}

/** One who is no author, so that approvals are of somebody else. */
async function approverOf({ records }: Instance, email: string): Promise<string> {
  const person = await records.system.db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return person?.id ?? 'local';
}

/** Deals of the CRM that are open, the newest first, as questions name them. */
function openDeals(streams: readonly DemoStream[]): string[] {
  const deals = streams.find(({ source, name }) => source === 'hubspot' && name === 'deals');
  const open = [...(deals?.records() ?? [])].filter(
    (deal) => Object(deal.properties).hs_is_closed === 'false',
  );
  return open
    .sort((a, b) => (String(a.createdAt) < String(b.createdAt) ? 1 : -1))
    .map(({ id }) => `hubspot/${id}`);
}
