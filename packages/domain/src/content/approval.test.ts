import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApprovalRound, answerApproval, checkRoute, readApproval } from './approval.ts';
import { hashVersion } from './hash-version.ts';
import { openItems } from './open-items.ts';
import type { Route } from './schema.ts';

const DAY = 86_400_000;
const route = (kind: Route['kind'], who: string[], quorum: number | null = null): Route => ({
  kind,
  seats: who.map((one) => ({ who: one, dueDays: 2 })),
  quorum,
});
const round = (of: Route, authors = ['author']): ApprovalRound => ({
  hash: 'v1',
  authors,
  route: of,
  submittedAt: 0,
  answers: [],
});
const says = (
  one: ApprovalRound,
  by: string,
  more: { verdict?: 'approve' | 'reject'; reason?: string; hash?: string; at?: number } = {},
) =>
  answerApproval(one, {
    by,
    keys: [`person:${by}`, 'role:reviewer'],
    hash: 'v1',
    verdict: 'approve',
    reason: '',
    at: 1,
    ...more,
  });
const read = (one: ApprovalRound, hash = 'v1', now = 1) => readApproval(one, { hash, now });

describe('a round of approval', () => {
  it('serial: one after another, due from each turn', () => {
    let now = round(route('serial', ['person:a', 'person:b']));
    expect(read(now).next).toEqual([{ seat: 0, who: 'person:a', dueAt: 2 * DAY, late: false }]);
    expect(() => says(now, 'b')).toThrow('not your turn yet');
    now = says(now, 'a', { at: DAY });
    expect(read(now, 'v1', 3 * DAY + 1).next).toEqual([
      { seat: 1, who: 'person:b', dueAt: 3 * DAY, late: true },
    ]);
    expect(read(says(now, 'b')).state).toBe('approved');
  });

  it('parallel: all of them, in any order; one no ends it', () => {
    let now = round(route('parallel', ['person:a', 'person:b', 'person:c']));
    now = says(says(now, 'c'), 'a');
    expect(read(now)).toMatchObject({ state: 'open', approvals: 2, needed: 3 });
    now = says(now, 'b', { verdict: 'reject', reason: 'No proof.' });
    expect(read(now)).toMatchObject({ state: 'rejected', next: [] });
    expect(() => says(now, 'b')).toThrow('rejected already');
  });

  it('quorum: so many of them, and no more', () => {
    let now = round(route('quorum', ['person:a', 'person:b', 'person:c'], 2));
    now = says(now, 'a', { verdict: 'reject', reason: 'Too long.' });
    expect(read(now).state).toBe('open');
    expect(read(says(says(now, 'b'), 'c')).state).toBe('approved');
    expect(read(says(now, 'b', { verdict: 'reject', reason: 'So.' })).state).toBe('rejected');
  });

  it('a role is anybody of it, and each person has one answer', () => {
    const now = says(round(route('parallel', ['role:reviewer', 'role:reviewer'])), 'a');
    expect(() => says(now, 'a')).toThrow('have answered');
    expect(read(says(now, 'b')).state).toBe('approved');
  });

  it('refuses strangers, a no without reason, and the wrong version', () => {
    const now = round(route('parallel', ['person:a']));
    expect(() => says(now, 'x')).toThrow('not asked');
    expect(() => says(now, 'a', { verdict: 'reject', reason: ' ' })).toThrow('needs a reason');
    expect(() => says(now, 'a', { hash: 'v2' })).toThrow('not the version');
    expect(() => says(says(now, 'a'), 'a')).toThrow('approved already');
  });

  it('an author is never the only one to approve', () => {
    expect(() => says(round(route('parallel', ['role:reviewer'])), 'author')).toThrow('wrote it');
    let now = says(round(route('parallel', ['person:author', 'person:b'])), 'author');
    expect(read(now).state).toBe('open');
    expect(read(says(now, 'b')).state).toBe('approved');
    now = round(route('quorum', ['person:author', 'person:other', 'person:b'], 2), [
      'author',
      'other',
    ]);
    now = says(now, 'author');
    expect(() => says(now, 'other')).toThrow('wrote it');
    expect(read(says(now, 'b')).state).toBe('approved');
  });

  it('of an author who was alone is approved, says so, and ends with an edit', () => {
    const alone = { ...round(route('parallel', ['role:reviewer'])), alone: true };
    const found = read(alone);
    expect(found).toMatchObject({ state: 'approved', approvals: 0, next: [] });
    expect(found.warnings.map(({ message }) => message)).toEqual([
      'Approved by its author, who was the only member.',
    ]);
    expect(read(alone, 'v2')).toMatchObject({ state: 'outdated', warnings: [] });
    expect(() => says(alone, 'a')).toThrow('approved already');
  });

  it('a route must be able to approve', () => {
    const check = (one: Route) => () => checkRoute(one, ['author']);
    expect(check(route('serial', ['person:author']))).toThrow('Nobody but');
    expect(check(route('serial', []))).toThrow('nobody to ask');
    expect(check(route('serial', ['person:a', 'person:a']))).toThrow('twice');
    expect(check(route('quorum', ['person:a']))).toThrow('needs its number');
    expect(check(route('serial', ['person:a'], 1))).toThrow('no quorum');
    expect(check(route('quorum', ['person:a'], 2))).toThrow('cannot come');
    expect(check(route('quorum', ['person:a', 'person:author'], 1))).not.toThrow();
  });

  it('no approval survives an edit, and none is without a second pair of eyes', () => {
    const people = ['author', 'a', 'b', 'c'];
    const step = fc.oneof(
      fc.record({ edit: fc.constantFrom(...people) }),
      fc.record({ submit: fc.constant(true), alone: fc.boolean() }),
      fc.record({
        by: fc.constantFrom(...people),
        verdict: fc.constantFrom('approve' as const, 'reject' as const),
      }),
    );
    const anyRoute = fc
      .tuple(
        fc.constantFrom('serial' as const, 'parallel' as const, 'quorum' as const),
        fc.array(fc.constantFrom('role:reviewer', ...people.map((one) => `person:${one}`)), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(([kind, who]) => route(kind, [...who], kind === 'quorum' ? 1 : null));
    fc.assert(
      fc.property(anyRoute, fc.array(step, { maxLength: 25 }), (of, steps) => {
        let text = 'first';
        let authors = ['author'];
        let now: ApprovalRound | null = null;
        let approvedText: string | null = null;
        const hash = () => hashVersion({ title: '', text, link: null, fileHash: null });
        for (const one of steps) {
          if ('edit' in one) {
            text = `${text}.`;
            authors = [...new Set([...authors, one.edit])];
            approvedText = null;
          } else if ('submit' in one) {
            now = { ...round(of, authors), hash: hash(), alone: one.alone };
          } else if (now) {
            try {
              now = says(now, one.by, { ...one, reason: 'Because.', hash: hash() });
            } catch {
              continue;
            }
          }
          const state = now && read(now, hash());
          if (state?.state !== 'approved') continue;
          approvedText ??= text;
          const yes = (now as ApprovalRound).answers.filter((x) => x.verdict === 'approve');
          expect(text).toBe(approvedText);
          expect((now as ApprovalRound).hash).toBe(hash());
          // Nobody approves alone unless the round says so.
          expect(state.warnings.length).toBe((now as ApprovalRound).alone ? 1 : 0);
          if ((now as ApprovalRound).alone) continue;
          expect(yes.some(({ by }) => !authors.includes(by))).toBe(true);
          expect(yes.length).toBeGreaterThanOrEqual(state.needed);
          expect(new Set(yes.map(({ by }) => by)).size).toBe(yes.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the hash of a version', () => {
  const version = { title: 'T', text: 'a', link: null, fileHash: null };
  it('is the same however a text was typed, and another for every edit', () => {
    const same = { ...version, title: 'T ', text: 'a \r\n' };
    expect(hashVersion(same)).toBe(hashVersion(version));
    for (const edit of [
      { text: 'A' },
      { text: 'a b' },
      { title: 'U' },
      { link: 'https://x.example' },
      { fileHash: '0'.repeat(64) },
    ])
      expect(hashVersion({ ...version, ...edit })).not.toBe(hashVersion(version));
    expect(hashVersion({ ...version, title: 'Ta', text: '' })).not.toBe(
      hashVersion({ ...version, title: 'T' }),
    );
  });
});

describe('the gate', () => {
  const nothing = { packs: [], claims: [], rules: [], rightsOver: false, archived: false };
  const approved = { state: 'approved' as const, approvals: 1, needed: 1 };
  it('opens when nothing is open', () => {
    expect(openItems({ ...nothing, approval: approved })).toEqual([]);
  });
  it('names every open item', () => {
    const items = openItems({
      approval: { state: 'open', approvals: 1, needed: 2 },
      packs: [
        { id: 'us.ftc', title: 'FTC', open: [{ id: 'proof', message: 'Proven?' }] },
        { id: 'us.sox', title: 'SOX', open: [] },
      ],
      claims: [{ id: 'cl', message: 'Over.' }],
      rules: [{ id: 'words', message: 'No.' }],
      rightsOver: true,
      archived: true,
    });
    expect(items.map(({ code }) => code)).toEqual([
      'archived',
      'approval',
      'checklists',
      'claims',
      'rules',
      'rights',
    ]);
    expect(items[1]?.message).toContain('1 of 2');
    expect(items[2]?.parts).toEqual([{ id: 'us.ftc/proof', message: 'Proven?' }]);
    for (const state of ['rejected', 'outdated'] as const)
      expect(openItems({ ...nothing, approval: { ...approved, state } })).toMatchObject([
        { code: 'approval' },
      ]);
  });
});
