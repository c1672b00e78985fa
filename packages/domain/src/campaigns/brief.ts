import { parseDay } from '../shared/index.ts';
import { briefFields } from './brief-fields.ts';
import type { CampaignType, FieldKind } from './types.ts';

/** A target of a brief: a KPI and what it should reach, in its unit. */
export type BriefTarget = { kpi: string; value: number };
export type BriefValue = string | number | readonly string[] | readonly BriefTarget[];

/** What a campaign is for; fields by their id, and answers for which it has no field. */
export type Brief = {
  fields: Readonly<Record<string, BriefValue>>;
  alsoAsked: readonly { question: string; answer: string }[];
};

export const EMPTY_BRIEF: Brief = { fields: {}, alsoAsked: [] };

/**
 * The labels of fields that are still missing before a brief is complete.
 * @example missingInBrief('other', { fields: { objective: 'More leads', audience: 'Labs' }, alsoAsked: [] })
 * // ['Message', 'KPIs and targets']
 */
export function missingInBrief(type: CampaignType, brief: Brief): string[] {
  return briefFields(type)
    .filter(({ id, required }) => required && isEmpty(brief.fields[id]))
    .map(({ label }) => label);
}

/** Whether nothing was said. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** A value as a person reads it. */
export function plainText(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map((one) =>
        typeof one === 'object' && one !== null
          ? `${(one as BriefTarget).kpi}: ${(one as BriefTarget).value}`
          : String(one),
      )
      .join(', ');
  return String(value ?? '').trim();
}

/** As people write amounts; `0x10`, `1e3` and `+0` are left to be read by people. */
const PLAIN_NUMBER = /^\d+(\.\d+)?$/;

/**
 * An answer of a form as the value of a field; null when it does not fit, so that nothing is bent.
 * @example fieldValue('list', 'Ada; Grace') // ['Ada', 'Grace']
 * @example fieldValue('number', 'about fifty') // null
 */
export function fieldValue(kind: FieldKind, answer: unknown): BriefValue | null {
  if (kind === 'targets') return null;
  if (kind === 'list') {
    const list = Array.isArray(answer) ? answer.map(String) : String(answer).split(/[;\n]/);
    const words = list.map((word) => word.trim()).filter((word) => word !== '');
    return words.length > 0 && words.length <= 200 ? words : null;
  }
  const text = plainText(answer);
  if (kind === 'number') {
    const value = PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) && value >= 0 && value <= 1e15 ? value : null;
  }
  if (kind === 'day') return parseDay(text) === null ? null : text;
  if (kind === 'url') return /^https:\/\/[^\s/]+\.[^\s]+$/.test(text) ? text : null;
  return text !== '' && text.length <= 4000 ? text : null;
}
