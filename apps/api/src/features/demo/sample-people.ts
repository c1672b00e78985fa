import type { Trx } from '../../stores/records/records.ts';
import { addPerson } from '../session/people.ts';

/** People of the sample company, who look and never sign in; those that are there stay. Their ids by address. */
export async function keepSamplePeople(
  trx: Trx,
  workspaceId: string,
  people: readonly { name: string; email: string }[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const person of people) {
    const there = await trx
      .selectFrom('users')
      .select('id')
      .where('email', '=', person.email)
      .executeTakeFirst();
    const id = there?.id ?? (await addPerson(trx, person));
    ids.set(person.email, id);
    await trx
      .insertInto('members')
      .values({ workspace_id: workspaceId, user_id: id, role: 'viewer' })
      .onConflict((on) => on.doNothing())
      .execute();
  }
  return ids;
}

/** Takes away those who belong to the sample and to nothing else. */
export async function removeSamplePeople(
  trx: Trx,
  workspaceId: string,
  people: readonly { email: string }[],
): Promise<void> {
  const emails = people.map(({ email }) => email);
  await trx
    .deleteFrom('users')
    .where('email', 'in', emails)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('members')
          .select('user_id')
          .whereRef('members.user_id', '=', 'users.id')
          .where('members.workspace_id', '=', workspaceId),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members')
            .select('user_id')
            .whereRef('members.user_id', '=', 'users.id')
            .where('members.workspace_id', '!=', workspaceId),
        ),
      ),
    )
    .execute();
}
