import { type Issue, MopsError } from '../shared/index.ts';
import {
  MATURITY_AREAS,
  MATURITY_LEVELS,
  type MaturityArea,
  QUESTIONNAIRES,
  type Questionnaire,
} from './maturity-questions.ts';

type Answer = { question: string; level: number };

export type MaturityScore = {
  areas: {
    area: MaturityArea;
    name: string;
    /** Mean of the answered levels, 1–5; null: nothing was answered. */
    score: number | null;
    /** 1–5: the level that is wholly reached. */
    level: number | null;
    levelName: string | null;
    answered: number;
    asked: number;
  }[];
  /** Mean of the areas, so that each counts alike; null until every area has an answer. */
  score: number | null;
  level: number | null;
  levelName: string | null;
  /** Areas with the lowest score, where another step brings most. */
  weakest: MaturityArea[];
  questionnaire: number;
  method: 'maturity-mean';
  version: 1;
  warnings: Issue[];
};

/**
 * The questionnaire of a version; the newest without one.
 * @throws MopsError INVALID for a version that there never was
 * @example questionnaire().questions.length // 16
 */
export function questionnaire(version?: number): Questionnaire {
  const found =
    version === undefined
      ? QUESTIONNAIRES.at(-1)
      : QUESTIONNAIRES.find((one) => one.version === version);
  if (found) return found;
  throw new MopsError(
    'INVALID',
    `There is no questionnaire ${version}.`,
    `The newest is ${QUESTIONNAIRES.at(-1)?.version}.`,
  );
}

/**
 * How mature marketing operations are by the answers: the mean level of each area, and of the areas. The same answers give the
 * same score at any time. A level is reached when the mean is at or above it.
 * @param answers one for a question at most; those without one are left out, with a warning
 * @param version of the questionnaire that was answered
 * @throws MopsError INVALID for a question that is not in it, one answered twice, or a level that is not 1–5
 * @example scoreMaturity([{ question: 'data.quality', level: 3 }, { question: 'data.consent', level: 4 }]).areas[3] // { area: 'data', name: 'Data', score: 3.5, level: 3, levelName: 'Agreed', answered: 2, asked: 4 }
 */
export function scoreMaturity(answers: readonly Answer[], version?: number): MaturityScore {
  const { questions, version: number } = questionnaire(version);
  const known = new Set(questions.map(({ id }) => id));
  const levels = new Map<string, number>();
  for (const { question, level } of answers) {
    if (!known.has(question))
      throw new MopsError('INVALID', `There is no question ${question}.`, 'See the questionnaire.');
    if (levels.has(question))
      throw new MopsError('INVALID', `${question} is answered twice.`, 'Answer it once.');
    if (!(Number.isInteger(level) && level >= 1 && level <= MATURITY_LEVELS.length))
      throw new MopsError('INVALID', `${level} is no level.`, 'A level is 1 to 5.');
    levels.set(question, level);
  }
  const groups = (Object.keys(MATURITY_AREAS) as MaturityArea[]).map((area) => {
    const own = questions.filter((one) => one.area === area);
    return { area, own, given: own.flatMap(({ id }) => levels.get(id) ?? []) };
  });
  const areas = groups.map(({ area, own, given }) => {
    const score = meanOf(given);
    return {
      ...{ area, name: MATURITY_AREAS[area] as string, score },
      ...levelAt(score),
      ...{ answered: given.length, asked: own.length },
    };
  });
  const scores = areas.flatMap((one) => one.score ?? []);
  const score = scores.length === areas.length ? meanOfMeans(groups) : null;
  const lowest = Math.min(...scores);
  const open = questions.length - levels.size;
  return {
    areas,
    score,
    ...levelAt(score),
    weakest: areas.filter((one) => one.score === lowest).map(({ area }) => area),
    questionnaire: number,
    method: 'maturity-mean',
    version: 1,
    warnings: open === 0 ? [] : [unanswered(open, questions.length)],
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sumOf(values) / values.length;

/** Whole numbers over one denominator and one division: thirds that add up to a level are that level. */
function meanOfMeans(groups: readonly { given: readonly number[] }[]): number {
  const common = groups.reduce((product, { given }) => product * given.length, 1);
  const sum = sumOf(groups.map(({ given }) => sumOf(given) * (common / given.length)));
  return sum / (common * groups.length);
}

function levelAt(score: number | null) {
  const level = score === null ? null : Math.floor(score);
  const levelName = level === null ? null : (MATURITY_LEVELS[level - 1] ?? null);
  return { level, levelName: levelName as string | null };
}

const unanswered = (open: number, asked: number): Issue => ({
  code: 'unanswered',
  severity: 'warning',
  message: `${open} of ${asked} questions have no answer.`,
  hint: 'Answer them, or read the score with care.',
  line: null,
  field: null,
});
