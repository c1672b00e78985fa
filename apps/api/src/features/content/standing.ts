import { dayInZone } from '@openmops/domain/calendar';
import { type Pack, packWarnings, type RunState, readRun } from '@openmops/domain/checklists';
import {
  type ApprovalState,
  type Claim,
  claimState,
  findClaims,
  type LintAnswer,
  lintContent,
  type OpenItem,
  openItems,
  readApproval,
} from '@openmops/domain/content';
import type { Day } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { packsOf, type RunRow, runsOf } from '../checklists/runs-of.ts';
import { type RoundRow, roundsOf } from './approval-rows.ts';
import { claimRows, toDomainClaim } from './claim-rows.ts';
import type { AssetStateName, ContentSettings } from './content.schema.ts';
import { settingsOf } from './settings-of.ts';
import type { AssetRecord, VersionRow } from './version-rows.ts';

/** What the whole workspace says to every version. */
export type House = {
  settings: ContentSettings;
  claims: Claim[];
  packs: Pack[];
  /** Today, in the zone of the workspace. */
  day: Day;
  now: number;
};
export type Standing = {
  asset: AssetRecord;
  version: VersionRow;
  round: RoundRow | null;
  approval: ApprovalState | null;
  runs: { run: RunRow; state: RunState }[];
  lint: LintAnswer;
  /** What is open before the version may be published. */
  open: OpenItem[];
};

export async function houseOf(db: Db | Trx, workspace: Workspace, now: number): Promise<House> {
  const { settings } = await settingsOf(db, workspace.id);
  const claims = (await claimRows(db, workspace.id)).map(toDomainClaim);
  const packs = await packsOf(db, workspace.id);
  return { settings, claims, packs, day: dayInZone(now, workspace.timeZone), now };
}

type Pair = { asset: AssetRecord; version: VersionRow };

/** Where versions stand: approval, checklists, rules, and what is open. The one gate of every door. */
export async function standingOf(
  db: Db | Trx,
  workspaceId: string,
  { pairs, house }: { pairs: readonly Pair[]; house: House },
): Promise<Standing[]> {
  const versionIds = pairs.map(({ version }) => version.id);
  const rounds = await roundsOf(db, workspaceId, { versionIds, standing: true });
  const versions = pairs.map(({ asset, version }) => ({
    id: version.id,
    hash: version.hash,
    topics: asset.topics,
  }));
  const runs = await runsOf(db, workspaceId, { versions, packs: house.packs });
  return pairs.map((pair) =>
    standing(pair, {
      house,
      round: rounds.find((one) => one.versionId === pair.version.id) ?? null,
      runs: runs.get(pair.version.id) ?? [],
    }),
  );
}

type Found = { house: House; round: RoundRow | null; runs: RunRow[] };

function standing({ asset, version }: Pair, { house, round, runs }: Found): Standing {
  const { title, text, hash } = version;
  const { day, now, claims, settings } = house;
  const subject = { title, text, topics: asset.topics, claims, day };
  const lint = lintContent({ ...subject, rules: settings.rules });
  const approval = round && readApproval(round, { hash, now });
  const states = runs.map((run) => ({ run, state: readRun(run, { ...subject, hash }) }));
  const made = new Set(findClaims(version, claims).map((use) => use.claim));
  const open = openItems({
    approval,
    packs: states.map(({ run, state }) => ({
      id: run.pack.id,
      title: run.pack.title,
      open: state.items.flatMap((item) =>
        item.open === null ? [] : [{ id: item.question.id, message: item.open }],
      ),
    })),
    claims: claims
      .filter((claim) => made.has(claim.id) && !isProven(claim, day))
      .map((claim) => ({ id: claim.id, message: claim.text })),
    rules: settings.rulesBlock
      ? lint.findings
          .filter(({ severity }) => severity === 'error')
          .map(({ rule, message, words }) => ({
            id: rule,
            message: words ? `“${words}”: ${message}` : message,
          }))
      : [],
    rightsOver: asset.rights_until !== null && day > asset.rights_until,
    archived: asset.archived_at !== null,
  });
  return { asset, version, round, approval, runs: states, lint, open };
}

const isProven = (claim: Claim, day: Day) => !/expired|unproven/.test(claimState(claim, day));

/** The state of an asset in one word, by its newest version. `live`: that one is published. */
export function stateOf({ asset, approval, open }: Standing, isLive: boolean): AssetStateName {
  if (asset.archived_at !== null) return 'archived';
  if (isLive) return 'live';
  if (approval?.state === 'approved') return open.length === 0 ? 'ready' : 'approved';
  if (approval?.state === 'rejected') return 'rejected';
  return approval?.state === 'open' ? 'in_review' : 'draft';
}

type Remark = { code: string; message: string; hint: string | null };

/** What people should know of it although it does not keep it from being published. */
export function warningsOf(
  { asset, version, approval, runs, lint }: Standing,
  { house, isLive }: { house: House; isLive: boolean },
): Remark[] {
  const { day, claims } = house;
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const uses = [...new Set(findClaims(version, claims).map((use) => use.claim))];
  const warnings = uses.flatMap((id): Remark[] => {
    const claim = byId.get(id) as Claim;
    const state = claimState(claim, day);
    if (state === 'valid') return [];
    const code = state === 'expiring' ? 'claim_expiring' : 'claim_over';
    const live = isLive ? 'This is live. ' : '';
    const what = {
      expiring: 'its proof ends soon',
      expired: 'its proof is over',
      unproven: 'nothing proves it',
    }[state];
    return [{ code, message: `${live}“${claim.text}”: ${what}.`, hint: 'Renew what proves it.' }];
  });
  if (asset.rights_until !== null && asset.rights_until - day < 30) {
    const over = day > asset.rights_until;
    const message = over ? 'The right to use it is over.' : 'The right to use it ends soon.';
    warnings.push({ code: over ? 'rights_over' : 'rights_ending', message, hint: 'Renew it.' });
  }
  for (const { run } of runs) warnings.push(...packWarnings(run.pack, day));
  warnings.push(...lint.warnings, ...(approval?.warnings ?? []));
  return warnings.map(({ code, message, hint }) => ({ code, message, hint }));
}
