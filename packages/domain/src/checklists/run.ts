import { type LintFinding, type LintQuestion, lintContent } from '../content/index.ts';
import { type Issue, MopsError } from '../shared/index.ts';
import type { Pack, Question } from './schema.ts';

export type Said = 'yes' | 'no' | 'na';
export type RunAnswer = {
  question: string;
  part: 'first' | 'second';
  answer: Said;
  /** What shows it, in words. */
  note: string;
  /** Id of a file that shows it; null: none. */
  file: string | null;
  /** Id of a person. */
  by: string;
  /** Ms since 1970. */
  at: number;
};
/** The answers to one pack for one version of an asset. The newest of a question and part counts. */
export type Run = {
  hash: string;
  pack: Pack;
  parameters: Readonly<Record<string, string>>;
  answers: readonly RunAnswer[];
};
export type ItemState = 'passed' | 'open' | 'second' | 'failed' | 'not-applicable';
export type RunItem = {
  question: Question;
  state: ItemState;
  /** Why it is not passed, in words; null: it is. */
  open: string | null;
  /** By whom it was passed: rules, or people. */
  by: 'lint' | 'people' | null;
  findings: LintFinding[];
  first: RunAnswer | null;
  second: RunAnswer | null;
};
export type RunState = {
  passed: boolean;
  items: RunItem[];
  /** Parameters that the questions need and that nobody has set. */
  missing: string[];
  method: 'openmops.checklist';
  version: 1;
  warnings: Issue[];
};
/** What stands now, for the rules of a pack. */
export type Subject = Pick<LintQuestion, 'title' | 'text' | 'topics' | 'claims' | 'day'> & {
  hash: string;
};

/**
 * Where a run stands for what stands now: each question passed, open, waiting for the second person,
 * failed, or not applicable. Answers to another version count for nothing.
 * @example readRun({ hash: 'h', pack: SHIPPED_PACKS[0], parameters: {}, answers: [] }, { hash: 'h', title: '', text: '', topics: [], claims: [], day: 0 }).passed // false
 */
export function readRun(run: Run, subject: Subject): RunState {
  const answers = run.hash === subject.hash ? run.answers : [];
  const missing = run.pack.parameters
    .filter(({ id, values }) => !values.includes(run.parameters[id] ?? ''))
    .map(({ id }) => id);
  const items = run.pack.questions.map((question) =>
    itemOf(question, { answers, parameters: run.parameters, missing, subject }),
  );
  return {
    passed: items.every(({ open }) => open === null),
    items,
    missing,
    method: 'openmops.checklist',
    version: 1,
    warnings: [],
  };
}

/**
 * The run with one more answer. Refused: (CONFLICT) another version is meant; (NOT_FOUND) no such
 * question; (INVALID) evidence or the reason of “does not apply” is missing, or nobody was first;
 * (FORBIDDEN) the second person is the first one.
 * @example
 * const pack = { ...SHIPPED_PACKS[0], questions: [{ id: 'q', text: 'Is it?', section: '', kind: 'second', expects: 'yes', mayNotApply: false, evidence: false, rules: [], when: null }] };
 * const run = { hash: 'h', pack, parameters: {}, answers: [] };
 * const first = answerQuestion(run, { question: 'q', part: 'first', answer: 'yes', note: '', file: null, by: 'a', at: 1, hash: 'h' });
 * answerQuestion(first, { question: 'q', part: 'second', answer: 'yes', note: '', file: null, by: 'a', at: 2, hash: 'h' }) // throws 'another person'
 */
export function answerQuestion(run: Run, { hash, ...answer }: RunAnswer & { hash: string }): Run {
  if (run.hash !== hash) {
    throw new MopsError(
      'CONFLICT',
      'This is not the version that the checklist is for.',
      'Look at the newest version, and answer for that one.',
    );
  }
  const question = run.pack.questions.find(({ id }) => id === answer.question);
  if (!question) {
    throw new MopsError(
      'NOT_FOUND',
      `The checklist has no question ${answer.question}.`,
      'See the questions of the checklist.',
    );
  }
  const note = answer.note.trim();
  if (answer.part === 'first') checkFirst(question, { ...answer, note });
  else checkSecond(question, answer, newest(run.answers, question.id, 'first'));
  return { ...run, answers: [...run.answers, { ...answer, note }] };
}

function checkFirst(question: Question, { answer, note, file }: RunAnswer): void {
  if (answer === 'na' && !question.mayNotApply) {
    throw new MopsError('INVALID', 'This question always applies.', 'Answer yes or no.');
  }
  if (answer === 'na' && note === '') {
    throw new MopsError('INVALID', 'Say why it does not apply.', 'One sentence is enough.');
  }
  const asked = question.evidence || question.kind === 'lint';
  if (answer === question.expects && asked && note === '' && file === null) {
    throw new MopsError(
      'INVALID',
      'This answer needs evidence.',
      'Attach a file, or write where it is to be found.',
      { code: 'evidence_missing' },
    );
  }
}

function checkSecond(question: Question, answer: RunAnswer, first: RunAnswer | null): void {
  if (question.kind === 'person') {
    throw new MopsError('INVALID', 'One answer is enough here.', 'Nothing is to be confirmed.');
  }
  if (!first) {
    throw new MopsError('INVALID', 'Nobody has answered yet.', 'Somebody answers first.');
  }
  if (first.by === answer.by) {
    throw new MopsError(
      'FORBIDDEN',
      'It is to be confirmed by another person.',
      'Ask somebody else to look at the answer and its evidence.',
      { code: 'same_person' },
    );
  }
}

type Given = {
  answers: readonly RunAnswer[];
  parameters: Readonly<Record<string, string>>;
  missing: readonly string[];
  subject: Subject;
};

function itemOf(question: Question, given: Given): RunItem {
  const { answers, parameters, missing, subject } = given;
  const first = newest(answers, question.id, 'first');
  // A new first answer is to be confirmed anew.
  const confirmed = newest(answers, question.id, 'second');
  const stands = first && confirmed && answers.indexOf(confirmed) > answers.indexOf(first);
  const second = stands ? confirmed : null;
  const item = { question, findings: [], by: null, first, second };
  const { when } = question;
  if (when && missing.includes(when.parameter)) {
    return { ...item, state: 'open', open: `Say which ${when.parameter} first.` };
  }
  if (when && !when.values.includes(parameters[when.parameter] ?? '')) {
    return { ...item, state: 'not-applicable', open: null };
  }
  const findings = findingsOf(question, subject);
  if (question.kind === 'lint' && findings.length === 0) {
    return { ...item, state: 'passed', by: 'lint', open: null };
  }
  return { ...item, findings, ...byPeople(question, { first, second, findings }) };
}

/** What the rules of a question find; the register of claims only where they are about claims. */
function findingsOf({ kind, rules }: Question, subject: Subject): LintFinding[] {
  if (kind !== 'lint') return [];
  const claims = rules.some((rule) => rule.kind === 'claim');
  const { findings } = lintContent({ ...subject, rules });
  return findings.filter(({ rule }) => claims || rules.some(({ id }) => id === rule));
}

type Answers = { first: RunAnswer | null; second: RunAnswer | null; findings: LintFinding[] };

function byPeople(
  question: Question,
  { first, second, findings }: Answers,
): Pick<RunItem, 'state' | 'open' | 'by'> {
  if (!first) {
    const words = findings.map((one) => (one.words ? `“${one.words}”` : one.message)).join(', ');
    return {
      state: 'open',
      by: null,
      open: words ? `${question.text} Found: ${words}.` : question.text,
    };
  }
  const passes = (one: RunAnswer) => one.answer === question.expects || one.answer === 'na';
  if (!passes(first))
    return { state: 'failed', by: null, open: `Answered ${first.answer}: ${question.text}` };
  if (question.kind === 'person') return { state: 'passed', by: 'people', open: null };
  if (!second) {
    return { state: 'second', by: null, open: `A second person is to confirm: ${question.text}` };
  }
  if (!passes(second) || second.answer !== first.answer) {
    return { state: 'failed', by: null, open: `Not confirmed: ${question.text}` };
  }
  return { state: 'passed', by: 'people', open: null };
}

function newest(
  answers: readonly RunAnswer[],
  question: string,
  part: RunAnswer['part'],
): RunAnswer | null {
  return answers.findLast((one) => one.question === question && one.part === part) ?? null;
}
