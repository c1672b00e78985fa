import { monthOf } from '@openmops/domain/calendar';
import type { Rate } from '@openmops/domain/kpi';
import { formatDay, type Issue, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { closedMonths } from '../budgets/closed-months.ts';
import { openTable, readRows } from '../imports/read/read-table.ts';
import { removeUpload, uploadPath } from '../imports/uploads.ts';
import { parseRate, rateColumns } from './parse-rates.ts';
import { forgetUpload, saveRates, uploadName } from './rates.queries.ts';

const MAX_RATES = 1_000_000;
const SHOWN_ISSUES = 20;

/**
 * Loads a file of exchange rates: columns day, from, to, rate. One bad line refuses the file. Rates of
 * months that finance has closed are not changed; `kept` counts them.
 */
export const importRates = verb({
  name: 'rates.import',
  permission: 'rates.write',
  kind: 'long',
  input: z.strictObject({ upload: z.string().max(64) }),
  async run({ workspace, env, db, transact, audit }, { upload }) {
    const name = await uploadName(db, workspace.id, upload);
    if (name === null)
      throw new MopsError('NOT_FOUND', 'There is no such upload.', 'Upload the file again.');
    const { rates, issues } = await readRates(uploadPath(env.dataDir, upload));
    if (issues.length > 0) {
      throw new MopsError(
        'INVALID',
        issues[0]?.message ?? 'The file cannot be read.',
        issues[0]?.hint ?? null,
        { issues: issues.slice(0, SHOWN_ISSUES) },
      );
    }
    // Rates of a closed month stay as they were when it was closed.
    const closed = await closedMonths(db, workspace.id);
    const open = rates.filter(({ day }) => !closed.has(monthOf(day).month));
    const kept = rates.length - open.length;
    const pairs = [...new Set(rates.map(({ from, to }) => `${from} → ${to}`))].sort();
    const days = rates.map(({ day }) => day).sort((a, b) => a - b);
    const first = formatDay(days[0] ?? 0);
    const last = formatDay(days.at(-1) ?? 0);
    await transact(async (trx) => {
      audit({ rates: open.length, pairs, from: first, to: last, ...(kept > 0 ? { kept } : {}) });
      await saveRates(trx, workspace.id, { rates: open, source: name });
      await forgetUpload(trx, workspace.id, upload);
    });
    await removeUpload(env.dataDir, upload);
    return { rates: open.length, kept, pairs, period: { from: first, to: last } };
  },
});

async function readRates(path: string): Promise<{ rates: Rate[]; issues: Issue[] }> {
  const file = await openTable(path);
  const head = typeof file.head === 'string' ? (file.head.split(/\r?\n/, 1)[0] ?? '') : '';
  const delimiter = [';', '\t'].find((mark) => head.includes(mark)) ?? ',';
  const rates = new Map<string, Rate>();
  const issues: Issue[] = [];
  let at: ReturnType<typeof rateColumns> = null;
  for await (const rows of readRows(file, delimiter)) {
    for (const row of rows) {
      if (row.cells.every((cell) => cell.trim() === '')) continue;
      if (!at) {
        at = rateColumns(row.cells);
        if (!at) throw noColumns(row.cells);
        continue;
      }
      const rate = parseRate(row, at);
      if ('code' in rate) issues.push(rate);
      else rates.set(`${rate.from}${rate.to}${rate.day}`, rate);
      if (rates.size > MAX_RATES)
        throw new MopsError('LIMIT', 'The file has more than a million rates.', 'Split it.');
      if (issues.length >= SHOWN_ISSUES) return { rates: [], issues };
    }
  }
  if (issues.length === 0 && rates.size === 0)
    throw new MopsError('INVALID', 'The file has no rates in it.', COLUMNS_HINT);
  return { rates: [...rates.values()], issues };
}

const COLUMNS_HINT =
  'The first line names the columns day, from, to, rate; each further line is one rate.';

function noColumns(cells: string[]): MopsError {
  return new MopsError(
    'INVALID',
    `The first line names ${cells.slice(0, 8).join(', ')}, but not all of day, from, to and rate.`,
    COLUMNS_HINT,
  );
}
