import { addBusinessTime, type BusinessHours, NINE_TO_FIVE } from '../calendar/index.ts';
import { MopsError } from '../shared/index.ts';
import { type BriefValue, fieldValue, isEmpty, plainText } from './brief.ts';
import { briefFields } from './brief-fields.ts';
import { CAMPAIGN_TYPES, type CampaignType, TYPE_INFO } from './types.ts';

/** What a request may become. */
export const REQUEST_KINDS = ['campaign', 'asset', 'task'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['new', 'triage', 'accepted', 'declined', 'converted'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export type FormFieldKind = 'text' | 'long' | 'list' | 'number' | 'day' | 'url' | 'choice';
export type FormFieldInfo = {
  id: string;
  label: string;
  kind: FormFieldKind;
  required: boolean;
  choices: readonly string[];
  hint: string | null;
};
export type FormInfo = {
  id: string;
  name: string;
  becomes: RequestKind;
  type: string | null;
  answerWithinHours: number;
  fields: readonly FormFieldInfo[];
};

const field = (id: string, label: string, kind: FormFieldKind, required = false): FormFieldInfo => {
  return { id, label, kind, required, choices: [], hint: null };
};
const WHEN = [field('dayFrom', 'First day', 'day', true), field('dayTo', 'Last day', 'day')];
const WHY = [
  field('region', 'Region', 'text'),
  field('whyNow', 'Why now?', 'long'),
  field('anythingElse', 'Anything else?', 'long'),
];

function campaignForm(type: CampaignType): FormInfo {
  const asked = briefFields(type).filter(({ kind }) => kind !== 'targets');
  return {
    id: `campaign-${type}`,
    name: `${TYPE_INFO[type].name}: ask for a campaign`,
    becomes: 'campaign',
    type,
    answerWithinHours: 16,
    fields: [
      ...WHEN,
      ...asked.map(({ id, label, kind, hint }): FormFieldInfo => {
        const required = ['objective', 'audience'].includes(id);
        return { id, label, kind: kind as FormFieldKind, required, choices: [], hint };
      }),
      ...WHY,
    ],
  };
}

/**
 * The forms that come with the product: one per kind of campaign, one for content, one for small things.
 * @example shippedForms().length // 13
 */
export function shippedForms(): FormInfo[] {
  return [
    ...CAMPAIGN_TYPES.map(campaignForm),
    {
      id: 'asset',
      name: 'Content: ask for a piece',
      becomes: 'asset',
      type: null,
      answerWithinHours: 16,
      fields: [
        {
          ...field('assetType', 'What kind', 'choice', true),
          choices: ['Text', 'E-mail', 'Page', 'Image', 'Video', 'Document', 'Other'],
        },
        field('audience', 'Audience', 'text', true),
        field('message', 'Message', 'long', true),
        field('due', 'Needed by', 'day', true),
        field('language', 'Language', 'text'),
        field('anythingElse', 'Anything else?', 'long'),
      ],
    },
    {
      id: 'task',
      name: 'Small thing: ask for a task',
      becomes: 'task',
      type: null,
      answerWithinHours: 8,
      fields: [
        field('what', 'What is to be done', 'long', true),
        field('due', 'Needed by', 'day'),
        field('anythingElse', 'Anything else?', 'long'),
      ],
    },
  ];
}

export type Answers = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * Checks the answers of a form.
 * @throws MopsError INVALID naming the first answer that is missing, wrong, or to no question of the form
 * @example checkAnswers({ id: 'f', name: 'F', becomes: 'task', type: null, answerWithinHours: 8, fields: [] }, { x: 1 }) // throws 'The form has no question “x”.'
 */
export function checkAnswers(form: FormInfo, answers: Answers): void {
  const known = new Map(form.fields.map((one) => [one.id, one]));
  for (const [id, answer] of Object.entries(answers)) {
    const asked = known.get(id);
    if (!asked) throw refused(`The form has no question “${id}”.`, id);
    const fault = isEmpty(answer) ? null : faultOf(asked, answer);
    if (fault !== null) throw refused(`${asked.label}${fault}`, id);
  }
  const missing = form.fields.find(({ id, required }) => required && isEmpty(answers[id]));
  if (missing) throw refused(`${missing.label} is missing.`, missing.id);
}

function faultOf({ kind, choices }: FormFieldInfo, answer: unknown): string | null {
  const text = plainText(answer);
  if (text.length > 8000) return ' is longer than 8,000 signs.';
  if (kind === 'choice')
    return choices.includes(text) ? null : `: “${text}” is none of ${choices.join(', ')}.`;
  if (kind !== 'number' && kind !== 'day' && kind !== 'url') return null;
  return fieldValue(kind, answer) === null ? `: “${text}” is no ${WHAT[kind]}.` : null;
}

function refused(message: string, field: string): MopsError {
  const detail = { issues: [{ field, message }] };
  return new MopsError('INVALID', message, 'Correct this answer and send the form again.', detail);
}

const WHAT = { number: 'number from 0', day: 'date like 2026-01-31', url: 'https address' };

export type Carried = {
  /** What the campaign's own columns get. */
  plain: { dayFrom?: string; dayTo?: string; region?: string };
  /** Fields of the brief. */
  fields: Record<string, BriefValue>;
  /** Everything else that was answered, question by question. */
  alsoAsked: { question: string; answer: string }[];
};

/**
 * Carries the answers of a request over into a campaign: what has a field goes there, the rest is kept by its question.
 * No answer is lost: every one that is not empty stands in exactly one of the three places.
 * @param form as it was when it was sent
 * @param answers by the ids of its questions
 * @param type of the campaign that it becomes
 * @example
 * const form = shippedForms()[2]; // of webinars
 * carryAnswers(form, { topic: 'Lasers', whyNow: 'The fair' }, 'webinar')
 * // { plain: {}, fields: { topic: 'Lasers' }, alsoAsked: [{ question: 'Why now?', answer: 'The fair' }] }
 */
export function carryAnswers(form: FormInfo, answers: Answers, type: CampaignType): Carried {
  const kinds = new Map(briefFields(type).map(({ id, kind }) => [id, kind]));
  const carried: Carried = { plain: {}, fields: {}, alsoAsked: [] };
  for (const { id, label } of form.fields) {
    const answer = answers[id];
    if (isEmpty(answer)) continue;
    const text = plainText(answer);
    const kind = kinds.get(id);
    const value = kind === undefined ? null : fieldValue(kind, answer);
    const isDay = (id === 'dayFrom' || id === 'dayTo') && fieldValue('day', answer) !== null;
    if (isDay) carried.plain[id as 'dayFrom'] = text;
    else if (id === 'region' && text.length <= 80) carried.plain.region = text;
    else if (value !== null) carried.fields[id] = value;
    else carried.alsoAsked.push({ question: label, answer: text });
  }
  const { dayFrom, dayTo } = carried.plain;
  if (dayTo !== undefined && (dayFrom === undefined || dayTo < dayFrom)) {
    // A last day before the first is told, not taken.
    delete carried.plain.dayTo;
    carried.alsoAsked.push({ question: 'Last day', answer: dayTo });
  }
  return carried;
}

/**
 * All answers as one text, for what has no fields: a task or an asset.
 * @example answersAsText(shippedForms()[12], { what: 'A sign for the door' }) // 'What is to be done: A sign for the door'
 */
export function answersAsText(form: FormInfo, answers: Answers): string {
  return form.fields
    .filter(({ id }) => !isEmpty(answers[id]))
    .map(({ id, label }) => `${label}: ${plainText(answers[id])}`)
    .join('\n');
}

/**
 * When a request has to be answered: so many hours of work after it came.
 * @param asked instant in ms since 1970
 * @param hours of work within which the answer comes
 * @param timeZone of the workspace
 * @example requestDue(Date.UTC(2026, 10, 20, 16, 30), 4, 'UTC') // Date.UTC(2026, 10, 23, 12, 30)
 */
export function requestDue(asked: number, hours: number, timeZone: string): number {
  const week: BusinessHours = { ...NINE_TO_FIVE, timeZone };
  return addBusinessTime(week, { from: asked, seconds: Math.round(hours * 3600) });
}
