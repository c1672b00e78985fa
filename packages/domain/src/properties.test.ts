import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const FILES = globSync('**/*.test.ts', { cwd: HERE }).sort();
const read = (file: string) => readFileSync(join(HERE, file), 'utf8');

/** Fewer cases, because one case is a simulation or thousands of days. */
const COSTLY = ['attribution/removal-effects.test.ts', 'anomaly/judge-days.test.ts'];

/** What must hold whatever the numbers → the properties that show it. */
const IDENTITIES: Record<string, [file: string, name: string][]> = {
  'credits sum to the value of each conversion': [
    ['attribution/attribute.test.ts', 'the same total for every model on any paths, to the micro'],
    ['attribution/credit-touches.test.ts', 'sums to the value for any model, any path, any value'],
  ],
  'decompositions sum to the change': [
    ['explain/decompose.test.ts', 'parts sum to the change: zeros, negatives, any sizes'],
    [
      'explain/decompose.test.ts',
      'parts sum to the change: empty, appearing, disappearing, negative, unbased segments',
    ],
    ['explain/explain-change.test.ts', 'parts sum to the change for any rows'],
  ],
  'a series is the sum of its components': [['anomaly/stl.test.ts', 'sums to the series']],
  'the budget is spent': [
    [
      'allocation/allocate-budget.test.ts',
      'no split on a grid brings more, and the whole budget is spent within the bounds',
    ],
    ['targets/plan-days.test.ts', 'rises to the whole, and its parts sum to it'],
  ],
  'money is neither lost nor invented': [
    [
      'money/split-micros.test.ts',
      'loses and invents nothing; each part is its share rounded up or down',
    ],
    ['money/allocate-line.test.ts', 'always sums to the line, and no percentage is off by a cent'],
    [
      'budgets/money.test.ts',
      'sums to the expense through any series of allocations, splits and moves',
    ],
    [
      'budgets/money.test.ts',
      'counts every euro once: counted, replaced and without a line sum to what is reported',
    ],
  ],
  'what is written reads back': [
    ['links/naming/compile-naming.test.ts', 'what it reads back, for all values'],
    ['links/naming/compile-naming.test.ts', 'the name that was read, for all names that fit'],
    ['links/check-link.test.ts', 'what is built reads back, and passes its own check'],
    ['interop/yaml/yaml.test.ts', 'any value of JSON, by this reader and by another'],
    ['interop/definitions/definitions.test.ts', 'any formula is told as text or in its parts'],
    ['money/minor-units.test.ts', 'survive the way to micros and back'],
    ['shared/day.test.ts', 'survives the way to text and back'],
  ],
  'the order of rows changes nothing': [
    ['identity/stitch.test.ts', 'do not depend on the order of rows'],
    ['identity/journey.test.ts', 'any order of rows gives one order of touches'],
    ['lifecycle/derive.test.ts', 'does not depend on the order of rows'],
    ['engagement/classify.test.ts', 'the order of rows and doubles change nothing'],
  ],
  'what is undone was never there': [
    [
      'identity/merge.test.ts',
      'any merges and undos leave every touch intact and give back the partition',
    ],
  ],
  'the funnel follows from transitions': [
    ['lifecycle/read.test.ts', 'conversion of each stage is that of those who entered'],
    ['lifecycle/read.test.ts', 'cohorts by month: size, share, speed; young ones null'],
    ['lifecycle/read.test.ts', 'facts add up to what transitions say'],
  ],
  'the plan is whole': [
    [
      'goals/align.test.ts',
      'every campaign and every micro is linked or an orphan, and goals share what is linked',
    ],
    [
      'goals/recurrence.test.ts',
      'gives the same days for a range and for its pieces, in order, within its bounds',
    ],
    ['goals/review-goal.test.ts', 'every expected day is done, skipped or open, whatever was said'],
  ],
  'no approval survives an edit': [
    [
      'content/approval.test.ts',
      'no approval survives an edit, and none is without a second pair of eyes',
    ],
    [
      'checklists/checklists.test.ts',
      'no run stays passed after an edit, and no two answers are of one person',
    ],
    ['content/texts.test.ts', 'pieces give both texts back, whatever they are'],
  ],
  'parts are apart and make the whole': [
    ['kpi/partition.test.ts', 'sums by any dimensions and any pieces of time add up to the whole'],
    ['calendar/buckets-of.test.ts', 'partitions the range: ascending, without gap or overlap'],
    ['calendar/week-year.test.ts', 'partitions time: units nest, touch, and agree on their label'],
    [
      'channels/assign-channel.test.ts',
      'case and blanks do not matter, one rule matches, and the trace ends with it',
    ],
    ['attribution/build-journeys.test.ts', 'neither loses nor doubles a touch or a conversion'],
  ],
};

describe('properties', () => {
  it('are tried on a thousand cases', () => {
    expect(fc.readConfigureGlobal().numRuns).toBe(1000);
  });

  it.each(FILES.filter((file) => !COSTLY.includes(file)))('%s asks for no fewer', (file) => {
    const asked = [...read(file).matchAll(/numRuns: ([\d_]+)/g)].map(([, runs = '']) =>
      Number(runs.replaceAll('_', '')),
    );
    expect(asked.filter((runs) => runs < 1000)).toEqual([]);
  });
});

describe.each(Object.entries(IDENTITIES))('%s', (_identity, properties) => {
  it.each(properties)('%s: %s', (file, name) => {
    const after = read(file).split(`'${name}'`)[1] ?? '';
    // Up to the next test: what it asserts.
    expect(after.split(/\n {2}(?:it|test)[.(]/)[0]).toContain('fc.assert(');
  });
});
