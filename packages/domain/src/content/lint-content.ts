import type { Day, Issue } from '../shared/index.ts';
import { type Claim, claimTrouble, findClaims } from './claim-state.ts';
import { findTerms, type Span } from './find-term.ts';
import { type Folded, foldText } from './fold-text.ts';
import type { Rule } from './schema.ts';

export type Part = 'title' | 'text';
export type LintFinding = {
  /** Id of the rule. */
  rule: string;
  kind: Rule['kind'];
  severity: 'error' | 'warning';
  message: string;
  suggestion: string | null;
  part: Part;
  /** In UTF-16 units of the part; null: something is missing, and nowhere in particular. */
  from: number | null;
  to: number | null;
  /** 1-based; null as above. */
  line: number | null;
  column: number | null;
  /** The words as they stand there. */
  words: string | null;
};
export type LintQuestion = {
  title: string;
  text: string;
  topics: readonly string[];
  rules: readonly Rule[];
  /** The register of claims: what a proven one covers is no finding. */
  claims: readonly Claim[];
  /** Proofs end; as of when is asked. */
  day: Day;
};
export type LintAnswer = {
  findings: LintFinding[];
  ok: boolean;
  method: 'openmops.lint';
  version: 1;
  warnings: Issue[];
};
type Read = { question: LintQuestion; folded: Record<Part, Folded>; covered: Covered[] };
type Covered = Span & { part: Part; trouble: string | null; text: string; claim: string };

const PARTS: Part[] = ['title', 'text'];
/** Longer texts are read up to here, and a warning says so. */
const MAX_CHARACTERS = 200_000;

/**
 * Content against rules of brand and claims: each finding with the id of its rule, its place, and what
 * to write instead. Finds words however they are cased, hyphenated, spaced or composed (Unicode NFKC).
 * `ok`: no error was found.
 * @example
 * const rule = { id: 'claim.proof', kind: 'claim', terms: ['clinically proven'], when: [], topics: [], severity: 'error', message: 'A claim needs proof.', suggestion: null };
 * lintContent({ title: '', text: 'It is clinically-proven.', topics: [], rules: [rule], claims: [], day: 0 }).findings // [{ rule: 'claim.proof', line: 1, column: 7, words: 'clinically-proven', … }]
 */
export function lintContent(given: LintQuestion): LintAnswer {
  const question = { ...given, text: given.text.slice(0, MAX_CHARACTERS) };
  const folded = { title: foldText(question.title), text: foldText(question.text) };
  const read: Read = { question, folded, covered: coveredIn(question) };
  const findings = [
    ...question.rules.flatMap((rule) => findingsOf(rule, read)),
    ...troubledClaims(read),
  ];
  findings.sort(
    (a, b) => a.part.localeCompare(b.part) * -1 || (a.from ?? Infinity) - (b.from ?? Infinity),
  );
  const cut = given.text.length > MAX_CHARACTERS;
  return {
    findings,
    ok: findings.every(({ severity }) => severity !== 'error'),
    method: 'openmops.lint',
    version: 1,
    warnings: cut ? [tooLong(given.text.length)] : [],
  };
}

function coveredIn({ title, text, claims, day }: LintQuestion): Covered[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return findClaims({ title, text }, claims).map((use) => {
    const claim = byId.get(use.claim) as Claim;
    return { ...use, trouble: claimTrouble(claim, day), text: claim.text };
  });
}

function findingsOf(rule: Rule, read: Read): LintFinding[] {
  const { topics } = read.question;
  if (rule.topics.length > 0 && !rule.topics.some((topic) => topics.includes(topic))) return [];
  const cause = rule.when.length === 0 ? null : placesOf(rule.when, read)[0];
  if (cause === undefined) return [];
  if (rule.kind === 'required' || rule.kind === 'disclosure') {
    const there = placesOf(rule.terms, read).length > 0;
    return there ? [] : [finding(rule, read, cause)];
  }
  return placesOf(rule.terms, read).flatMap((place) => {
    if (rule.kind === 'naming' && wordsAt(read, place).normalize('NFC') === rule.suggestion)
      return [];
    if (rule.kind === 'claim' && isProven(read, place)) return [];
    return [finding(rule, read, place)];
  });
}

/** Claims of the register that are made here although their proof is over, or never was. */
function troubledClaims(read: Read): LintFinding[] {
  return read.covered.flatMap(({ part, from, to, trouble, text }) => {
    if (trouble === null) return [];
    const rule = {
      id: 'claim.register',
      kind: 'claim',
      severity: 'error',
      message: `“${text}”: ${trouble}`,
      suggestion: 'Renew what proves it in the register of claims, or take the sentence out.',
    } as const;
    return [finding(rule, read, { part, from, to })];
  });
}

/** Made within a claim of the register, whatever its state: `troubledClaims` tells of that. */
function isProven({ covered }: Read, place: Place): boolean {
  return covered.some(
    ({ part, from, to }) => part === place.part && from <= place.from && place.to <= to,
  );
}

type Place = Span & { part: Part };

function placesOf(terms: readonly string[], { folded }: Read): Place[] {
  return PARTS.flatMap((part) => findTerms(folded[part], terms).map((span) => ({ part, ...span })));
}

function wordsAt({ question }: Read, { part, from, to }: Place): string {
  return question[part].slice(from, to);
}

function finding(
  rule: Pick<Rule, 'id' | 'kind' | 'severity' | 'message' | 'suggestion'>,
  read: Read,
  place: Place | null,
): LintFinding {
  const { id, kind, severity, message, suggestion } = rule;
  const said = { rule: id, kind, severity, message, suggestion };
  if (!place) {
    return { ...said, part: 'text', from: null, to: null, line: null, column: null, words: null };
  }
  const before = read.question[place.part].slice(0, place.from);
  const line = before.split(/\r\n?|\n/).length;
  const column = place.from - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  return { ...said, ...place, line, column, words: wordsAt(read, place) };
}

function tooLong(length: number): Issue {
  return {
    code: 'text_too_long',
    severity: 'warning',
    message: `The text has ${length} characters; the first ${MAX_CHARACTERS} were read.`,
    hint: 'Split it into several assets.',
    line: null,
    field: 'text',
  };
}
