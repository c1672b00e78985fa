import type { Issue } from '../shared/issue.ts';
import { TOO_LARGE } from './parse-number.ts';

/** Where an issue is: the line of the row, the header of the column and what the cell says. */
export type Place = { line: number; field: string | null; cell: string };

function shown({ cell }: Place): string {
  return `“${cell.trim().slice(0, 60)}”`;
}

/** A row whose day cannot be read. */
export function badDate(place: Place): Issue {
  const message = place.cell.trim() === '' ? 'The row has no date.' : `${shown(place)} is no date.`;
  return issue('bad_date', place, { message, hint: 'Use dates such as 2026-01-31.' });
}

/** A row of a period in a file of single days. */
export function mixedPeriods(place: Place): Issue {
  const message = 'The row covers several days, while the first rows cover one day each.';
  return issue('mixed_periods', place, { message, hint: 'Export the file with one row per day.' });
}

/** A row with more cells than columns: a comma that should stand in quotes has moved its values. */
export function tooManyCells(place: Place, cells: number, columns: number): Issue {
  return issue('too_many_cells', place, {
    message: `The row has ${cells} cells under ${columns} columns, so its values may stand in the wrong ones.`,
    hint: 'Put names and numbers that contain the separator in quotes, or export the file again.',
  });
}

/** A number that cannot be read or stored. */
export function badNumber(place: Place, value: number): Issue {
  if (value !== TOO_LARGE) {
    return issue('bad_number', place, {
      message: `${shown(place)} is no number.`,
      hint: 'Correct the cell, or leave the column out of the mapping.',
    });
  }
  return issue('number_too_large', place, {
    message: `${shown(place)} is larger than can be stored exactly.`,
    hint: 'Check the column; the largest value is 9,007,199,254.',
  });
}

/** A row whose currency does not exist, or is not said. */
export function badCurrency(place: Place): Issue {
  if (place.cell.trim() === '') {
    return issue('currency_missing', place, {
      message: 'The row does not say its currency.',
      hint: 'Name it: --currency EUR.',
    });
  }
  return issue('unknown_currency', place, {
    message: `${shown(place)} is no currency.`,
    hint: 'Use codes such as EUR, USD or GBP.',
  });
}

/** Money of two currencies in one row. */
export function twoCurrencies(place: Place): Issue {
  return issue('two_currencies', place, {
    message: `${shown(place)} is in another currency than the rest of the row.`,
    hint: 'Export the amounts in one currency.',
  });
}

/** A value below zero: kept. */
export function negativeValue(place: Place): Issue {
  return {
    ...issue('negative_value', place, {
      message: `${shown(place)} is below zero; it is kept as it is.`,
      hint: 'Platforms write corrections this way; check it when you do not expect one.',
    }),
    severity: 'warning',
  };
}

/** A hidden value: neither the bound nor zero. */
export function censoredValue(place: Place): Issue {
  return {
    ...issue('censored_value', place, {
      message: `${shown(place)} hides the value; it is stored as not given.`,
      hint: '',
    }),
    severity: 'info',
    hint: null,
  };
}

function issue(
  code: string,
  { line, field }: Place,
  words: { message: string; hint: string },
): Issue {
  return { code, severity: 'error', ...words, line, field };
}
