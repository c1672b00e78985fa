import type { DecimalMark } from './parse-number.ts';

/** What cells say of the decimal mark; `1,234` alone is loose: a decimal or a thousands mark. */
export type Evidence = { point: number; comma: number; loosePoint: number; looseComma: number };

const STRIP = /[^\d.,'’ʼ\s\u00a0\u202f_]/g;

/** `1.234,5` says comma, `1,234.5` point, `1,234` only that there is a comma, `12` nothing. */
function evidenceOf(cell: string): keyof Evidence | null {
  if (cell.length > 60 || !/\d/.test(cell)) return null;
  const text = cell
    .replace(/e[+-]?\d+$/i, '')
    .replace(STRIP, '')
    .trim();
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  if (points + commas === 0) return null;
  if (points > 0 && commas > 0) {
    return text.lastIndexOf('.') > text.lastIndexOf(',') ? 'point' : 'comma';
  }
  const mark = points > 0 ? 'point' : 'comma';
  if (points + commas > 1) return mark === 'point' ? 'comma' : 'point';
  const [whole = '', fraction = ''] = text.split(/[.,]/);
  if (fraction.length !== 3 || /['’ʼ\s\u00a0\u202f]/.test(whole)) return mark;
  const digits = whole.replace(/\D/g, '');
  const decimal = digits.length === 0 || digits.length > 3 || digits.startsWith('0');
  if (decimal) return mark;
  return mark === 'point' ? 'loosePoint' : 'looseComma';
}

/**
 * Reads all sampled cells of a column.
 * @example columnEvidence(['1,234', '12,5']) // { point: 0, comma: 1, loosePoint: 0, looseComma: 1 }
 */
export function columnEvidence(cells: readonly string[]): Evidence {
  const evidence: Evidence = { point: 0, comma: 0, loosePoint: 0, looseComma: 0 };
  for (const cell of cells) {
    const found = evidenceOf(cell);
    if (found) evidence[found]++;
  }
  return evidence;
}

export type NumberHints = {
  /** Mark that the locale a person chose uses. */
  locale: DecimalMark | null;
  /** Evidence of all columns of the file together. */
  file: Evidence;
  /** Evidence of the columns of whole numbers: a mark before three digits groups thousands there. */
  whole: Evidence;
  /** Mark that the language of the headers uses. */
  language: DecimalMark | null;
  delimiter: string;
};

/**
 * The decimal mark of a column: from its own cells, the chosen locale, the rest of the file, the
 * language and the delimiter; null: cells can be read in two ways and nothing decides.
 *
 * @example decideDecimal(columnEvidence(['1.234,5']), hints) // ','
 */
export function decideDecimal(own: Evidence, hints: NumberHints): DecimalMark | null {
  const sure =
    more(own.point, own.comma) ?? hints.locale ?? more(hints.file.point, hints.file.comma);
  if (sure) return sure;
  const grouping = more(hints.whole.looseComma, hints.whole.loosePoint);
  if (grouping) return grouping;
  const delimiter = hints.delimiter === ';' ? ',' : null;
  if (own.loosePoint + own.looseComma === 0) return hints.language ?? delimiter ?? '.';
  if (hints.language && delimiter && hints.language !== delimiter) return null;
  return hints.language ?? delimiter;
}

function more(point: number, comma: number): DecimalMark | null {
  if (point === comma) return null;
  return point > comma ? '.' : ',';
}

const POINT_LOCALES =
  /^(?:en|he|ja|ko|zh|th|hi|ar|es-(?:mx|us|pr|gt|hn|ni|pa|pe|sv|do|cu)|de-(?:ch|li)|it-ch|fr-ch|ms|ta|te|bn|fil)\b/i;

/**
 * The decimal mark of a locale.
 * @example decimalOfLocale('fr-FR') // ','
 */
export function decimalOfLocale(locale: string): DecimalMark {
  return POINT_LOCALES.test(locale) && !/^en-za\b/i.test(locale) ? '.' : ',';
}
