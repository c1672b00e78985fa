import { readApproval } from '@openmops/domain/content';
import type { Role } from '@openmops/domain/workspace';
import type { RoundRow } from './approval-rows.ts';
import type { ApprovalInfo } from './content.schema.ts';

/** Owners and admins may sit where a reviewer is asked; editors only where they are named. */
export function seatKeys({ id, role }: { id: string; role: Role | null }): string[] {
  const roles =
    role === 'owner'
      ? ['owner', 'admin', 'reviewer']
      : role === 'admin'
        ? ['admin', 'reviewer']
        : [role];
  return [`person:${id}`, ...roles.flatMap((one) => (one === null ? [] : [`role:${one}`]))];
}

type About = {
  asset: { id: string; name: string };
  version: { number: number; hash: string };
  now: number;
  names: ReadonlyMap<string, string>;
  /** Who asks; null: nobody who could answer. */
  person: { id: string; role: Role | null } | null;
};

/** A round as every door tells it. */
export function toApprovalInfo(round: RoundRow, about: About): ApprovalInfo {
  const { asset, version, now, names, person } = about;
  const found = readApproval(round, { hash: version.hash, now });
  const answered = round.answers.some(({ by }) => by === person?.id);
  const keys = person && !answered && !round.withdrawn ? seatKeys(person) : [];
  const nameOf = (id: string) => names.get(id) ?? 'Somebody who left';
  return {
    id: round.id,
    state: round.withdrawn ? 'withdrawn' : found.state,
    asset: asset.id,
    assetName: asset.name,
    number: version.number,
    hash: round.hash,
    route: round.route,
    approvals: found.approvals,
    needed: found.needed,
    next: found.next.map(({ seat, who, dueAt, late }) => ({
      seat,
      who,
      name: who.startsWith('person:') ? nameOf(who.slice(7)) : `Any ${who.slice(5)}`,
      due: dueAt === null ? null : new Date(dueAt).toISOString(),
      late,
      mine: keys.includes(who),
    })),
    answers: round.answers.map(({ by, verdict, reason, at }) => ({
      by,
      name: nameOf(by),
      verdict,
      reason,
      at: new Date(at).toISOString(),
    })),
    authors: [...round.authors],
    alone: round.alone === true,
    submittedBy: nameOf(round.submittedBy),
    submittedAt: new Date(round.submittedAt).toISOString(),
  };
}
