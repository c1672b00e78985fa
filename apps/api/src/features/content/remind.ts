import { type ApprovalRound, readApproval, type SeatDue } from '@openmops/domain/content';
import type { JobKind } from '../../jobs/job.ts';
import type { Trx } from '../../stores/records/records.ts';
import { notify } from '../notifications/notify.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { openRounds } from './open-rounds.ts';
import { remindClaims } from './remind-claims.ts';

const DAY_MS = 86_400_000;
/** In the morning of the workspace. */
const CRON = '40 7 * * *';

type Told = {
  workspaceId: string;
  round: ApprovalRound & { hash: string; submittedBy?: string };
  asset: { id: string; name: string };
  /** Who did what makes it their turn. */
  by: string;
  /** Ms since 1970. */
  now: number;
};

/** Tells those whose turn it is, or the one who asked that the round is over. */
export async function tellTurn(trx: Trx, told: Told): Promise<void> {
  const { workspaceId, round, asset, by, now } = told;
  const { state, next } = readApproval(round, { hash: round.hash, now });
  const link = `/content/${asset.id}`;
  const at = new Date(now);
  if (state === 'open') {
    const to = await holdersOf(trx, workspaceId, next, round);
    const text = `“${asset.name}” waits for your approval.`;
    await notify(trx, workspaceId, { to, by, kind: 'approval.asked', text, link, at });
  } else if (round.submittedBy) {
    const text = `“${asset.name}” was ${state}.`;
    const to = [round.submittedBy];
    await notify(trx, workspaceId, { to, by, kind: `approval.${state}`, text, link, at });
  }
}

/** Reminds, once a morning, of approvals that are late or due within a day, and of claims whose proof ends. */
export const remindJob: JobKind = {
  name: 'approvals.remind',
  async recurring(instance) {
    const { db } = instance.records.system;
    const [asked, claimed] = await Promise.all([
      db.selectFrom('approvals').select('workspace_id').distinct().execute(),
      db.selectFrom('claims').select('workspace_id').distinct().execute(),
    ]);
    const some = new Set([...asked, ...claimed].map((row) => row.workspace_id));
    return (await listWorkspaces(db))
      .filter(({ id }) => some.has(id))
      .map(({ id, timeZone }) => ({ key: id, cron: CRON, timeZone, data: { workspaceId: id } }));
  },
  async work(instance, { workspaceId = '' }) {
    const now = instance.now();
    const all = await listWorkspaces(instance.records.system.db);
    const workspace = all.find(({ id }) => id === workspaceId);
    if (!workspace) return;
    await instance.records.scoped(workspaceId).transaction(async (trx) => {
      await remind(trx, workspaceId, now);
      await remindClaims(trx, workspace, now);
    });
  },
};

async function remind(trx: Trx, workspaceId: string, now: number): Promise<void> {
  for (const { round, asset } of await openRounds(trx, workspaceId, now)) {
    const { next } = readApproval(round, { hash: round.hash, now });
    const due = next.filter(({ dueAt }) => dueAt !== null && dueAt <= now + DAY_MS);
    if (due.length === 0) continue;
    const late = due.some((seat) => seat.late);
    await notify(trx, workspaceId, {
      to: await holdersOf(trx, workspaceId, due, round),
      kind: 'approval.due',
      text: `“${asset.name}” ${late ? 'is late: it' : 'is due: it'} waits for your approval.`,
      link: `/content/${asset.id}`,
      at: new Date(now),
    });
  }
}

/** Who may take some seats and has not answered; where nobody is a reviewer, admins and owners are. */
async function holdersOf(
  trx: Trx,
  workspaceId: string,
  seats: readonly SeatDue[],
  { answers, authors }: ApprovalRound,
): Promise<string[]> {
  const members = await trx
    .selectFrom('members')
    .select(['user_id', 'role'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  // An author who is the only one here is not to be reminded of a yes that nobody can give.
  if (members.length === 1 && members.every((one) => authors.includes(one.user_id))) return [];
  const withRole = (...roles: string[]) =>
    members.filter(({ role }) => roles.includes(role)).map(({ user_id }) => user_id);
  const holders = seats.flatMap(({ who }) => {
    if (who.startsWith('person:')) return [who.slice(7)];
    const exact = withRole(who.slice(5));
    return exact.length > 0 ? exact : withRole('admin', 'owner');
  });
  const done = new Set(answers.map(({ by }) => by));
  return [...new Set(holders)].filter((id) => !done.has(id));
}
