import { mustBe } from '../statistics/index.ts';
import { mailboxOf } from './find-links.ts';
import { compareText, type NodeId, nodeId } from './node.ts';
import type { TouchRecord } from './records.ts';
import type { Companies } from './stitch-accounts.ts';
import type { People } from './stitch-people.ts';

/** A stage in which the person or company was; null: still there. */
export type StageStay = { stage: string; enteredAt: number; leftAt: number | null };

export type JourneyStep = {
  touch: TouchRecord;
  person: NodeId | null;
  /** By what the touch is known as theirs. */
  by: 'contact' | 'email' | 'anonymous' | 'account';
  /** Stage in which it fell; null: before the first, or not known. */
  stage: string | null;
};

export type Journey = {
  subject: NodeId;
  /** By time, then source, then the source’s identifier. */
  steps: JourneyStep[];
  stages: StageStay[];
  firstAt: number | null;
  lastAt: number | null;
  people: NodeId[];
  method: 'time, source, identifier';
  version: 1;
};

/**
 * Touches in the one order that all screens show: by time, then source, then the source’s identifier; the same
 * touch twice stands once. Refuses touches without a time.
 * @example sortTouches([{ source: 'b', touchId: '1', at: 5, kind: 'visit' }, { source: 'a', touchId: '2', at: 5, kind: 'form' }]).map((one) => one.touchId) // ['2', '1']
 */
export function sortTouches(touches: readonly TouchRecord[]): TouchRecord[] {
  const kept = new Map<string, TouchRecord>();
  for (const touch of touches) {
    mustBe(
      Number.isFinite(touch.at),
      `The touch ${touch.touchId} of ${touch.source} has no time.`,
      'Give milliseconds since 1970.',
    );
    const key = `${touch.source}\n${touch.touchId}`;
    const known = kept.get(key);
    if (!known || compareTouches(touch, known) < 0) kept.set(key, touch);
  }
  return [...kept.values()].sort(compareTouches);
}

/**
 * The journey of a person or company: their touches in order, by what each is known as theirs, and the stage in which it
 * fell. The journey of a company holds those of its people and touches that name it. The order of rows changes nothing.
 * @example
 * const contacts = [{ source: 'web', contactId: '1', anonymousId: 'c1' }];
 * const people = stitchPeople({ contacts });
 * const touches = [{ source: 'web', touchId: 't1', at: 7, kind: 'visit', anonymousId: 'c1' }];
 * const stages = [{ stage: 'MQL', enteredAt: 5, leftAt: null }];
 * journeyOf({ subject: 'contact/web/1', touches, people, stages }).steps[0] // { by: 'anonymous', stage: 'MQL', … }
 */
export function journeyOf(input: {
  subject: NodeId;
  touches: readonly TouchRecord[];
  people: Pick<People, 'personOf'>;
  companies?: Pick<Companies, 'companyOf' | 'membershipOf'>;
  stages?: readonly StageStay[];
}): Journey {
  const { subject, people, companies, stages = [] } = input;
  const company = subject.startsWith('account/');
  const wanted = company
    ? (companies?.companyOf.get(subject) ?? subject)
    : (people.personOf.get(subject) ?? subject);
  const steps: JourneyStep[] = [];
  for (const touch of sortTouches(input.touches)) {
    const found = personOfTouch(touch, people);
    const account = touch.accountId ? nodeId('account', touch.source, touch.accountId) : null;
    const named = account !== null ? (companies?.companyOf.get(account) ?? account) : null;
    const belongs = found ? companies?.membershipOf.get(found.person)?.company : undefined;
    const stage = stageAt(stages, touch.at);
    if (company && named === wanted) {
      steps.push({ touch, person: found?.person ?? null, by: found?.by ?? 'account', stage });
    } else if (
      found &&
      (company ? named === null && belongs === wanted : found.person === wanted)
    ) {
      steps.push({ touch, person: found.person, by: found.by, stage });
    }
  }
  const known = [...new Set(steps.flatMap(({ person }) => person ?? []))].sort(compareText);
  return {
    subject: wanted,
    steps,
    stages: [...stages].sort((a, b) => a.enteredAt - b.enteredAt || compareText(a.stage, b.stage)),
    firstAt: steps[0]?.touch.at ?? null,
    lastAt: steps.at(-1)?.touch.at ?? null,
    people: known,
    method: 'time, source, identifier',
    version: 1,
  };
}

/**
 * Whose touch it is: by the contact it names, else the address, else the cookie; null: nobody’s that is known.
 * @example
 * const people = stitchPeople({ contacts: [{ source: 'web', contactId: '1' }] });
 * personOfTouch({ source: 'web', touchId: 't', at: 0, kind: 'visit', contactId: '1' }, people) // { person: 'contact/web/1', by: 'contact' }
 */
export function personOfTouch(
  touch: TouchRecord,
  { personOf }: Pick<People, 'personOf'>,
): { person: NodeId; by: 'contact' | 'email' | 'anonymous' } | null {
  const { source, contactId, email, anonymousId } = touch;
  const mailbox = mailboxOf(email);
  const ways = [
    ['contact', contactId ? nodeId('contact', source, contactId) : null],
    ['email', mailbox === null ? null : nodeId('email', '', mailbox)],
    ['anonymous', anonymousId ? nodeId('anonymous', source, anonymousId) : null],
  ] as const;
  for (const [by, node] of ways) {
    const person = node === null ? undefined : personOf.get(node);
    if (person !== undefined) return { person, by };
  }
  return null;
}

function compareTouches(a: TouchRecord, b: TouchRecord): number {
  return (
    a.at - b.at ||
    compareText(a.source, b.source) ||
    compareText(a.touchId, b.touchId) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function stageAt(stages: readonly StageStay[], at: number): string | null {
  let found: StageStay | null = null;
  for (const stay of stages) {
    const inside = stay.enteredAt <= at && (stay.leftAt === null || at < stay.leftAt);
    if (inside && (found === null || stay.enteredAt > found.enteredAt)) found = stay;
  }
  return found?.stage ?? null;
}
