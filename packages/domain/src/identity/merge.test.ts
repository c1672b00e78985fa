import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMerge,
  type Candidate,
  EMPTY_BOOK,
  type MergeBook,
  mastersOf,
  planMerge,
  proposeDuplicates,
  touchesByMaster,
  undoMerge,
} from './index.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Groups as sets of ids, to compare partitions. */
const partition = (book: MergeBook) => {
  const groups = new Map<string, string[]>();
  for (const [id, master] of mastersOf(book, IDS))
    groups.set(master, [...(groups.get(master) ?? []), id]);
  return [...groups.values()].map((group) => group.sort().join('')).sort();
};

/** The same without a clever structure: groups that share a record are one, until none do. */
function closure(book: MergeBook): string[] {
  let groups = IDS.map((id) => new Set([id]));
  for (const { records } of book.merges) {
    const hit = groups.filter((group) => records.some((id) => group.has(id)));
    groups = [
      ...groups.filter((group) => !hit.includes(group)),
      new Set(hit.flatMap((one) => [...one])),
    ];
  }
  return groups.map((group) => [...group].sort().join('')).sort();
}

describe('the book of merges', () => {
  it('names a group by what was kept last, and gives each back', () => {
    const one = addMerge(EMPTY_BOOK, { id: 'm1', keep: 'a', records: ['a', 'b'] });
    const two = addMerge(one, { id: 'm2', keep: 'c', records: ['b', 'c'] });
    expect([...mastersOf(two).values()]).toEqual(['c', 'c', 'c']);
    expect(undoMerge(two, 'm2')).toEqual(one);
    expect(partition(undoMerge(two, 'm1'))).toEqual(['a', 'bc', 'd', 'e', 'f']);
  });

  it('refuses what says nothing', () => {
    const one = addMerge(EMPTY_BOOK, { id: 'm1', keep: 'a', records: ['a', 'b'] });
    expect(() => addMerge(one, { id: 'm2', keep: 'b', records: ['b', 'a'] })).toThrow(
      'one already',
    );
    expect(() => addMerge(one, { id: 'm1', keep: 'c', records: ['c', 'd'] })).toThrow(
      'There is a merge m1',
    );
    expect(() => addMerge(one, { id: 'm3', keep: 'c', records: ['c', 'c'] })).toThrow(
      'nothing to merge',
    );
    expect(() => addMerge(one, { id: 'm3', keep: 'x', records: ['c', 'd'] })).toThrow(
      'nothing to merge',
    );
    expect(() => undoMerge(one, 'm9')).toThrow('There is no merge m9.');
    expect(() => undoMerge(undoMerge(one, 'm1'), 'm1')).toThrow('There is no merge m1.');
  });

  it('any merges and undos leave every touch intact and give back the partition', () => {
    const step = fc.record({
      undo: fc.boolean(),
      pick: fc.nat(20),
      records: fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 2, maxLength: 3 }),
    });
    const touches = IDS.flatMap((record) => [0, 1].map((touch) => ({ record, touch })));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let book = EMPTY_BOOK;
        for (const [i, { undo, pick, records }] of steps.entries()) {
          const before = book;
          if (undo && book.merges.length > 0) {
            book = undoMerge(book, book.merges[pick % book.merges.length]?.id ?? '');
            continue;
          }
          const masters = mastersOf(book, records);
          if (new Set(records.map((id) => masters.get(id))).size === 1) continue;
          book = addMerge(book, { id: `m${i}`, keep: records[0] ?? '', records });
          expect(partition(undoMerge(book, `m${i}`))).toEqual(partition(before));
        }
        const grouped = [...touchesByMaster(book, touches).values()].flat();
        expect(new Set(grouped)).toEqual(new Set(touches));
        expect(grouped.length).toBe(touches.length);
        // What remains decides alone: whoever shares a merge is together.
        expect(partition(book)).toEqual(closure(book));
        let rest = book;
        for (const { id } of [...book.merges].reverse()) rest = undoMerge(rest, id);
        expect(partition(rest)).toEqual(IDS);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('planMerge', () => {
  const records = [
    {
      id: '2',
      source: 'salesforce',
      updatedAt: 5,
      values: { title: 'VP', phone: '123', city: 'Graz', fax: null, name: 'Jane' },
    },
    {
      id: '1',
      source: 'hubspot',
      updatedAt: 9,
      values: { title: 'CMO', phone: null, city: 'Wien', name: 'Jane' },
    },
    { id: '3', source: 'marketo', updatedAt: null, values: { city: 'Linz', title: '' } },
  ];

  it('says where each field comes from, and what else there is', () => {
    const precedence = { sources: { title: ['salesforce'] }, chosen: { city: '3' } };
    const plan = planMerge({ records, keep: '2', precedence });
    expect(
      plan.fields.map(({ field, value, reason, conflict }) => [field, value, reason, conflict]),
    ).toEqual([
      ['city', 'Linz', 'chosen', true],
      ['fax', null, 'empty', false],
      ['name', 'Jane', 'all_agree', false],
      ['phone', '123', 'only_value', false],
      ['title', 'VP', 'source', true],
    ]);
    expect(plan.conflicts).toBe(2);
    expect(plan.fields[4]?.others).toEqual([{ id: '1', source: 'hubspot', value: 'CMO' }]);
    expect(planMerge({ records, keep: '2' }).values).toMatchObject({ title: 'CMO', city: 'Wien' });
    const same = records.map((one) => ({ ...one, updatedAt: 1 }));
    expect(planMerge({ records: same, keep: '2' }).fields[0]).toMatchObject({
      value: 'Wien',
      reason: 'smallest_id',
    });
  });

  it('refuses records that are none', () => {
    expect(() => planMerge({ records: records.slice(1, 2), keep: '1' })).toThrow(
      'nothing to merge',
    );
    expect(() => planMerge({ records: [...records, ...records], keep: '1' })).toThrow(
      'given twice',
    );
    expect(() => planMerge({ records, keep: '9' })).toThrow('to keep, 9');
    expect(() => planMerge({ records, keep: '1', precedence: { chosen: { city: '9' } } })).toThrow(
      'chosen for city',
    );
  });

  it('invents no value, loses none, and does not depend on the order', () => {
    const value = fc.option(fc.constantFrom('x', 'y', ''), { nil: null });
    const record = fc.record({
      source: fc.constantFrom('s1', 's2'),
      updatedAt: fc.option(fc.nat(3), { nil: null }),
      values: fc.record({ f: value, g: value }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 2, maxLength: 5 }), (list) => {
        const all = list.map((one, i) => ({ id: `${i}`, ...one }));
        const precedence = { sources: { '*': ['s2'] } };
        const plan = planMerge({ records: all, keep: '0', precedence });
        expect(planMerge({ records: [...all].reverse(), keep: '0', precedence })).toEqual(plan);
        for (const { field, value: kept, from, others } of plan.fields) {
          const given = all
            .map(({ values }) => values[field as 'f' | 'g'])
            .filter((one) => one !== null && one !== '');
          expect(
            new Set([kept, ...others.map((one) => one.value)].filter((one) => one !== null)),
          ).toEqual(new Set(given));
          if (from !== null) expect(all[Number(from)]?.values[field as 'f' | 'g']).toBe(kept);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('proposeDuplicates', () => {
  const person = (
    id: string,
    firstName: string,
    lastName: string,
    more: Partial<Candidate> = {},
  ): Candidate => ({
    id,
    firstName,
    lastName,
    ...more,
  });
  const pairs = (list: Candidate[], of: 'contact' | 'account' = 'contact') =>
    proposeDuplicates(list, { of }).proposals.flatMap((one) =>
      one.pairs.map(({ a, b, rule }) => `${a}${b} ${rule}`),
    );

  it('finds people by mailbox, domain and company', () => {
    const list = [
      person('1', 'Jane', 'Larkfield', { email: 'jane@example.com', filled: 3 }),
      person('2', 'J.', 'L', { email: 'JANE+x@example.com', filled: 9 }),
      person('3', 'Jane', 'Larkfeild', { email: 'jl@example.com' }),
      person('4', 'Marc', 'Okafor', { email: 'm@gmail.com', company: 'Hydro Systems' }),
      person('5', 'Mark', 'Okafor', { company: 'Hydro System, Inc.' }),
    ];
    const { proposals } = proposeDuplicates(list, { of: 'contact' });
    expect(proposals.map(({ records, keep }) => [records, keep])).toEqual([[['1', '2', '3'], '2']]);
    expect(pairs(list)).toEqual(['12 email', '13 domain_name']);
    const fuzzy = proposeDuplicates(list, { of: 'contact', threshold: 0.85 });
    expect(fuzzy.proposals.map(({ records }) => records)).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
    const apart = proposeDuplicates(list, { of: 'contact', different: [['2', '1']] });
    expect(apart.proposals.map(({ records }) => records)).toEqual([['1', '3']]);
  });

  it('does not take namesakes, siblings, desks or mail providers for one', () => {
    expect(
      pairs([
        person('1', 'Ana', 'Schmidt', { email: 'ana@one.example' }),
        person('2', 'Ana', 'Schmidt', { email: 'ana@two.example' }),
        person('3', 'Maria', 'Vandenbroucke', { email: 'maria@one.example' }),
        person('4', 'Hugo', 'Vandenbroucke', { email: 'hugo@one.example' }),
        person('5', 'Ida', 'Berg', { email: 'info@one.example' }),
        person('6', 'Ole', 'Dahl', { email: 'info@one.example' }),
        person('7', 'Per', 'Lund', { email: 'per1@gmail.com' }),
        person('8', 'Per', 'Lund', { email: 'per2@gmail.com' }),
      ]),
    ).toEqual([]);
  });

  it('finds companies by domain and name', () => {
    const list = [
      { id: '1', company: 'Hydro Systems', domain: 'hydro.example' },
      { id: '2', company: 'HS Holding', domain: 'https://www.hydro.example/' },
      { id: '3', company: 'Hydro Systems GmbH' },
      { id: '4', company: 'Hydro Systems', domain: 'hydro-systems.example' },
      { id: '5', company: 'Quantum', domain: 'gmail.com' },
      { id: '6', company: 'Larkfield', domain: 'gmail.com' },
    ];
    expect(pairs(list, 'account')).toEqual(['12 domain', '13 name', '34 name']);
  });

  it('refuses what it cannot compare', () => {
    expect(() => proposeDuplicates([{ id: '1' }, { id: '1' }], { of: 'contact' })).toThrow(
      'one id',
    );
    expect(() => proposeDuplicates([], { of: 'contact', threshold: 0 })).toThrow('says nothing');
  });

  it('compares no names where there are too many, and says so', { timeout: 30_000 }, () => {
    const list = Array.from({ length: 200_001 }, (_, n) => ({
      id: `${n}`,
      company: `n${n}`,
      domain: n < 2 ? 'same.example' : null,
    }));
    const { proposals, warnings } = proposeDuplicates(list, { of: 'account' });
    expect(proposals.map(({ records }) => records)).toEqual([['0', '1']]);
    expect(warnings.map(({ code }) => code)).toEqual(['too_many_names']);
  });

  it('stands in one proposal at most, whatever the order', () => {
    const candidate = fc.record({
      firstName: fc.constantFrom('Jane', 'Jan', 'Joe'),
      lastName: fc.constantFrom('Doe', 'Dow', 'Smith'),
      email: fc.constantFrom('a@x.example', 'b@x.example', 'c@y.example', null),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 7 }), (list) => {
        const all = list.map((one, i) => ({ id: `${i}`, ...one }));
        const { proposals } = proposeDuplicates(all, { of: 'contact' });
        const records = proposals.flatMap((one) => one.records);
        expect(new Set(records).size).toBe(records.length);
        expect(proposeDuplicates([...all].reverse(), { of: 'contact' }).proposals).toEqual(
          proposals,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
