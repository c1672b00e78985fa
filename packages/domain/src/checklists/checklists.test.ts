import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/index.ts';
import { newestPacks, packsFor, packWarnings, topicsOf } from './packs-for.ts';
import { readPack } from './read-pack.ts';
import { answerQuestion, type Run, type RunAnswer, readRun, type Subject } from './run.ts';
import type { Pack, Question } from './schema.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

const pack = (id: string) => SHIPPED_PACKS.find((one) => one.id === id) as Pack;
const question = (more: Partial<Question>): Question => ({
  id: 'q',
  text: 'Is it?',
  section: '',
  kind: 'person',
  expects: 'yes',
  mayNotApply: false,
  evidence: false,
  rules: [],
  when: null,
  ...more,
});
const run = (questions: Question[], more: Partial<Run> = {}): Run => ({
  hash: 'h',
  pack: { ...pack('us.ftc'), questions },
  parameters: {},
  answers: [],
  ...more,
});
const subject = (text = '', more: Partial<Subject> = {}): Subject => ({
  hash: 'h',
  title: '',
  text,
  topics: [],
  claims: [],
  day: 0,
  ...more,
});
const say = (to: Run, more: Partial<RunAnswer & { hash: string }> = {}) =>
  answerQuestion(to, {
    question: 'q',
    part: 'first',
    answer: 'yes',
    note: '',
    file: null,
    by: 'a',
    at: 1,
    hash: 'h',
    ...more,
  });
const stateOf = (one: Run, of = subject()) => readRun(one, of).items[0]?.state;

describe('shipped packs', () => {
  it.each(SHIPPED_PACKS.map((one) => [one.id, one] as const))(
    '%s is what a pack must be',
    (_id, one) => {
      expect(readPack(JSON.parse(JSON.stringify(one)))).toEqual(one);
      expect(one.disclaimer).toContain('Not legal advice');
      expect(one.questions.every(({ section }) => section !== '')).toBe(true);
      expect(readRun({ hash: 'h', pack: one, parameters: {}, answers: [] }, subject()).passed).toBe(
        false,
      );
    },
  );
  it('are those that were promised, the unread ones as drafts', () => {
    expect(SHIPPED_PACKS.filter(({ draft }) => !draft).map(({ id }) => id)).toEqual([
      'us.ftc',
      'us.hipaa.marketing',
      'us.sec.marketing',
      'us.ttb.alcohol',
      'us.bar.advertising',
      'brand.basics',
    ]);
    expect(SHIPPED_PACKS.filter(({ draft }) => draft).map(({ id }) => id)).toEqual([
      'us.fda.promo',
      'us.aca',
      'us.sox.spend',
      'us.healthcare.truth',
    ]);
  });
  it('are needed by their topics, in the newest version', () => {
    expect(packsFor(['health-product'], SHIPPED_PACKS).map(({ id }) => id)).toEqual([
      'us.fda.promo',
      'us.ftc',
    ]);
    const newer = { ...pack('us.ftc'), version: '1.10' };
    const older = { ...pack('us.ftc'), version: '1.9' };
    expect(
      newestPacks([newer, ...SHIPPED_PACKS, older]).filter(({ id }) => id === 'us.ftc'),
    ).toEqual([newer]);
    expect(topicsOf(SHIPPED_PACKS)).toContain('alcohol');
  });
  it('warn when their review is overdue', () => {
    const codes = (day: string) =>
      packWarnings(pack('us.ftc'), parseDay(day) as number).map(({ code }) => code);
    expect(codes('2027-11-22')).toEqual([]);
    expect(codes('2027-11-23')).toEqual(['review_overdue']);
    expect(packWarnings(pack('us.aca'), 0).map(({ code }) => code)).toEqual(['draft_pack']);
  });
});

describe('own packs', () => {
  const own = { ...pack('brand.basics'), id: 'own.pack' };
  it('are refused with every place that is wrong', () => {
    expect(() => readPack({ ...own, questions: [own.questions[0], own.questions[0]] })).toThrow(
      'Two questions',
    );
    expect(() => readPack({ ...own, reviewed: '2026-02-30' })).toThrow('no such day');
    expect(() => readPack({ ...own, reviewBy: '2026-01-01' })).toThrow('lies before');
    expect(() =>
      readPack({ ...own, questions: [question({ when: { parameter: 'x', values: ['y'] } })] }),
    ).toThrow('which is none');
    expect(() => readPack({ ...own, questions: [question({ kind: 'lint' })] })).toThrow(
      'has rules',
    );
    expect(() => readPack({ ...own, extra: 1 })).toThrow('extra');
    expect(() => readPack('text')).toThrow('no pack');
  });
});

describe('a run', () => {
  it('is passed by people, the second never the first', () => {
    const one = run([question({ kind: 'second', evidence: true })]);
    expect(() => say(one)).toThrow('needs evidence');
    expect(() => say(one, { part: 'second' })).toThrow('Nobody has answered');
    const first = say(one, { file: 'fi_1' });
    expect(stateOf(first)).toBe('second');
    expect(() => say(first, { part: 'second' })).toThrow('another person');
    const both = say(first, { part: 'second', by: 'b' });
    expect(readRun(both, subject())).toMatchObject({ passed: true, items: [{ by: 'people' }] });
    expect(stateOf(say(both, { note: 'New study.' }))).toBe('second');
    expect(stateOf(say(first, { part: 'second', by: 'b', answer: 'no' }))).toBe('failed');
  });
  it('fails by the wrong answer, and by what does not apply without a reason', () => {
    expect(stateOf(say(run([question({})]), { answer: 'no' }))).toBe('failed');
    expect(stateOf(say(run([question({ expects: 'no' })]), { answer: 'no' }))).toBe('passed');
    expect(() => say(run([question({})]), { answer: 'na' })).toThrow('always applies');
    const may = run([question({ mayNotApply: true })]);
    expect(() => say(may, { answer: 'na' })).toThrow('why it does not apply');
    expect(stateOf(say(may, { answer: 'na', note: 'No prices.' }))).toBe('passed');
    expect(() => say(run([question({})]), { part: 'second' })).toThrow('One answer is enough');
    expect(() => say(may, { question: 'x' })).toThrow('no question');
    expect(() => say(may, { hash: 'other' })).toThrow('not the version');
  });
  it('is answered by rules; what they find, by two people with evidence', () => {
    const ftc = pack('us.ftc').questions.filter(({ id }) => id === 'substantiation');
    const one = run(ftc);
    expect(readRun(one, subject('It measures.'))).toMatchObject({
      passed: true,
      items: [{ by: 'lint' }],
    });
    const text = 'It is clinically proven to cure.';
    const [item] = readRun(one, subject(text)).items;
    expect(item?.state).toBe('open');
    expect(item?.open).toContain('“clinically proven”, “cure”');
    const told = { question: 'substantiation' };
    expect(() => say(one, told)).toThrow('needs evidence');
    const first = say(one, { ...told, file: 'fi_1' });
    expect(stateOf(first, subject(text))).toBe('second');
    expect(readRun(say(first, { ...told, part: 'second', by: 'b' }), subject(text)).passed).toBe(
      true,
    );
    const claims = [
      { id: 'c', text: 'clinically proven to cure', substantiated: true, validUntil: 5 },
    ];
    expect(readRun(one, subject(text, { claims, day: 5 })).passed).toBe(true);
    expect(readRun(one, subject(text, { claims, day: 6 })).passed).toBe(false);
  });
  it('asks by parameters', () => {
    const one: Run = { hash: 'h', pack: pack('us.bar.advertising'), parameters: {}, answers: [] };
    const states = (parameters: Record<string, string>) => {
      const { items, missing } = readRun({ ...one, parameters }, subject());
      const of = (id: string) => items.find((item) => item.question.id === id)?.state;
      return [missing, of('ny-label'), of('fl-filing')];
    };
    expect(states({})).toEqual([['state'], 'open', 'open']);
    expect(states({ state: 'NY' })).toEqual([[], 'open', 'not-applicable']);
    expect(states({ state: 'FL' })).toEqual([[], 'not-applicable', 'open']);
    expect(states({ state: 'Atlantis' })[0]).toEqual(['state']);
  });
  it('no run stays passed after an edit, and no two answers are of one person', () => {
    const answers = fc.array(
      fc.record({
        part: fc.constantFrom('first' as const, 'second' as const),
        answer: fc.constantFrom('yes' as const, 'no' as const),
        by: fc.constantFrom('a', 'b', 'c'),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(answers, (steps) => {
        let one = run([question({ kind: 'second' })]);
        for (const step of steps) {
          try {
            one = say(one, step);
          } catch {}
        }
        const [item] = readRun(one, subject()).items;
        const fair = item?.state !== 'passed' || item.first?.by !== item.second?.by;
        expect([fair, readRun(one, subject('', { hash: 'v2' })).passed]).toEqual([true, false]);
      }),
      { numRuns: 1000 },
    );
  });
});
