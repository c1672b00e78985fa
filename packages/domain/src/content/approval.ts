import { type Issue, MopsError } from '../shared/index.ts';
import type { Route, Seat } from './schema.ts';

export type Verdict = 'approve' | 'reject';
export type ApprovalAnswer = {
  /** Index of the seat in the route. */
  seat: number;
  /** Id of a person. */
  by: string;
  verdict: Verdict;
  reason: string;
  /** Ms since 1970. */
  at: number;
};
/** One try to get one version approved: its hash, its route, and the answers so far. */
export type ApprovalRound = {
  hash: string;
  /** Ids of those who wrote what stands in it. */
  authors: readonly string[];
  route: Route;
  /** Ms since 1970. */
  submittedAt: number;
  answers: readonly ApprovalAnswer[];
  /** Its author was the only member when it was submitted: there was nobody else to ask. */
  alone?: boolean;
};
export type SeatDue = {
  seat: number;
  who: string;
  /** Ms since 1970; null: no day was set. */
  dueAt: number | null;
  late: boolean;
};
export type ApprovalState = {
  /** `outdated`: what stands now is not what was asked about. */
  state: 'open' | 'approved' | 'rejected' | 'outdated';
  approvals: number;
  rejections: number;
  needed: number;
  /** Who may answer now. */
  next: SeatDue[];
  method: 'openmops.approval';
  version: 1;
  warnings: Issue[];
};

const DAY_MS = 86_400_000;
const ALONE: Issue = {
  code: 'approved_alone',
  severity: 'warning',
  message: 'Approved by its author, who was the only member.',
  hint: 'Somebody else can look at its next version.',
  line: null,
  field: null,
};

/**
 * Where a round of approval stands, for the hash of what stands now: an approval of anything else says
 * nothing about it. Serial routes have one turn at a time; the due day of a seat counts from its turn.
 * A round of an author who was alone is approved, and warns of it.
 * @example
 * const route = { kind: 'serial', seats: [{ who: 'person:b', dueDays: 2 }], quorum: null };
 * readApproval({ hash: 'h', authors: ['a'], route, submittedAt: 0, answers: [] }, { hash: 'h', now: 5 }).state // 'open'
 */
export function readApproval(
  round: ApprovalRound,
  { hash, now }: { hash: string; now: number },
): ApprovalState {
  const yes = round.answers.filter(({ verdict }) => verdict === 'approve');
  const rejections = round.answers.length - yes.length;
  const needed = neededOf(round.route);
  const open = openSeats(round);
  const independent = yes.some(({ by }) => !round.authors.includes(by));
  const alone = round.alone === true;
  const approved = alone || (yes.length >= needed && independent);
  const rejected = yes.length + open.length < needed || (open.length === 0 && !approved);
  const state =
    round.hash !== hash ? 'outdated' : approved ? 'approved' : rejected ? 'rejected' : 'open';
  return {
    state,
    approvals: yes.length,
    rejections,
    needed,
    next: state === 'open' ? turn(round, open).map((seat) => dueOf(round, seat, now)) : [],
    method: 'openmops.approval',
    version: 1,
    warnings: alone && state === 'approved' ? [ALONE] : [],
  };
}

export type AnswerGiven = {
  /** Id of the person who answers, and the keys of seats that the person may take. */
  by: string;
  keys: readonly string[];
  /** Of the version that the person looked at. */
  hash: string;
  verdict: Verdict;
  reason: string;
  /** Ms since 1970. */
  at: number;
};

/**
 * The round with one more answer. Refused (CONFLICT) when it is over or another version is meant,
 * (FORBIDDEN) when the person has no turn, has answered, or wrote it and would be the only one to say
 * yes, (INVALID) when a no gives no reason.
 * @example
 * const route = { kind: 'serial', seats: [{ who: 'role:reviewer', dueDays: null }], quorum: null };
 * const round = { hash: 'h', authors: ['a'], route, submittedAt: 0, answers: [] };
 * answerApproval(round, { by: 'b', keys: ['role:reviewer'], hash: 'h', verdict: 'approve', reason: '', at: 1 }).answers.length // 1
 * answerApproval(round, { by: 'a', keys: ['role:reviewer'], hash: 'h', verdict: 'approve', reason: '', at: 1 }) // throws 'wrote it'
 */
export function answerApproval(round: ApprovalRound, given: AnswerGiven): ApprovalRound {
  const { by, keys, hash, verdict, at } = given;
  const reason = given.reason.trim();
  const found = readApproval(round, { hash, now: at });
  if (found.state === 'outdated') {
    throw new MopsError(
      'CONFLICT',
      'This is not the version that is to be approved.',
      'Look at the newest version, and submit that one.',
    );
  }
  if (found.state !== 'open') {
    throw new MopsError('CONFLICT', `It is ${found.state} already.`, 'Nothing is to be answered.');
  }
  if (round.answers.some((one) => one.by === by)) {
    throw new MopsError(
      'FORBIDDEN',
      'You have answered this version.',
      'Each person has one answer.',
    );
  }
  const mine = found.next.find(({ who }) => keys.includes(who));
  if (!mine) throw noTurn(round, keys);
  if (verdict === 'reject' && reason === '') {
    throw new MopsError('INVALID', 'A no needs a reason.', 'Say what must change.');
  }
  if (verdict === 'approve' && wouldBeAlone(round, by, found)) {
    throw new MopsError(
      'FORBIDDEN',
      'Who wrote it is never the only one to approve it.',
      'Ask somebody who has not worked on it.',
      { code: 'author_alone' },
    );
  }
  return { ...round, answers: [...round.answers, { seat: mine.seat, by, verdict, reason, at }] };
}

/**
 * Whether a route can approve what some authors wrote; throws INVALID with what is wrong: no number
 * for a quorum, a person twice, or nobody but the authors.
 * @example checkRoute({ kind: 'parallel', seats: [{ who: 'person:a', dueDays: null }], quorum: null }, ['a']) // throws 'Nobody but the authors'
 * @example checkRoute({ kind: 'parallel', seats: [{ who: 'role:reviewer', dueDays: null }], quorum: null }, ['a']) // undefined
 */
export function checkRoute({ kind, seats, quorum }: Route, authors: readonly string[]): void {
  if (seats.length === 0) {
    throw new MopsError('INVALID', 'The route has nobody to ask.', 'Name at least one approver.');
  }
  if ((kind === 'quorum') !== (quorum !== null)) {
    throw new MopsError(
      'INVALID',
      kind === 'quorum' ? 'A quorum needs its number.' : `A ${kind} route has no quorum.`,
      'Set quorum for a quorum only.',
    );
  }
  if (quorum !== null && (!Number.isInteger(quorum) || quorum < 1 || quorum > seats.length)) {
    throw new MopsError(
      'INVALID',
      `A quorum of ${quorum} cannot come of ${seats.length} approvers.`,
      `Choose from 1 to ${seats.length}.`,
    );
  }
  const people = seats.filter(({ who }) => who.startsWith('person:')).map(({ who }) => who);
  if (new Set(people).size < people.length) {
    throw new MopsError('INVALID', 'A person stands twice in the route.', 'Name each once.');
  }
  const ownOnly = seats.every(({ who }) => authors.some((author) => who === `person:${author}`));
  if (ownOnly) {
    throw new MopsError(
      'INVALID',
      'Nobody but the authors would approve it.',
      'Name somebody who has not worked on it.',
    );
  }
}

const neededOf = ({ kind, seats, quorum }: Route): number =>
  kind === 'quorum' ? (quorum ?? seats.length) : seats.length;

function openSeats({ route, answers }: ApprovalRound): number[] {
  const taken = new Set(answers.map(({ seat }) => seat));
  return [...route.seats.keys()].filter((seat) => !taken.has(seat));
}

const turn = ({ route }: ApprovalRound, open: number[]): number[] =>
  route.kind === 'serial' ? open.slice(0, 1) : open;

function dueOf({ route, answers, submittedAt }: ApprovalRound, seat: number, now: number): SeatDue {
  const { who, dueDays } = route.seats[seat] as Seat;
  const begun =
    route.kind === 'serial' ? Math.max(submittedAt, ...answers.map(({ at }) => at)) : submittedAt;
  const dueAt = dueDays === null ? null : begun + dueDays * DAY_MS;
  return { seat, who, dueAt, late: dueAt !== null && now > dueAt };
}

/** The last yes that is needed, when all others came of authors too. */
function wouldBeAlone(round: ApprovalRound, by: string, found: ApprovalState): boolean {
  if (!round.authors.includes(by)) return false;
  const others = round.answers.some(
    (one) => one.verdict === 'approve' && !round.authors.includes(one.by),
  );
  return !others && found.approvals + 1 >= found.needed;
}

function noTurn({ route }: ApprovalRound, keys: readonly string[]): MopsError {
  const later = route.seats.some(({ who }) => keys.includes(who));
  return new MopsError(
    'FORBIDDEN',
    later ? 'It is not your turn yet.' : 'You are not asked to approve this.',
    later ? 'Those before you answer first.' : 'The route names who is.',
  );
}
