import { pageOf } from '../parts/page.ts';
import {
  asJson,
  instantReader,
  type Json,
  joinId,
  listReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';
import { changesOf, transitionsOf } from '../parts/transitions.ts';
import { readText } from '../read-value.ts';
import { flattened, property } from './paths.ts';

export const CONTACT_ID = 'id|vid|canonical-vid|contact_id|properties.hs_object_id';

const contactId = textReader(CONTACT_ID);
const account = textReader(
  `${property('associatedcompanyid')}|associatedCompanyId|associated-company.company-id`,
);
const companies = listReader('associations.companies.results|companies');
const merged = textReader(property('hs_merged_object_ids'));
const mergedVids = listReader('merged-vids|merged_vids');
const forms = listReader('form-submissions|form_submissions');
const value = textReader('value');
const at = instantReader('timestamp');
const id = textReader('id|toObjectId');

/** The values that a property had, as API v3 (`propertiesWithHistory`) and v1 (`versions`) give them. */
export function historyReader(name: string) {
  const read = listReader(
    `propertiesWithHistory.${name}|properties.${name}.versions|property_${name}.versions`,
  );
  return (record: Json) =>
    read(record).flatMap((one) => {
      const entry = asJson(one);
      return entry ? [{ value: value(entry), at: at(entry) }] : [];
    });
}

/** Identifiers in a list, whether of objects or bare. */
export function idsOf(list: readonly unknown[]): string[] {
  const ids = list.map((one) => {
    const entry = asJson(one);
    return entry ? id(entry) : readText(one);
  });
  return [...new Set(ids.filter((one) => typeof one === 'string'))];
}

const stages = historyReader('lifecyclestage');

/**
 * A contact as the person, the people who were merged into it, the changes of its lifecycle stage and
 * the forms that it sent. A merged contact stays known, but counts no more.
 */
export function prepareContact(record: Json): Json[] {
  const own = contactId(record);
  const rows = [
    withDerived(flattened(record), {
      row: 'contact',
      account_id: account(record) ?? idsOf(companies(record))[0] ?? null,
    }),
  ];
  const gone = [...(merged(record)?.split(/[;,]/) ?? []), ...idsOf(mergedVids(record))];
  for (const one of new Set(gone.map((text) => text.trim())))
    if (one !== '' && one !== own)
      rows.push({ derived: { row: 'merged', contact_id: one, merged_into: own } });
  rows.push(...transitionsOf(changesOf({ entity: 'contact', id: own }, stages(record))));
  for (const form of forms(record)) {
    const entry = asJson(form);
    if (entry) rows.push(...prepareForm({ 'canonical-vid': own, ...entry }));
  }
  return rows;
}

const formId = textReader('form-id|form_id|formId|guid');
const conversion = textReader('conversion-id|conversion_id|conversionId|submissionId');
const person = textReader('contact_id|canonical-vid|canonical_vid|vid|contactId');
const sentAt = instantReader('timestamp|submittedAt|submitted_at|created_at');
const pageUrl = textReader('page-url|page_url|pageUrl');
const answers = listReader('values');
const name = textReader('name');
const directEmail = textReader('email');

/** A form that somebody sent, as a touch. */
export function prepareForm(record: Json): Json[] {
  const contact_id = person(record);
  const email =
    directEmail(record) ??
    answers(record)
      .map(asJson)
      .flatMap((entry) => (entry && name(entry) === 'email' ? [value(entry)] : []))[0] ??
    null;
  const sent = sentAt(record);
  const touch_id =
    joinId('form', conversion(record)) ??
    joinId('form', formId(record), contact_id ?? email ?? pageUrl(record), sent);
  if (touch_id === null || sent === null) return [];
  const page = pageOf(pageUrl(record));
  return [
    withDerived(record, { row: 'touchpoint', touch_id, at: sent, contact_id, email, ...page }),
  ];
}
