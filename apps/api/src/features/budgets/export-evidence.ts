import { createHash } from 'node:crypto';
import { firstDay, instantInZone, lastDay } from '@openmops/domain/calendar';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Month, monthNumber } from './budgets.schema.ts';
import {
  approvalsCsv,
  changesCsv,
  type EvidenceOf,
  expensesCsv,
  ordersCsv,
} from './evidence-tables.ts';
import { writeZip } from './write-zip.ts';

const ROOMS = ['plans.%', 'budgets.%', 'commitments.%', 'expenses.%'];

/**
 * Everything an auditor asks of some months, as a ZIP: approvals, changes, expenses, orders, the
 * entries of the audit trail with their chain, and the hash of each file.
 */
export const exportEvidence = verb({
  name: 'budgets.evidence',
  permission: 'audit.read',
  kind: 'read',
  input: z.strictObject({ from: Month, to: Month }),
  async run({ instance, db, workspace }, { from, to }) {
    const months = { from: monthNumber(from), to: monthNumber(to) };
    if (months.from > months.to || months.to - months.from > 36)
      throw new MopsError(
        'INVALID',
        'The period is no period.',
        'Give up to three years, in order.',
      );
    const names = await namesOfPeople(instance, workspace.id);
    const at = (day: number) => new Date(instantInZone({ day, second: 0 }, workspace.timeZone));
    const of: EvidenceOf = {
      db,
      workspaceId: workspace.id,
      months,
      since: at(firstDay(months.from)),
      until: at(lastDay(months.to) + 1),
      who: (id) => (id === null ? '' : (names.get(id) ?? id)),
    };
    const files = [
      { name: 'approvals.csv', text: await approvalsCsv(of) },
      { name: 'changes.csv', text: await changesCsv(of) },
      { name: 'expenses.csv', text: await expensesCsv(of) },
      { name: 'orders.csv', text: await ordersCsv(of) },
      { name: 'audit.jsonl', text: await trailOf(of) },
    ];
    const about = { name: 'README.txt', text: aboutText(workspace.name, { from, to }) };
    const hashed = [...files, about];
    const sums = hashed.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join('');
    const zip = writeZip([...hashed, { name: 'SHA256SUMS', text: sums }]);
    return { name: `evidence-${workspace.slug}-${from}-${to}.zip`, zip };
  },
});

/** Entries of the trail about money, each with its own hash and the one before it. */
async function trailOf({ db, workspaceId, since, until }: EvidenceOf): Promise<string> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('at', '>=', since)
    .where('at', '<', until)
    .where((where) => where.or(ROOMS.map((room) => where('verb', 'like', room))))
    .orderBy('seq')
    .execute();
  return rows.map(({ workspace_id: _, ...row }) => `${JSON.stringify(row)}\n`).join('');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function aboutText(workspace: string, { from, to }: { from: string; to: string }): string {
  return `Evidence of budgets: ${workspace}, ${from} to ${to}

approvals.csv  who approved, rejected, accepted, closed and reopened what
changes.csv    every cell of a plan that was changed, by whom, when and why
expenses.csv   expenses booked in these months, with the exchange rate that was kept
orders.csv     orders made, decided or ended in these months
audit.jsonl    the entries of the audit trail about them, with the hash of each and of the one before
SHA256SUMS     the hash of each file: sha256sum --check SHA256SUMS

Whether the whole trail stands unchanged: openmops verify
`;
}
