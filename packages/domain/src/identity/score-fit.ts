import type { ModelValue } from '../model/index.ts';
import { mustBe } from '../statistics/index.ts';

/** What a value of a field is worth: the first that fits counts. */
export type FitBand = {
  /** One of these (as text, without case), or a number in a range (from included, to not). */
  oneOf?: readonly string[];
  from?: number;
  to?: number;
  /** 0 (does not fit) to 1 (fits in full). */
  fit: number;
  /** How it is called: `200 to 5,000 employees`. */
  name: string;
};

/** Whom one wants as customers: fields, their weights, and what fits. A version is never changed. */
export type FitProfile = {
  version: string;
  fields: readonly { field: string; weight: number; bands: readonly FitBand[] }[];
};

export type FitScore = {
  /** 0 to 100; fields that are not known count 0. */
  score: number;
  /** What it would be if everything that is not known fitted in full. */
  possible: number;
  /** Share of the weights whose field is known. */
  known: number;
  fields: {
    field: string;
    value: ModelValue;
    weight: number;
    fit: number | null;
    /** Of the score; all of them sum to it. */
    points: number;
    words: string;
  }[];
  method: 'weighted fit';
  version: string;
};

/**
 * How well an account fits the profile of an ideal customer, explained field by field: points sum to the score. Refuses
 * weights that are negative or all 0, and fits outside of 0 to 1.
 * @example
 * const profile = { version: '2026-11', fields: [
 *   { field: 'industry', weight: 3, bands: [{ oneOf: ['Optics'], fit: 1, name: 'optics' }] },
 *   { field: 'employees', weight: 1, bands: [{ from: 200, to: 5000, fit: 1, name: '200 to 5,000 people' }, { from: 50, fit: 0.5, name: 'from 50 people' }] },
 * ] };
 * const { score, fields } = scoreFit({ industry: 'optics', employees: 80 }, profile);
 * score // 87.5
 * fields.map(({ words }) => words) // ['optics: fits in full, 75.0 of 75.0 points.', 'from 50 people: fits by 50%, 12.5 of 25.0 points.']
 */
export function scoreFit(
  account: Readonly<Record<string, ModelValue | undefined>>,
  profile: FitProfile,
): FitScore {
  const total = profile.fields.reduce((sum, { weight }) => sum + weight, 0);
  mustBe(
    Number.isFinite(total) && total > 0 && profile.fields.every(({ weight }) => weight >= 0),
    'The profile has no weights.',
    'Give each field a weight from 0 on, and one above 0.',
  );
  const fits = profile.fields.flatMap(({ bands }) => bands.map(({ fit }) => fit));
  mustBe(
    fits.every((fit) => fit >= 0 && fit <= 1),
    'A band of the profile fits by less than nothing or more than in full.',
    'Give fits from 0 to 1.',
  );
  let unknown = 0;
  const fields = profile.fields.map(({ field, weight, bands }) => {
    const value = account[field] ?? null;
    const most = (100 * weight) / total;
    if (value === null || value === '') {
      unknown += most;
      const words = `${field} is not known: 0 of ${most.toFixed(1)} points.`;
      return { field, value, weight, fit: null, points: 0, words };
    }
    const band = bands.find((one) => holds(one, value));
    const fit = band?.fit ?? 0;
    const points = most * fit;
    const how = fit === 1 ? 'fits in full' : fit === 0 ? 'does not fit' : `fits by ${percent(fit)}`;
    const name = band?.name ?? `${field} ${value}`;
    const words = `${name}: ${how}, ${points.toFixed(1)} of ${most.toFixed(1)} points.`;
    return { field, value, weight, fit, points, words };
  });
  const score = Math.min(
    100,
    fields.reduce((sum, { points }) => sum + points, 0),
  );
  return {
    score,
    possible: Math.min(100, score + unknown),
    known: 1 - unknown / 100,
    fields,
    method: 'weighted fit',
    version: profile.version,
  };
}

const percent = (share: number) => `${Math.round(share * 100)}%`;

function holds({ oneOf, from, to }: FitBand, value: ModelValue): boolean {
  if (oneOf) {
    const plain = String(value).trim().toLowerCase();
    return oneOf.some((one) => one.trim().toLowerCase() === plain);
  }
  if (typeof value !== 'number') return false;
  return value >= (from ?? Number.NEGATIVE_INFINITY) && value < (to ?? Number.POSITIVE_INFINITY);
}
