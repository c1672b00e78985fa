import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuality, parseQualityRules, type QualityRule, type Row, reconcile } from './index.ts';

const ask = (rule: object, rows: readonly Row[], more: object = {}) =>
  checkQuality({ rows, rules: parseQualityRules([{ id: 'r', ...rule }]), ...more }).results[0];

describe('rules about values name their rows', () => {
  const values = (field: string, ...all: Row[string][]) => all.map((value) => ({ [field]: value }));

  it.each<[object, Row[], number, number[][]]>([
    [
      { kind: 'required', field: 'a' },
      values('a', 1, '', ' ', null, undefined, 0, false),
      7,
      [[1, 2, 3, 4]],
    ],
    [
      { kind: 'type', field: 'a', type: 'integer' },
      values('a', 1, '2', 1.5, 'x', '', 2 ** 60),
      5,
      [[2], [3], [5]],
    ],
    [
      { kind: 'type', field: 'a', type: 'number' },
      values('a', '1e3', '-.5', '1,5', Number.NaN, '0x1'),
      5,
      [[2], [3], [4]],
    ],
    [
      { kind: 'type', field: 'a', type: 'date' },
      values('a', '2024-02-29', '2023-02-29', '2024-2-9'),
      3,
      [[1], [2]],
    ],
    [
      { kind: 'type', field: 'a', type: 'time' },
      values('a', '2024-02-29T23:59:59+02:00', '2024-02-29 24:00'),
      2,
      [[1]],
    ],
    [
      { kind: 'type', field: 'a', type: 'email' },
      values('a', 'a@b.de', 'a@b', 'a b@c.de'),
      3,
      [[1], [2]],
    ],
    [{ kind: 'type', field: 'a', type: 'domain' }, values('a', 'b.de', 'b'), 2, [[1]]],
    [
      { kind: 'type', field: 'a', type: 'url' },
      values('a', 'https://b.de/x', 'b.de', 'ftp://b.de'),
      3,
      [[1], [2]],
    ],
    [{ kind: 'type', field: 'a', type: 'boolean' }, values('a', true, 'False', 1), 3, [[2]]],
    [{ kind: 'type', field: 'a', type: 'currency' }, values('a', 'EUR', 'eur', '€'), 3, [[1], [2]]],
    [{ kind: 'type', field: 'a', type: 'country' }, values('a', 'DE', 'Germany'), 2, [[1]]],
    [
      { kind: 'pattern', field: 'a', pattern: '[A-Z]{2}-\\d+' },
      values('a', 'DE-1', 'xDE-1', 'DE-1x'),
      3,
      [[1], [2]],
    ],
    [
      { kind: 'enum', field: 'a', values: ['won', 'lost'] },
      values('a', 'won', 'Won', 'lost', 'Won'),
      4,
      [[1, 3]],
    ],
    [
      { kind: 'range', field: 'a', min: 0, max: 10 },
      values('a', 0, '10', -0.1, 10.1, 'x'),
      5,
      [[2], [3], [4]],
    ],
    [{ kind: 'unique', fields: ['a'] }, values('a', 1, 2, 1, '1', null, null), 4, [[0, 2]]],
    [
      { kind: 'similar', field: 'a', by: 'email' },
      values('a', 'J@x.de', 'j+1@x.de', 'k@x.de', 'none'),
      3,
      [[0, 1]],
    ],
    [
      { kind: 'similar', field: 'a', by: 'name' },
      values('a', 'Acme Inc', 'ACME', 'Beta'),
      3,
      [[0, 1]],
    ],
  ])('%j', (rule, rows, checked, failing) => {
    const result = ask(rule, rows);
    expect(result?.checked).toBe(checked);
    expect(result?.findings.map((finding) => finding.rows)).toEqual(failing);
  });

  it('compares fields as numbers, times or text', () => {
    const rows = [
      { a: '9', b: '10' },
      { a: '10', b: '9' },
      { a: '2026-01-31', b: '2026-01-30T12:00:00Z' },
      { a: 'x', b: 'y' },
      { a: 1, b: null },
    ];
    expect(ask({ kind: 'compare', left: 'a', is: '<=', right: 'b' }, rows)).toMatchObject({
      checked: 4,
      findings: [{ rows: [1] }, { rows: [2] }],
    });
  });

  it('looks values up in a list', () => {
    const rows = [{ a: 'x' }, { a: 'z' }, { a: 7 }];
    const references = { known: ['x', '7'] };
    const result = ask({ kind: 'reference', field: 'a', to: 'known' }, rows, { references });
    expect(result).toMatchObject({ checked: 3, failed: 1, findings: [{ rows: [1] }] });
    expect(() => ask({ kind: 'reference', field: 'a', to: 'b' }, rows)).toThrow('no list b');
  });

  it('follows a status in time', () => {
    const rows = [
      { lead: 'L1', stage: 'won', at: '2026-01-03' },
      { lead: 'L1', stage: 'new', at: '2026-01-01' },
      { lead: 'L2', stage: 'new', at: '2026-01-01' },
      { lead: 'L2', stage: 'mql', at: '2026-01-02' },
      { lead: 'L2', stage: 'mql', at: '2026-01-02T10:00:00Z' },
      { lead: 'L2', stage: 'won', at: 'soon' },
    ];
    const allowed = { new: ['mql'], mql: ['won'] };
    expect(
      ask({ kind: 'transition', entity: 'lead', field: 'stage', at: 'at', allowed }, rows),
    ).toMatchObject({
      checked: 3,
      failed: 1,
      findings: [{ rows: [1, 0], message: 'lead L1: won may not follow new.' }],
    });
  });
});

describe('rules about a table', () => {
  it('freshness', () => {
    const rows = [{ at: '2026-01-01T00:00:00Z' }, { at: '2026-01-02T06:00:00+06:00' }];
    const rule = { kind: 'freshness', field: 'at', maxAgeHours: 24 };
    expect(ask(rule, rows, { asOf: '2026-01-03' })).toMatchObject({ passed: true, checked: 1 });
    expect(ask(rule, rows, { asOf: '2026-01-03T00:00:01Z' })).toMatchObject({
      passed: false,
      findings: [{ rows: [1], message: expect.stringContaining('24.0 hours old, 24 are allowed') }],
    });
    expect(ask(rule, rows, { asOf: '2025-12-01' })?.passed).toBe(false);
    expect(() => ask(rule, rows)).toThrow('no time of asking');
    expect(() => ask(rule, rows, { asOf: 'today' })).toThrow('is no time');
    expect(ask(rule, [{ at: 'x' }], { asOf: '2026-01-01' })).toMatchObject({
      checked: 0,
      passed: false,
    });
  });

  /** n rows on each of the days from 2026-01-01. */
  const daily = (counts: readonly number[]) =>
    counts.flatMap((count, i) =>
      Array.from({ length: count }, () => ({
        day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
      })),
    );

  it('volume: a day that stops, a weekend that is quiet as ever', () => {
    const weeks = Array.from({ length: 56 }, (_, i) => (i % 7 >= 5 ? 5 : 100) + (i % 3));
    const rule = { kind: 'volume', field: 'day' };
    expect(ask(rule, daily(weeks))).toMatchObject({ checked: 28, failed: 0, passed: true });
    expect(ask(rule, daily([...weeks, 30]))).toMatchObject({
      failed: 1,
      findings: [{ message: expect.stringMatching(/^2026-02-26 has 30 rows/) }],
    });
    const silent = ask(rule, daily(weeks), { asOf: '2026-03-01' });
    expect(silent?.findings.map(({ rows, message }) => [rows, message.slice(0, 18)])).toEqual([
      [[], '2026-02-26 has 0 r'],
      [[], '2026-02-27 has 0 r'],
      [[], '2026-02-28 has 0 r'],
    ]);
    expect(ask(rule, daily([5, 5, 5]))).toMatchObject({ checked: 0, passed: false, score: null });
  });

  it('distribution', () => {
    const table = (share: number) =>
      Array.from({ length: 400 }, (_, i) => ({ c: i < share * 400 ? 'DE' : 'FR' }));
    const rule = { kind: 'distribution', field: 'c', baseline: 'before' };
    const tables = { before: table(0.5) };
    expect(ask(rule, table(0.55), { tables })?.passed).toBe(true);
    expect(ask(rule, table(0.9), { tables })).toMatchObject({
      passed: false,
      findings: [
        { message: 'c has shifted: PSI 0.879, most in “FR” (50.0 % before, 10.0 % now).' },
      ],
    });
    expect(ask(rule, [{ c: 'DE' }, { c: 'DE' }], { tables })).toMatchObject({
      checked: 0,
      passed: false,
      warnings: [{ code: 'few_rows' }],
    });
    expect(() => ask(rule, table(0.5))).toThrow('no table before');
  });

  it('reconciliation, exact and with a tolerance', () => {
    const rows = [
      { account: 'a', cost: 0.1 },
      { account: 'a', cost: '0.2' },
      { account: 'b', cost: 99 },
      { account: 'c', cost: 1 },
      { account: 'c', cost: 'x' },
    ];
    const tables = {
      google: [
        { account: 'a', cost: 0.3 },
        { account: 'b', cost: 100 },
        { account: 'd', cost: 2 },
      ],
    };
    const rule = { kind: 'reconciliation', field: 'cost', by: ['account'], source: 'google' };
    expect(ask(rule, rows, { tables })).toMatchObject({
      checked: 4,
      failed: 3,
      findings: [
        { rows: [2], message: 'cost of b: 99 here, 100 in google.' },
        { rows: [3], message: 'cost of c: 1 here, nothing in google.' },
        { rows: [], message: 'cost of d: nothing here, 2 in google.' },
      ],
      warnings: [{ code: 'not_added' }],
    });
    expect(ask({ ...rule, toleranceShare: 0.01 }, rows, { tables })?.failed).toBe(2);
    expect(ask({ ...rule, tolerance: 1 }, rows, { tables })?.failed).toBe(2);
    expect(() => reconcile({ ours: rows, theirs: [], by: [], field: 'cost' })).toThrow(
      'Nothing to compare by',
    );
    expect(() => reconcile({ ours: [], theirs: [], by: ['a'], field: 'b', tolerance: -1 })).toThrow(
      'tolerance',
    );
    expect(reconcile({ ours: [], theirs: [], by: ['a'], field: 'b' })).toMatchObject({
      keys: [],
      matched: false,
    });
  });
});

describe('the score', () => {
  const rows = [
    { a: 1, b: 'x' },
    { a: null, b: 'x' },
    { a: 3, b: 'z' },
    { a: 4, b: '' },
  ];
  const rules: QualityRule[] = [
    { id: 'has-a', kind: 'required', field: 'a', weight: 3 },
    { id: 'b-known', kind: 'enum', field: 'b', values: ['x', 'y'] },
    { id: 'b-once', kind: 'unique', fields: ['b'] },
  ];

  it('is the weighted share that passed, also per dimension', () => {
    const answer = checkQuality({ rows, rules });
    expect(answer.results.map(({ score }) => score)).toEqual(
      [0.75, 2 / 3, 2 / 3].map((share) => expect.closeTo(share, 12)),
    );
    expect(answer.score).toBeCloseTo((3 * 0.75 + 2 / 3 + 2 / 3) / 5, 12);
    expect(answer.dimensions).toEqual({
      completeness: 0.75,
      uniqueness: expect.closeTo(2 / 3, 12),
      validity: expect.closeTo(2 / 3, 12),
      timeliness: null,
      accuracy: null,
      consistency: null,
    });
    expect(answer.passed).toBe(false);
  });

  it('is no score when nothing was checked: that is a failure', () => {
    expect(checkQuality({ rows, rules: [] })).toMatchObject({
      score: null,
      passed: false,
      warnings: [{ code: 'nothing_checked' }],
    });
    expect(checkQuality({ rows: [], rules })).toMatchObject({ score: null, passed: false });
    const misspelt = checkQuality({
      rows,
      rules: [{ id: 'r', kind: 'type', field: 'c', type: 'email' }],
    });
    expect(misspelt).toMatchObject({
      score: null,
      passed: false,
      results: [{ checked: 0, warnings: [{ code: 'unknown_field', field: 'c' }] }],
    });
  });

  it('is refused for rules that cannot be run', () => {
    const rule: QualityRule = { id: 'r', kind: 'required', field: 'a' };
    expect(() => checkQuality({ rows, rules: [rule, rule] })).toThrow('Two rules are called r.');
    expect(() => checkQuality({ rows, rules: [{ ...rule, weight: 0 }] })).toThrow(
      'The weight 0 of r',
    );
    expect(() =>
      checkQuality({ rows, rules: [{ id: 'p', kind: 'pattern', field: 'a', pattern: '(' }] }),
    ).toThrow('no regular expression');
  });

  it.each([
    [],
    [{ id: 'r', kind: 'magic' }],
    [{ id: 'r', kind: 'range' }],
    [{ id: 'r', kind: 'similar', field: 'a', by: 'name', threshold: 2 }],
    {},
  ])('rules like %j are refused', (...input) => {
    expect(() => parseQualityRules(input[0])).toThrow(/rules are wrong at/);
  });

  it('lies between 0 and 1; every fault names rows that are there, and their order does not matter', () => {
    const row = fc.record({
      a: fc.oneof(fc.integer(), fc.constant(null), fc.string()),
      b: fc.constantFrom('x', 'y', 'z', ''),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (table) => {
        const answer = checkQuality({ rows: table, rules });
        const turned = checkQuality({ rows: table.toReversed(), rules });
        expect(turned.score).toBe(answer.score);
        if (answer.score !== null) expect(answer.score >= 0 && answer.score <= 1).toBe(true);
        for (const { checked, failed, findings } of answer.results) {
          expect(failed).toBeLessThanOrEqual(checked);
          expect(findings.flatMap((finding) => finding.rows).every((at) => at in table)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('differences of reconciled sums add up to the difference of the totals, in any order', () => {
    const line = fc.record({
      k: fc.constantFrom('a', 'b', 'c'),
      v: fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e6),
    });
    const lines = fc.array(line, { maxLength: 15 });
    const micros = (all: { v: number }[]) =>
      all.reduce((sum, { v }) => sum + Math.round(v * 1e6), 0);
    fc.assert(
      fc.property(lines, lines, (ours, theirs) => {
        const question = { ours, theirs, by: ['k'], field: 'v' };
        const { keys } = reconcile(question);
        const total = keys.reduce((sum, { difference }) => sum + Math.round(difference * 1e6), 0);
        expect(total).toBe(micros(ours) - micros(theirs));
        const again = reconcile({
          ...question,
          ours: ours.toReversed(),
          theirs: theirs.toReversed(),
        });
        expect(again.matched).toBe(
          keys.length > 0 &&
            keys.every(({ difference, status }) => difference === 0 && status === 'matched'),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
