import { buyingRole } from '../parts/buying-role.ts';
import {
  asJson,
  instantReader,
  type Json,
  listReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';
import { changesOf, transitionOf, transitionsOf } from '../parts/transitions.ts';
import { flattened, property } from './paths.ts';
import { historyReader, idsOf } from './prepare-contact.ts';

export const DEAL_ID = 'id|dealId|deal_id|properties.hs_object_id';
export const DEAL_STAGE = `${property('dealstage')}|deal_pipeline_stage_id|dealstage`;

const dealId = textReader(DEAL_ID);
const stage = textReader(DEAL_STAGE);
const isWon = textReader(property('hs_is_closed_won'));
const isLost = textReader(property('hs_is_closed_lost'));
const isClosed = textReader(property('hs_is_closed'));
const probability = textReader(property('hs_deal_stage_probability'));
const contacts = listReader('associations.contacts.results|associations.associatedVids|contacts');
const companies = listReader(
  'associations.companies.results|associations.associatedCompanyIds|companies',
);
const merged = textReader(property('hs_merged_object_ids'));
const stages = historyReader('dealstage');
const label = textReader('label|type|category|associationTypes[0].label');

const says = (text: string | null) => text?.toLowerCase() ?? null;

/**
 * Won, lost or open (null). HubSpot says it of every deal; where those properties were not read, the
 * chance that belongs to the stage tells it (1: won, 0: lost), and the names of the stages that every
 * account begins with.
 */
function outcomeOf(record: Json): 'won' | 'lost' | null {
  if (says(isWon(record)) === 'true') return 'won';
  if (says(isLost(record)) === 'true') return 'lost';
  const closed = says(isClosed(record));
  if (closed === 'false') return null;
  if (closed === 'true') return 'lost';
  const name = says(stage(record))?.replace(/[^a-z]/g, '');
  if (name === 'closedwon') return 'won';
  if (name === 'closedlost') return 'lost';
  const chance = probability(record);
  if (chance === null) return null;
  return Number(chance) === 1 ? 'won' : Number(chance) === 0 ? 'lost' : null;
}

/** A deal, its people, the deals that were merged into it, and the changes of its stage. */
export function prepareDeal(record: Json): Json[] {
  const id = dealId(record);
  const people = contacts(record);
  const ids = idsOf(people);
  const rows = [
    withDerived(flattened(record), {
      row: 'deal',
      outcome: outcomeOf(record),
      account_id: idsOf(companies(record))[0] ?? null,
      contact_id: ids[0] ?? null,
    }),
  ];
  for (const contact_id of ids)
    rows.push({
      derived: { row: 'deal_contact', deal_id: id, contact_id, role: roleOf(people, contact_id) },
    });
  for (const one of merged(record)?.split(/[;,]/) ?? [])
    if (one.trim() !== '' && one.trim() !== id)
      rows.push({ derived: { row: 'merged', deal_id: one.trim(), merged_into: id } });
  rows.push(...transitionsOf(changesOf({ entity: 'deal', id }, stages(record))));
  return rows;
}

function roleOf(people: readonly unknown[], id: string): string | null {
  for (const one of people) {
    const entry = asJson(one);
    const role = entry && idsOf([entry])[0] === id ? buyingRole(label(entry)) : null;
    if (role !== null) return role;
  }
  return null;
}

const pairDeal = textReader('deal_id|dealId|from.id|fromObjectId|from_id');
const pairContact = textReader('contact_id|contactId|toObjectId|to_id');
const targets = listReader('to');

/** A row that ties a person to a deal, or a deal to several people. */
export function prepareDealContact(record: Json): Json[] {
  const deal_id = pairDeal(record);
  const row = 'deal_contact';
  const own = pairContact(record);
  if (own !== null)
    return [
      withDerived(record, { row, deal_id, contact_id: own, role: buyingRole(label(record)) }),
    ];
  return targets(record).flatMap((one) => {
    const entry = asJson(one);
    const contact_id = idsOf([one])[0] ?? null;
    const role = entry && buyingRole(label(entry));
    return contact_id === null ? [] : [{ derived: { row, deal_id, contact_id, role } }];
  });
}

const historyName = textReader('name|property|propertyName');
const historyValue = textReader('value|propertyValue');
const historyAt = instantReader(
  'timestamp|timestamp_instant|date_entered|_fivetran_start|occurredAt',
);
const entityId = {
  contact: textReader('contact_id|vid|contactId|canonical-vid|objectId'),
  deal: textReader('deal_id|dealId|objectId'),
};

/** Rows of tables of property histories: those of the stage become changes, the others nothing. */
export const prepareHistory =
  (entity: 'contact' | 'deal', wanted: string) =>
  (record: Json): Json[] => {
    if ((historyName(record) ?? wanted) !== wanted) return [];
    const change = {
      entity,
      id: entityId[entity](record),
      from: null,
      to: historyValue(record),
      at: historyAt(record),
    };
    return [transitionOf(record, change)].filter((one) => one !== null);
  };
