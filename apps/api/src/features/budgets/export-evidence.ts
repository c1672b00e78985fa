import { createHash } from 'node:crypto';
import { firstDay, instantInZone, lastDay } from '@openmops/domain/calendar';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { auditText } from '../audit/append-audit.ts';
import { hashedOf } from '../audit/verify-audit.ts';
import { VERIFY_SCRIPT } from '../audit/verify-script.ts';
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

const ROOMS = ['plans.%', 'budgets.%', 'commitments.%', 'expenses.%', 'incentives.%'];

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
      ...(await trailOf(of)),
    ];
    const about = { name: 'README.txt', text: aboutText(workspace.name, { from, to }) };
    const hashed = [...files, { name: 'verify.mjs', text: VERIFY_SCRIPT }, about];
    const sums = hashed.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join('');
    const zip = writeZip([...hashed, { name: 'SHA256SUMS', text: sums }]);
    return { name: `evidence-${workspace.slug}-${from}-${to}.zip`, zip };
  },
});

/**
 * Entries of the trail about money with the text that was hashed, and the links of the chain from the first of the
 * period to the last there is: of other entries their hashes alone, so that nothing of them is told.
 */
async function trailOf({ db, workspaceId, since, until }: EvidenceOf) {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('at', '>=', since)
    .where('at', '<', until)
    .where((where) => where.or(ROOMS.map((room) => where('verb', 'like', room))))
    .orderBy('seq')
    .execute();
  const links = await db
    .selectFrom('audit')
    .select(['seq', 'previous', 'hash'])
    .where('workspace_id', '=', workspaceId)
    .where('seq', '>=', rows[0]?.seq ?? 1)
    .orderBy('seq')
    .execute();
  const entries = rows.map(({ workspace_id, ...row }) => ({
    ...row,
    normal: auditText(hashedOf(workspace_id, row)),
  }));
  const text = (lines: readonly unknown[]) =>
    lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return [
    { name: 'audit.jsonl', text: text(entries) },
    { name: 'chain.jsonl', text: text(links) },
  ];
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function aboutText(workspace: string, { from, to }: { from: string; to: string }): string {
  return `Evidence of budgets: ${workspace}, ${from} to ${to}

approvals.csv  who approved, rejected, accepted, closed and reopened what
changes.csv    every cell of a plan that was changed, by whom, when and why
expenses.csv   expenses booked in these months, with the exchange rate that was kept
orders.csv     orders made, decided or ended in these months
audit.jsonl    the entries of the audit trail about them; \`normal\` is the text that was hashed;
               \`alone\` in details: a step of somebody who was the only member
chain.jsonl    the hashes of all entries from the first of them to the last there is
verify.mjs     follows the steps below: node verify.mjs
SHA256SUMS     the hash of each file

How to check it without OpenMOps

1. The files: sha256sum --check SHA256SUMS
2. Each entry: for a line of audit.jsonl, SHA-256 of \`previous\`, one line feed and \`normal\`, as UTF-8, is \`hash\`.
   \`normal\` holds in order: workspace, number, instant, kind and id of who did it, what was done, the digest of
   what was sent, the details, and the request.
3. The chain: in chain.jsonl the numbers grow by one, \`previous\` of each is \`hash\` of the one before, and the
   hashes of audit.jsonl stand in it under their numbers.
4. The end: keep the last hash of chain.jsonl where nobody of OpenMOps can write. An archive that is made later
   has it in its chain as long as nothing was rewritten.

With OpenMOps: openmops verify
`;
}
