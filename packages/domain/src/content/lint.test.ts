import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimState, findClaims } from './claim-state.ts';
import { findTerm, findTerms } from './find-term.ts';
import { foldText } from './fold-text.ts';
import { type LintQuestion, lintContent } from './lint-content.ts';
import { type Rule, RuleSchema } from './schema.ts';
import { STARTER_RULES } from './starter-rules.ts';

const found = (text: string, term: string) =>
  findTerm(foldText(text), term).map(({ from, to }) => text.slice(from, to));
const rule = (one: Partial<Rule>): Rule => ({
  id: 'words.test',
  kind: 'banned',
  terms: ['cheap'],
  when: [],
  topics: [],
  severity: 'error',
  message: 'Not this word.',
  suggestion: null,
  ...one,
});
const lint = (question: Partial<LintQuestion>) =>
  lintContent({ title: '', text: '', topics: [], rules: [], claims: [], day: 0, ...question });

describe('words are found', () => {
  it.each([
    ['in any case', 'CHEAP Cheap', 'cheap', ['CHEAP', 'Cheap']],
    ['as whole words only', 'cheaper dirt-cheap', 'cheap', ['cheap']],
    [
      'with hyphen, blank, dash or nothing',
      'e-mail e mail e–mail email',
      'e-mail',
      ['e-mail', 'e mail', 'e–mail', 'email'],
    ],
    [
      'over lines and no-break blanks',
      'risk\n  free, risk\u00a0free',
      'risk free',
      ['risk\n  free', 'risk\u00a0free'],
    ],
    ['with hyphens that hide nothing', 'c-u-r-e', 'cure', ['c-u-r-e']],
    [
      'with characters that nobody sees',
      'cu\u00adre c\u200bure',
      'cure',
      ['cu\u00adre', 'c\u200bure'],
    ],
    ['composed or not', 'Cafe\u0301', 'café', ['Cafe\u0301']],
    ['in full width', 'ｃｕｒｅ', 'cure', ['ｃｕｒｅ']],
    ['with ß as ss', 'GROSSE große', 'große', ['GROSSE', 'große']],
    ['in Greek', 'ΛΟΓΟΣ', 'λόγος'.normalize('NFD').replace(/\u0301/g, ''), ['ΛΟΓΟΣ']],
    ['without blanks between words', '能治愈感冒', '治愈', ['治愈']],
    ['across tags within words', 'risk <b>fr</b>ee', 'risk-free', ['risk <b>fr</b>ee']],
    ['not across tags between words', 'cheap</p><p>er', 'cheaper', []],
    ['that go on', 'guaranteed guarantees', 'guarantee*', ['guaranteed', 'guarantees']],
    ['that begin with a sign', 'the #1 and #10', '#1', ['#1']],
    ['after a typographic apostrophe', 'don’t', "don't", ['don’t']],
    ['not across a full stop', 'risk. Free', 'risk free', []],
  ])('%s', (_name, text, term, words) => {
    expect(found(text, term)).toEqual(words);
  });

  it('as the longest of those that begin at one place, without overlaps', () => {
    expect(findTerms(foldText('best in class'), ['in class', 'best', 'best in class'])).toEqual([
      { from: 0, to: 13 },
    ]);
    expect(findTerm(foldText('x'), ' ')).toEqual([]);
  });

  it('in any text around them, at their place', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 12 });
    const word = fc.constantFrom('cure', 'CURE', 'Cu\u00adre', 'ｃｕｒｅ');
    fc.assert(
      fc.property(around, word, around, (before, cure, after) => {
        const text = `${before} ${cure} ${after}`;
        const spans = findTerm(foldText(text), 'cure');
        expect(spans).toContainEqual({
          from: before.length + 1,
          to: before.length + 1 + cure.length,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('folding any text keeps every place inside it, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const { text: folded, from, to } = foldText(text);
        const kept = [...from].every((start, i) => {
          const end = to[i] as number;
          return start < end && end <= text.length && (i === 0 || start >= (from[i - 1] as number));
        });
        expect([kept, from.length]).toEqual([true, folded.length]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rules of brand', () => {
  it('tell line, column and words', () => {
    const { findings, ok } = lint({ title: 'Cheap', text: 'a\r\nso cheap', rules: [rule({})] });
    expect(findings.map(({ part, line, column, words }) => [part, line, column, words])).toEqual([
      ['title', 1, 1, 'Cheap'],
      ['text', 2, 4, 'cheap'],
    ]);
    expect(ok).toBe(false);
    expect(lint({ text: 'a cheap', rules: [rule({ severity: 'warning' })] }).ok).toBe(true);
  });

  it('want names as they are written', () => {
    const naming = rule({ kind: 'naming', terms: ['Open-Mops'], suggestion: 'OpenMOps' });
    const words = lint({ text: 'OpenMOps, Openmops, open mops', rules: [naming] }).findings;
    expect(words.map((one) => one.words)).toEqual(['Openmops', 'open mops']);
    expect(RuleSchema.safeParse({ ...naming, suggestion: null }).success).toBe(false);
    expect(RuleSchema.safeParse({ ...naming, id: 'Not An Id' }).success).toBe(false);
  });

  it('want what must be said, where its reason is or always, and only of their topics', () => {
    const disclosure = rule({ kind: 'disclosure', terms: ['#ad'], when: ['ambassador*'] });
    expect(lint({ text: 'Our ambassadors say so.', rules: [disclosure] }).findings).toMatchObject([
      { from: 4, to: 15 },
    ]);
    expect(lint({ text: 'Our ambassadors say so. #ad', rules: [disclosure] }).findings).toEqual([]);
    expect(lint({ text: 'Nothing.', rules: [disclosure] }).findings).toEqual([]);
    const always = rule({ kind: 'required', terms: ['drink responsibly'], topics: ['alcohol'] });
    expect(lint({ text: 'Wine', rules: [always] }).findings).toEqual([]);
    expect(lint({ text: 'Wine', topics: ['alcohol'], rules: [always] }).findings).toMatchObject([
      { from: null, line: null },
    ]);
  });

  it('find what the first rules are for', () => {
    const text = 'It is clinically proven to cure. The #1, risk free. With our ambassador.';
    const { findings } = lint({ text, rules: STARTER_RULES });
    expect(findings.map(({ rule: id, words }) => `${id} ${words}`)).toEqual([
      'claim.health clinically proven',
      'claim.health cure',
      'claim.best #1',
      'claim.guarantee risk free',
      'disclosure.partner ambassador',
    ]);
    for (const one of STARTER_RULES) expect(RuleSchema.parse(one)).toEqual(one);
  });

  it('say where a text was cut', () => {
    const { warnings } = lint({ text: 'a '.repeat(100_001), rules: [rule({})] });
    expect(warnings.map(({ code }) => code)).toEqual(['text_too_long']);
  });
});

describe('claims', () => {
  const claim = {
    id: 'cl',
    text: 'Clinically proven in 2024.',
    substantiated: true,
    validUntil: 100,
  };
  const rules = [rule({ kind: 'claim', terms: ['clinically proven'] })];
  const text = 'It is clinically-proven in 2024! Clinically proven.';

  it('are no finding while something proves them', () => {
    expect(
      lint({ text, rules, claims: [claim], day: 100 }).findings.map(({ from }) => from),
    ).toEqual([33]);
  });
  it('are found when the proof is over, or never was', () => {
    const over = lint({ text, rules, claims: [claim], day: 101 }).findings;
    expect(over.map(({ rule: id, words }) => [id, words])).toEqual([
      ['claim.register', 'clinically-proven in 2024'],
      ['words.test', 'Clinically proven'],
    ]);
    expect(over[0]?.message).toContain('1970-04-11');
    const never = lint({ text, rules, claims: [{ ...claim, substantiated: false }] }).findings;
    expect(never[0]?.message).toContain('Nothing on file');
  });
  it('end after their last day', () => {
    const states = [70, 71, 72, 100, 101].map((day) => claimState(claim, day));
    expect(states).toEqual(['valid', 'expiring', 'expiring', 'expiring', 'expired']);
    expect(claimState({ ...claim, validUntil: null }, 1e6)).toBe('valid');
    expect(claimState({ ...claim, substantiated: false }, 0)).toBe('unproven');
  });
  it('are found where they are made', () => {
    expect(findClaims({ title: 'CLINICALLY PROVEN IN 2024', text }, [claim])).toEqual([
      { claim: 'cl', part: 'title', from: 0, to: 25 },
      { claim: 'cl', part: 'text', from: 6, to: 31 },
    ]);
  });
});
