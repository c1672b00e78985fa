import { instantReader, type Json, textReader, withDerived } from '../parts/readers.ts';
import { spellings } from '../parts/spellings.ts';

export const EMAIL_ID = spellings('list_email_id', 'email_id', 'email_template_id');

const type = textReader('type');
const typeName = textReader(spellings('type_name'));
const email = textReader(EMAIL_ID);
const at = instantReader(spellings('created_at'));

/** Types of e-mail activities; those of other assets have the same numbers. */
const EMAIL: Readonly<Record<string, string>> = {
  1: 'click',
  6: 'sent',
  11: 'open',
  12: 'unsubscribe',
  13: 'hard_bounce',
  14: 'spam',
  36: 'hard_bounce',
};
const TOUCHES: Readonly<Record<string, string>> = {
  2: 'visit',
  4: 'form',
  17: 'ad_click',
  20: 'visit',
  21: 'visit',
  22: 'chat',
  24: 'event',
  29: 'event',
};

/**
 * A visitor activity by the number of its type: an event of an e-mail, or a touch. Errors, searches,
 * views of forms that were not sent, and opportunities leave no row.
 */
export function prepareActivity(record: Json): Json[] {
  const kind = type(record) ?? '';
  const name = typeName(record)?.toLowerCase() ?? '';
  const ofEmail = email(record) !== null || /^e-?mail/.test(name);
  const mail = ofEmail ? EMAIL[kind] : undefined;
  if (mail !== undefined) return [withDerived(record, { row: 'email_event', kind: mail })];
  const touch = TOUCHES[kind];
  const shown = kind === '2' && /form/.test(name);
  if (touch === undefined || shown || ofEmail) return [];
  return [withDerived(record, { row: 'touchpoint', kind: touch, at: at(record) })];
}
