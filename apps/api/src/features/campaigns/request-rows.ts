import { type FormInfo, RequestForm, shippedForms } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type * as z from 'zod';
import type { RequestTable } from '../../stores/records/campaign-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Form, Request } from './requests.schema.ts';
import { nameOf } from './to-campaign.ts';

export type RequestRow = Selectable<RequestTable>;

/** Forms of the workspace, then those that come with the product and are not replaced. */
export async function formsIn(db: Db | Trx, workspaceId: string): Promise<z.output<typeof Form>[]> {
  const rows = await db
    .selectFrom('request_forms')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('made_at')
    .execute();
  const own = rows.map(({ form, version }) => ({ ...RequestForm.parse(form), own: true, version }));
  const replaced = new Set(own.map(({ id }) => id));
  const shipped = shippedForms()
    .filter(({ id }) => !replaced.has(id))
    .map((form) => ({ ...RequestForm.parse(form), own: false, version: 0 }));
  return [...own, ...shipped];
}

/** One request. `hold`: nobody else changes it until the end. @throws MopsError NOT_FOUND */
export async function requestRow(
  db: Db | Trx,
  workspaceId: string,
  id: string,
  { hold = false }: { hold?: boolean } = {},
): Promise<RequestRow> {
  const row = await db
    .selectFrom('requests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(hold, (found) => found.forUpdate())
    .executeTakeFirst();
  if (!row)
    throw new MopsError('NOT_FOUND', 'There is no such request.', 'See the list of requests.');
  return row;
}

export const formOf = (row: RequestRow) => row.form as FormInfo & Request['form'];

export function toRequest(
  row: RequestRow,
  { names, now }: { names: ReadonlyMap<string, string>; now: number },
): Request {
  const by = row.answered_at?.getTime() ?? now;
  return {
    id: row.id,
    title: row.title,
    form: formOf(row),
    answers: row.answers as Request['answers'],
    state: row.state as Request['state'],
    priority: row.priority as Request['priority'],
    owner: row.owner,
    ownerName: nameOf(names, row.owner),
    askedBy: nameOf(names, row.asked_by) ?? '',
    askedAt: row.asked_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    late: by > row.due_at.getTime(),
    reason: row.reason,
    became:
      row.became_kind === null || row.became_id === null
        ? null
        : { kind: row.became_kind as 'campaign', id: row.became_id },
    version: row.version,
  };
}
