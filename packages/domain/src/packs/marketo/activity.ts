import { pageOf } from '../parts/page.ts';
import {
  asJson,
  instantReader,
  type Json,
  joinId,
  listReader,
  objectReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';
import { transitionOf } from '../parts/transitions.ts';

export const ACTIVITY_ID = 'marketoGUID|marketo_guid|id';
export const LEAD_ID = 'leadId|lead_id';
export const ACTIVITY_AT = 'activityDate|activity_date';
const PRIMARY = 'primaryAttributeValue|primary_attribute_value';
const PRIMARY_ID = 'primaryAttributeValueId|primary_attribute_value_id';

/** E-mail activities that every subscription has, by the id of their type. */
const EMAIL: Readonly<Record<string, string>> = {
  6: 'sent',
  7: 'delivered',
  8: 'hard_bounce',
  9: 'unsubscribe',
  10: 'open',
  11: 'click',
  27: 'soft_bounce',
};
/** Fields whose changes are changes of the stage. */
const STAGE_FIELDS = new Set([
  'lead status',
  'lifecycle stage',
  'lifecycle status',
  'revenue stage',
]);

const id = textReader(ACTIVITY_ID);
const type = textReader('activityTypeId|activity_type_id');
const lead = textReader(LEAD_ID);
const at = instantReader(ACTIVITY_AT);
const primary = textReader(PRIMARY);
const primaryId = textReader(PRIMARY_ID);
const list = listReader('attributes');
const object = objectReader('attributes');
const name = textReader('name');
const value = textReader('value');

/** An attribute of an activity: in a list of names and values, in an object, or in a column of its own. */
function attribute(record: Json, wanted: string): string | null {
  for (const one of list(record)) {
    const entry = asJson(one);
    if (entry && name(entry) === wanted) return value(entry);
  }
  const plain = wanted.toLowerCase().replace(/ /g, '_');
  const inner = object(record) ?? record;
  for (const key of [wanted, plain]) {
    const found = inner[key];
    if (found !== null && found !== undefined && found !== '') return String(found);
  }
  return null;
}

/** An activity as an event of an e-mail, a touch, a change of the stage or a merge; others leave no row. */
export function prepareActivity(record: Json): Json[] {
  const kind = type(record) ?? '';
  const contact_id = lead(record);
  const mail = EMAIL[kind];
  if (mail !== undefined)
    return [
      withDerived(record, {
        row: 'email_event',
        kind: mail,
        event_id: id(record),
        message_id: joinId(primaryId(record), attribute(record, 'Campaign Run ID'), contact_id),
        url: attribute(record, 'Link'),
        user_agent: attribute(record, 'User Agent'),
      }),
    ];
  if (kind === '1') return [touch(record, 'visit', primary(record))];
  if (kind === '2') return [touch(record, 'form', primary(record))];
  if (kind === '104') return progression(record);
  if (kind === '32')
    return (attribute(record, 'Merge IDs') ?? '')
      .split(/[^\d]+/)
      .filter((one) => one !== '' && one !== contact_id)
      .map((one) => ({ derived: { row: 'merged', contact_id: one, merged_into: contact_id } }));
  if (kind === '37') return [{ derived: { row: 'gone', contact_id } }];
  const isStage = kind === '13' && STAGE_FIELDS.has(primary(record)?.toLowerCase() ?? '');
  if (!isStage && kind !== '101') return [];
  const word = isStage ? 'Value' : 'Stage';
  const change = transitionOf(record, {
    entity: 'contact',
    id: contact_id,
    from: attribute(record, `Old ${word}`),
    to: attribute(record, `New ${word}`),
    at: at(record),
  });
  return change === null ? [] : [change];
}

function touch(record: Json, kind: string, content: string | null): Json {
  const query = attribute(record, 'Query Parameters');
  const url = attribute(record, 'Webpage URL') ?? attribute(record, 'Referrer URL');
  const page = pageOf(query === null ? url : `${url ?? ''}?${query.replace(/^\?/, '')}`);
  return withDerived(record, {
    row: 'touchpoint',
    touch_id: id(record),
    kind,
    contact_id: lead(record),
    at: at(record),
    ...page,
    content,
  });
}

/** Success in a program is an answer to it; other steps are not. */
function progression(record: Json): Json[] {
  if (!/^(true|1|yes)$/i.test(attribute(record, 'Success') ?? '')) return [];
  return [
    withDerived(record, {
      row: 'touchpoint',
      touch_id: joinId('program', primaryId(record), lead(record)),
      kind: 'campaign_response',
      contact_id: lead(record),
      at: at(record),
      campaign_id: primaryId(record),
      campaign: primary(record),
      content: attribute(record, 'New Status'),
    }),
  ];
}

const program = textReader('programId|program_id');
const member = textReader('leadId|lead_id|id');
const success = textReader('reachedSuccess|reached_success');
const successAt = instantReader(
  'reachedSuccessDate|reached_success_date|membershipDate|membership_date|updatedAt|updated_at',
);

/** Members who reached the goal of a program, once per program; it is the touch that the activity tells too. */
export function prepareMember(record: Json): Json[] {
  if (!/^(true|1|yes)$/i.test(success(record) ?? '')) return [];
  return [
    withDerived(record, {
      row: 'touchpoint',
      touch_id: joinId('program', program(record), member(record)),
      kind: 'campaign_response',
      contact_id: member(record),
      at: successAt(record),
      campaign_id: program(record),
    }),
  ];
}
