import { moneyText, monthName } from '@openmops/domain/budgets';
import type { Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { membersWho, notify, settleNotices } from '../notifications/notify.ts';
import type { CommitmentRow } from './commitments.ts';
import type { PlanRow } from './plans.queries.ts';

type Teller = Pick<Context<'long'>, 'workspace' | 'now'> & { by: string };
/** What was asked for and what became of it. */
type Asked = {
  /** `plan`, `revision`, `order`. */
  word: string;
  what: string;
  link: string;
  /** Who asked; told of the end. */
  asker: string | null;
};

/** Tells those who may approve that something waits for them. */
async function tellWaiting(trx: Trx, teller: Teller, { word, what, link }: Asked): Promise<void> {
  const { workspace, now, by } = teller;
  await notify(trx, workspace.id, {
    ...{ by, link, kind: `${word}.asked`, text: `${what} waits for your approval.` },
    to: await membersWho(trx, workspace.id, 'budgets.approve'),
    at: new Date(now),
  });
}

/** Tells the one who asked what became of it; nobody else is waited for any more. */
async function tellOutcome(
  trx: Trx,
  teller: Teller,
  { word, what, link, asker, outcome, why }: Asked & { outcome: string; why: string },
): Promise<void> {
  const { workspace, now, by } = teller;
  const at = new Date(now);
  await settleNotices(trx, workspace.id, { kind: `${word}.asked`, link, at });
  const text = `${what} was ${outcome}${why ? `: ${why}` : ''}.`.replace(/\.\.$/, '.');
  const to = asker === null ? [] : [asker];
  await notify(trx, workspace.id, { to, by, kind: `${word}.${outcome}`, text, link, at });
}

const planNotice = (plan: PlanRow): Asked => ({
  word: 'plan',
  what: `“${plan.name}”`,
  link: `/budget?year=${plan.fiscal_year}`,
  asker: plan.submitted_by,
});

/** A step of a plan: those who approve are asked, whoever sent it in hears what became of it. */
export async function tellPlanStep(
  trx: Trx,
  teller: Teller,
  { before, after, why }: { before: PlanRow; after: PlanRow; why: string },
): Promise<void> {
  const notice = planNotice(before);
  if (after.state === before.state) return;
  if (after.state === 'review') return tellWaiting(trx, teller, notice);
  const outcome =
    after.state === 'draft'
      ? teller.by === before.submitted_by
        ? 'taken back'
        : 'rejected'
      : after.state;
  return tellOutcome(trx, teller, { ...notice, outcome, why });
}

/** A revision of a locked plan: proposed, applied or rejected. */
export async function tellRevision(
  trx: Trx,
  teller: Teller,
  of: { plan: PlanRow; number: number; proposedBy: string; state: string; why: string },
): Promise<void> {
  const { plan, number, proposedBy: asker, state, why } = of;
  const link = `/budget/scenarios?year=${plan.fiscal_year}#revision-${number}`;
  const asked = { word: 'revision', what: `Revision ${number} of “${plan.name}”`, link, asker };
  if (state === 'proposed') return tellWaiting(trx, teller, asked);
  return tellOutcome(trx, teller, { ...asked, outcome: state, why });
}

const orderNotice = (row: CommitmentRow): Asked => ({
  word: 'order',
  what: `Order ${row.number} of ${row.vendor}`,
  link: `/budget/orders#${row.id}`,
  asker: row.asked_by,
});

type OrderStep = {
  row: CommitmentRow;
  /** Null: it is new. */
  was: 'asked' | null;
  state: CommitmentRow['state'];
  why: string;
};

/** An order that waits, is decided, or was taken although it is more than was available. */
export async function tellOrder(
  trx: Trx,
  teller: Teller,
  { row, was, state, why }: OrderStep,
): Promise<void> {
  const { workspace, now, by } = teller;
  const notice = orderNotice(row);
  const missing = moneyText(row.over_micros, workspace.currency);
  if (state === 'asked')
    return tellWaiting(trx, teller, {
      ...notice,
      what:
        row.over_micros > 0 ? `${notice.what}, ${missing} above what is available,` : notice.what,
    });
  if (was === 'asked') {
    const outcome = state === 'open' ? 'accepted' : 'refused';
    await tellOutcome(trx, teller, { ...notice, outcome, why });
  }
  if (state === 'refused' || row.over_micros <= 0) return;
  await notify(trx, workspace.id, {
    ...{ by, kind: 'budget.over_committed', link: notice.link, at: new Date(now) },
    to: await membersWho(trx, workspace.id, 'budgets.approve'),
    text: `${notice.what} promises ${missing} more than was available.`,
  });
}

/** A month was closed or reopened: everybody who books is told. */
export async function tellMonth(
  trx: Trx,
  teller: Teller,
  { month, closed, why }: { month: number; closed: boolean; why: string },
): Promise<void> {
  const { workspace, now, by } = teller;
  const what = closed ? 'closed' : 'reopened';
  await notify(trx, workspace.id, {
    ...{ by, kind: `month.${what}`, link: '/budget/months', at: new Date(now) },
    to: await membersWho(trx, workspace.id, 'budgets.write'),
    text: `${monthName(month)} was ${what}${why ? `: ${why}` : ''}.`.replace(/\.\.$/, '.'),
  });
}
