import { isCurrency } from '../money/currencies.ts';
import type { Issue } from '../shared/issue.ts';
import { currenciesOf } from './currencies.ts';
import { moneyMark } from './money-mark.ts';

export type FileCurrency = { currency: string | null; issues: Issue[] };

type Facts = {
  /** Currencies that the headers of money columns name. */
  headers: string[];
  /** Sampled cells of the money columns. */
  cells: string[];
  hasColumn: boolean;
  chosen: string | null;
  workspace: string | null;
};

/**
 * The currency of the money of a file that no column names row by row: header, then mark in the
 * cells, then what the person says, then the workspace's (with a warning).
 */
export function fileCurrency({
  headers,
  cells,
  hasColumn,
  chosen,
  workspace,
}: Facts): FileCurrency {
  if (chosen !== null && !isCurrency(chosen)) {
    return {
      currency: null,
      issues: [
        trouble(
          'unknown_currency',
          `“${chosen}” is no currency.`,
          'Use a code such as EUR, USD or GBP.',
        ),
      ],
    };
  }
  const named = headers[0] ?? onlyMark(cells);
  if (named && chosen && named !== chosen) {
    const message = `The file says its money is ${named}, not ${chosen}; ${named} is used.`;
    return {
      currency: named,
      issues: [
        {
          ...trouble(
            'currency_differs',
            message,
            `Leave the currency out, or check that this is the right file.`,
          ),
          severity: 'warning',
        },
      ],
    };
  }
  if (named) return { currency: named, issues: [] };
  if (chosen) return { currency: chosen, issues: [] };
  if (hasColumn) return { currency: workspace, issues: [] };
  return assumed(ambiguousMark(cells), workspace);
}

function assumed(mark: string | null, workspace: string | null): FileCurrency {
  const possible = mark ? currenciesOf(mark) : [];
  const fits = workspace !== null && (mark === null || possible.includes(workspace));
  const hint = `If that is wrong, name it: --currency ${workspace === 'EUR' ? 'USD' : 'EUR'}.`;
  if (fits) {
    const why = mark
      ? `“${mark}” can mean several currencies`
      : 'The file does not say its currency';
    const message = `${why}; ${workspace}, the workspace’s, is used.`;
    return {
      currency: workspace,
      issues: [{ ...trouble('currency_assumed', message, hint), severity: 'warning' }],
    };
  }
  if (mark === '$') {
    const message = '“$” can mean several currencies; US dollars are assumed.';
    return {
      currency: 'USD',
      issues: [
        {
          ...trouble('currency_assumed', message, 'If that is wrong, name it: --currency CAD.'),
          severity: 'warning',
        },
      ],
    };
  }
  const message = mark
    ? `“${mark}” can mean ${possible.join(', ')}, and nothing says which.`
    : 'Nothing says in which currency the money is.';
  return {
    currency: null,
    issues: [trouble('currency_missing', message, `Name it: --currency ${possible[0] ?? 'EUR'}.`)],
  };
}

function trouble(code: string, message: string, hint: string): Issue {
  return { code, severity: 'error', message, hint, line: null, field: null };
}

function onlyMark(cells: readonly string[]): string | null {
  const found = new Set<string>();
  for (const cell of cells) {
    const possible = currenciesOf(moneyMark(cell));
    if (possible.length === 1 && possible[0]) found.add(possible[0]);
  }
  return [...found][0] ?? null;
}

function ambiguousMark(cells: readonly string[]): string | null {
  for (const cell of cells) {
    const mark = moneyMark(cell);
    if (currenciesOf(mark).length > 1) return mark;
  }
  return null;
}
