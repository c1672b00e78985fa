import type { Day } from '../shared/index.ts';

/** What buyers ask, the content that answers it, and the deals in which it was asked. */
export type BuyerQuestion = {
  id: string;
  stage: string | null;
  persona: string | null;
  /** Ids of assets. */
  answers: readonly string[];
  /** Ids of deals; one that stands twice counts once. */
  deals: readonly string[];
};
export type AnsweringAsset = {
  id: string;
  /** A version of it that may be shown is approved. */
  approved: boolean;
  archived: boolean;
  /** The last day on which it may be used; null: no end. */
  usableUntil: Day | null;
};
export type TouchedDeal = {
  id: string;
  open: boolean;
  /** In one currency for all; null: the facts have no amount. */
  amountMicros: number | null;
};
export type Coverage = {
  answered: number;
  all: number;
  /** 0–1; null: there are no questions. */
  share: number | null;
};
export type UnansweredQuestion = {
  id: string;
  /** Different deals that are open, or that the facts do not know. */
  openDeals: number;
  /** Of those, the ones that the facts know. */
  knownDeals: number;
  /** Amounts of those that have one; null: none has. */
  amountMicros: number | null;
};
export type QuestionsAnswer = {
  overall: Coverage;
  /** In the order of the lists; what stands in no list comes last, null for none. */
  byStage: (Coverage & { stage: string | null })[];
  byPersona: (Coverage & { persona: string | null })[];
  /** Ids of the questions that something answers today. */
  answered: string[];
  /** The most open deals first, then the most money. */
  unanswered: UnansweredQuestion[];
  /** Linked content that does not count today, and why. */
  notCounted: { question: string; asset: string; why: string }[];
  method: 'openmops.questions';
  version: 1;
};
export type QuestionsAsked = {
  questions: readonly BuyerQuestion[];
  assets: readonly AnsweringAsset[];
  deals: readonly TouchedDeal[];
  stages: readonly string[];
  personas: readonly string[];
  day: Day;
};

/**
 * Which questions of buyers are answered on a day, and which of the others stand in the way of the most open deals.
 * Content answers only while it is approved, not archived, and may be used. A deal that the facts do not know counts
 * as open, since somebody says that it is there.
 * @example coverQuestions({ questions: [{ id: 'q', stage: 'Decide', persona: null, answers: ['a'], deals: [] }], assets: [{ id: 'a', approved: true, archived: false, usableUntil: 9 }], deals: [], stages: ['Decide'], personas: [], day: 9 }).overall // { answered: 1, all: 1, share: 1 }
 */
export function coverQuestions(asked: QuestionsAsked): QuestionsAnswer {
  const { questions, stages, personas, day } = asked;
  const assets = new Map(asked.assets.map((one) => [one.id, one]));
  const deals = new Map(asked.deals.map((one) => [one.id, one]));
  const notCounted: QuestionsAnswer['notCounted'] = [];
  const answered = new Set<string>();
  for (const { id: question, answers } of questions)
    for (const asset of new Set(answers)) {
      const why = whyNot(assets.get(asset), day);
      if (why === null) answered.add(question);
      else notCounted.push({ question, asset, why });
    }
  const coverage = (some: readonly BuyerQuestion[]): Coverage => {
    const yes = some.filter(({ id }) => answered.has(id)).length;
    return { answered: yes, all: some.length, share: some.length === 0 ? null : yes / some.length };
  };
  const by = (part: 'stage' | 'persona', list: readonly string[]) => {
    const found = new Set(questions.map((one) => one[part]));
    const others = [...found].filter((one) => one !== null && !list.includes(one)).sort();
    const all = [...new Set([...list, ...others]), ...(found.has(null) ? [null] : [])];
    return all.map((value) => ({
      value,
      ...coverage(questions.filter((one) => one[part] === value)),
    }));
  };
  const unanswered = questions
    .filter(({ id }) => !answered.has(id))
    .map(({ id, deals: named }) => ({ id, ...touchedBy(named, deals) }))
    .sort(
      (a, b) =>
        b.openDeals - a.openDeals ||
        (b.amountMicros ?? 0) - (a.amountMicros ?? 0) ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
  return {
    overall: coverage(questions),
    byStage: by('stage', stages).map(({ value: stage, ...rest }) => ({ stage, ...rest })),
    byPersona: by('persona', personas).map(({ value: persona, ...rest }) => ({ persona, ...rest })),
    answered: questions.flatMap(({ id }) => (answered.has(id) ? [id] : [])),
    unanswered,
    notCounted,
    method: 'openmops.questions',
    version: 1,
  };
}

function whyNot(asset: AnsweringAsset | undefined, day: Day): string | null {
  if (!asset) return 'It is not there any more.';
  if (asset.archived) return 'It is archived.';
  if (!asset.approved) return 'It is not approved.';
  const over = asset.usableUntil !== null && day > asset.usableUntil;
  return over ? 'The right to use it is over.' : null;
}

function touchedBy(
  named: readonly string[],
  deals: ReadonlyMap<string, TouchedDeal>,
): Omit<UnansweredQuestion, 'id'> {
  const open = [...new Set(named)].filter((id) => deals.get(id)?.open !== false);
  const known = open.flatMap((id) => deals.get(id) ?? []);
  const amounts = known.flatMap(({ amountMicros }) => amountMicros ?? []);
  return {
    openDeals: open.length,
    knownDeals: known.length,
    amountMicros: amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0),
  };
}
