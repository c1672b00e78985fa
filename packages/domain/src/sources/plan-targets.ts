import { IMPORTED_MEASURES, storedMeasure } from '../catalogue/stored-measures.ts';
import { DIMENSIONS, type DimensionId } from '../kpi/dimensions.ts';
import type { DatasetId } from '../kpi/schema.ts';
import { MopsError } from '../shared/error.ts';
import { headerKey } from './clean-text.ts';
import { headerKeys, headerMeanings, isDerived } from './header-words.ts';
import type { HeaderLanguage, Preset } from './preset.ts';
import type { ColumnPlan, MappingInput } from './schema.ts';

export type Target = {
  target: string | null;
  reason: ColumnPlan['reason'];
  grain: ColumnPlan['grain'];
  why: string | null;
};

/** Targets that are neither dimension nor measure. */
const SPECIAL = new Set([
  ...['day', 'day_to', 'currency', 'ignore', 'position', 'source_medium'],
  ...['closed_day', 'mql_day', 'sql_day', 'amount', 'won', 'lost', 'closed', 'deleted', 'name'],
]);
const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const DIMENSION_IDS = new Set<string>(DIMENSIONS.map((one) => one.id));

/** Whether a target is the id of a dimension. */
export function isDimension(target: string): target is DimensionId {
  return DIMENSION_IDS.has(target);
}

/**
 * What a platform's (or, with null, any tool's) words say of each header.
 * @example planByWords(['Tag', 'Kosten'], null, 'ad_delivery').targets[1]?.target // 'spend'
 */
export function planByWords(
  headers: readonly string[],
  preset: Preset | null,
  dataset: DatasetId,
): { targets: Target[]; language: HeaderLanguage | null } {
  const meanings = headerMeanings(preset);
  const ignored = headerKeys(preset?.ignored);
  const derived = headerKeys(preset?.derived);
  const best = new Map<string, { at: number; rank: number }>();
  const languages = new Map<HeaderLanguage, number>();
  headers.forEach((header, at) => {
    const meaning = meanings.get(headerKey(header));
    if (!meaning) return;
    languages.set(meaning.language, (languages.get(meaning.language) ?? 0) + 1);
    if (ignored.has(headerKey(header)) && meaning.rank >= 100) return;
    const known = best.get(meaning.target);
    if (!known || meaning.rank < known.rank) best.set(meaning.target, { at, rank: meaning.rank });
  });
  const finest = GRAINS.find((grain) => best.has(grain));
  const targets = headers.map((header, at): Target => {
    const key = headerKey(header);
    const meaning = meanings.get(key);
    const own = meaning && meaning.rank < 100;
    if (derived.has(key) || (isDerived(header) && !own))
      return left('derived', 'A ratio or mean: OpenMOps computes it from its parts.');
    if (ignored.has(key) && !own) return left('not_kept', 'Says nothing that OpenMOps counts by.');
    if (!meaning) return left('unmapped', null);
    const { target } = meaning;
    if (best.get(target)?.at !== at) {
      const other = headers[best.get(target)?.at ?? 0] ?? '';
      return left('duplicate', `“${other}” is used for the same thing.`);
    }
    const grain = GRAINS.find((one) => one === target);
    if (grain) {
      if (grain === finest) return { target: 'day', reason: null, grain, why: null };
      return left('period', 'A finer date column is used.');
    }
    if (target === 'period_start' || target === 'period_end') {
      if (finest || !best.has('period_start'))
        return left('period', 'The rows have their own days.');
      if (!best.has('period_end') && !preset?.startIsDay) {
        return left('period', 'Only the first day of a period: its last day is not in the file.');
      }
      return {
        target: target === 'period_start' ? 'day' : 'day_to',
        reason: null,
        grain: 'day',
        why: null,
      };
    }
    if (SPECIAL.has(target) || isDimension(target) || storedMeasure(dataset, target)) {
      return { target, reason: null, grain: 'day', why: null };
    }
    return left('unmapped', null);
  });
  return { targets, language: mainLanguage(languages) };
}

function left(reason: ColumnPlan['reason'], why: string | null): Target {
  return { target: null, reason, grain: 'day', why };
}

function mainLanguage(languages: Map<HeaderLanguage, number>): HeaderLanguage | null {
  let best: HeaderLanguage | null = null;
  for (const [language, count] of languages) {
    if (language === 'api') continue;
    if (best === null || count > (languages.get(best) ?? 0)) best = language;
  }
  return best;
}

/**
 * What a person's mapping says of each header; a column that it leaves out is unmapped. Throws
 * INVALID for a header that the file has not, and for a target that does not exist.
 */
export function planByMap(
  headers: readonly string[],
  map: MappingInput,
  preset: Preset | null,
): { targets: Target[]; dataset: DatasetId } {
  const wanted = new Map<number, string>();
  for (const [name, target] of Object.entries(map.columns)) {
    let at = headers.indexOf(name);
    if (at < 0) at = headers.findIndex((header) => headerKey(header) === headerKey(name));
    if (at < 0) {
      throw new MopsError(
        'INVALID',
        `The mapping names the column “${name}”, which the file has not.`,
        `Its columns are: ${headers.slice(0, 40).join(', ')}.`,
        { code: 'unknown_column', line: null },
      );
    }
    wanted.set(at, target);
  }
  const dataset = datasetOf([...wanted.values()], preset?.dataset ?? null);
  const meanings = headerMeanings(preset);
  const targets = headers.map((_, at): Target => {
    const target = wanted.get(at);
    if (target === undefined) return left('unmapped', null);
    if (target === 'ignore') return left('not_kept', 'The mapping leaves it out.');
    // A column “Week” that is mapped to the day carries the first day of each week.
    const word = target === 'day' ? meanings.get(headerKey(headers[at] ?? ''))?.target : target;
    const grain = GRAINS.find((one) => one === word) ?? 'day';
    const isDate = GRAINS.some((one) => one === target);
    return { target: isDate ? 'day' : target, reason: null, grain, why: null };
  });
  return { targets, dataset };
}

const DATASETS: DatasetId[] = [
  'ad_delivery',
  'web_session',
  'email_send',
  'search_console',
  'lead_stage',
];

/**
 * The one kind of rows that has all the measures of a mapping.
 * @example datasetOf(['day', 'campaign', 'sessions']) // 'web_session'
 */
function datasetOf(targets: readonly string[], preferred: DatasetId | null = null): DatasetId {
  const measures = targets.filter(
    (target) =>
      !SPECIAL.has(target) && !isDimension(target) && !GRAINS.some((grain) => grain === target),
  );
  const unknown = measures.find(
    (target) => !IMPORTED_MEASURES.some((one) => one.id === target || one.alias === target),
  );
  if (unknown !== undefined) {
    throw new MopsError(
      'INVALID',
      `The mapping sends a column to “${unknown}”, which is no dimension and no measure.`,
      'Use day, currency, ignore, a dimension such as campaign, or a measure such as spend or impressions.',
      { code: 'unknown_target', line: null },
    );
  }
  const order = preferred ? [preferred, ...DATASETS] : DATASETS;
  const dataset = order.find((one) => measures.every((target) => storedMeasure(one, target)));
  if (dataset) return dataset;
  throw new MopsError(
    'INVALID',
    `The mapping mixes measures of different kinds of rows: ${measures.join(', ')}.`,
    'Import advertising, web, e-mail, search and CRM columns as files of their own.',
    { code: 'mixed_measures', line: null },
  );
}

/** The kind of rows that most of the recognised words belong to. */
export function guessDataset(headers: readonly string[]): DatasetId {
  const meanings = headerMeanings(null);
  const found = new Set(headers.map((header) => meanings.get(headerKey(header))?.target));
  if (found.has('spend') || found.has('reach')) return 'ad_delivery';
  if (found.has('sessions')) return 'web_session';
  if (found.has('sent') || found.has('delivered')) return 'email_send';
  return 'ad_delivery';
}
