import type { ModelValue } from '../model/index.ts';
import type { AccountRecord, ContactRecord, TouchRecord } from './records.ts';

type Values = Readonly<Record<string, ModelValue>>;

const text = (value: ModelValue | undefined) =>
  value === null || value === undefined || value === '' ? null : String(value);
const instant = (value: ModelValue | undefined) => (typeof value === 'number' ? value : null);

/**
 * A row of the model’s table `contact` as identity reads it.
 * @example contactRecord('hubspot', { contact_id: '1', email: 'jane@example.com' }) // { source: 'hubspot', contactId: '1', email: 'jane@example.com', … }
 */
export function contactRecord(source: string, values: Values): ContactRecord {
  return {
    source,
    contactId: String(values.contact_id),
    email: text(values.email),
    firstName: text(values.first_name),
    lastName: text(values.last_name),
    company: text(values.company),
    country: text(values.country),
    accountId: text(values.account_id),
    anonymousId: text(values.anonymous_id),
    mergedInto: text(values.merged_into),
    createdAt: instant(values.created_at),
    updatedAt: instant(values.updated_at),
  };
}

/**
 * A row of the model’s table `account` as identity reads it.
 * @example accountRecord('hubspot', { account_id: '7', domain: 'example.com' }) // { source: 'hubspot', accountId: '7', domain: 'example.com', … }
 */
export function accountRecord(source: string, values: Values): AccountRecord {
  return {
    source,
    accountId: String(values.account_id),
    name: text(values.name),
    domain: text(values.domain),
    country: text(values.country),
    mergedInto: text(values.merged_into),
    createdAt: instant(values.created_at),
    updatedAt: instant(values.updated_at),
  };
}

/**
 * A row of the model’s table `touchpoint` as identity reads it.
 * @example touchRecord('web', { touch_id: 't', at: 5, kind: 'visit', anonymous_id: 'c1' }) // { source: 'web', touchId: 't', at: 5, kind: 'visit', anonymousId: 'c1', … }
 */
export function touchRecord(source: string, values: Values): TouchRecord {
  return {
    source,
    touchId: String(values.touch_id),
    at: Number(values.at),
    kind: String(values.kind),
    channel: text(values.channel),
    campaign: text(values.campaign),
    contactId: text(values.contact_id),
    anonymousId: text(values.anonymous_id),
    accountId: text(values.account_id),
    dealId: text(values.deal_id),
    email: text(values.email),
  };
}
