import { instantReader, type Json, listReader, textReader, withDerived } from '../parts/readers.ts';
import { property } from './paths.ts';
import { idsOf } from './prepare-contact.ts';

const ids = (object: string, v1: string) =>
  listReader(`associations.${object}.results|associations.${v1}|${object}`);
const contacts = ids('contacts', 'contactIds');
const companies = ids('companies', 'companyIds');
const deals = ids('deals', 'dealIds');
const type = textReader('engagement.type|type');
const happened = instantReader(
  `${property('hs_timestamp')}|engagement.timestamp|start_time|${property('hs_meeting_start_time')}|engagement.createdAt|${property('hs_createdate')}|createdAt`,
);
const taskDue = instantReader(`${property('hs_timestamp')}|engagement.timestamp`);
const taskMade = instantReader(`${property('hs_createdate')}|engagement.createdAt|createdAt`);

const KINDS: Readonly<Record<string, string>> = {
  call: 'call',
  email: 'email',
  incoming_email: 'email',
  forwarded_email: 'email',
  meeting: 'meeting',
  task: 'task',
  note: 'note',
};

/** What sales did. The time of a task is when it is due, so it counts from when it was written. */
export const prepareActivity =
  (known?: string) =>
  (record: Json): Json[] => {
    const kind = known ?? KINDS[type(record)?.toLowerCase() ?? ''];
    const isTask = kind === 'task';
    const at = (isTask ? taskMade(record) : null) ?? happened(record);
    if (kind === undefined || at === null) return [];
    return [
      withDerived(record, {
        kind,
        at,
        due_at: isTask ? taskDue(record) : null,
        contact_id: idsOf(contacts(record))[0] ?? null,
        account_id: idsOf(companies(record))[0] ?? null,
        deal_id: idsOf(deals(record))[0] ?? null,
      }),
    ];
  };
