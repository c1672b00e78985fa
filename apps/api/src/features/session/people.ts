import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';

/** A person without a password: only a one-time link opens the account. */
export async function addPerson(
  trx: Trx,
  person: { name: string; email: string },
): Promise<string> {
  const id = newId('us');
  await trx
    .insertInto('users')
    .values({ id, name: person.name, email: person.email, email_verified: true, image: null })
    .execute();
  return id;
}

/** Sets the first password of a person. Hash it before the transaction begins: it takes a while. */
export async function setPassword(trx: Trx, userId: string, passwordHash: string): Promise<void> {
  await trx
    .insertInto('accounts')
    .values({
      id: newId('ac'),
      user_id: userId,
      account_id: userId,
      provider_id: 'credential',
      password: passwordHash,
    })
    .execute();
}
