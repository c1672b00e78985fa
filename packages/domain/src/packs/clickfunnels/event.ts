import { pageOf } from '../parts/page.ts';
import {
  instantReader,
  type Json,
  joinId,
  objectReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';
import { paymentDigits } from '../read-value.ts';

const type = textReader('event_type|event');
/** What the event is about: version 2 keeps it in `data`, the classic one beside the event’s name. */
const subject = objectReader('data.attributes|data|purchase|contact');
const happened = instantReader('created_at|data.created_at|purchase.created_at|contact.created_at');
const id = textReader('id');
const contactId = textReader('contact.id|contact_id|contact_profile.id|primary_contact.id');
const email = textReader('email_address|email');
const contactEmail = textReader(
  'contact.email_address|contact.email|contact_profile.email|primary_contact.email_address|data.email_address|data.email',
);
const step = textReader('page.id|page_id|funnel_step.id|funnel_step_id|data.page_id|data.page.id');
const stepName = textReader(
  'page.name|page.title|funnel_step.name|data.page.name|data.funnel_step.name',
);
const funnel = textReader('funnel.id|funnel_id|data.funnel_id|data.funnel.id');
const funnelName = textReader('funnel.name|data.funnel.name|purchase.funnel.name');
const pageUrl = textReader(
  'page.url|page.current_path|data.page.url|data.referrer|contact.additional_info.page_url',
);
const amount = textReader(
  'total_amount|current_total_amount|original_amount.fractional_units|amount',
);
const cents = textReader('original_amount_cents|amount_cents');
const currency = textReader('currency|original_amount_currency|original_amount.currency.iso_code');
const live = textReader('data.livemode|livemode|purchase.livemode');
const testing = textReader('data.test|test');
const anonymous = textReader('anonymous');
const unsubscribed = instantReader('unsubscribed_at');

/** Purchases that were made with test cards. */
export function skipTests(event: Json): string | null {
  const isTest = /^(true|1)$/i.test(testing(event) ?? '');
  const notLive = /^(false|0)$/i.test(live(event) ?? '');
  return isTest || notLive ? 'Test record of ClickFunnels.' : null;
}

const CONTACT = /^contact[._](created|updated|identified)$|^(created|updated)$/;
/** Of the events of one person that makes a lead: the address is known. Version 2 has a name for it. */
const LEAD = /^contact\.identified$|^contact_created$|^created$/;
const FORM = /^form[_-]submission[._]created$/;
const ORDER =
  /^(one[_-]time[_-]order|order|purchase)[._](created|completed|updated|paid|identified)$/;

/** An event as a person, as the step of a funnel that was taken, or as an order. */
export function prepareEvent(event: Json): Json[] {
  const kind = type(event) ?? '';
  const about = subject(event) ?? event;
  if (/^contact[._]deleted$/.test(kind))
    return [{ derived: { row: 'gone', contact_id: id(about) } }];
  if (ORDER.test(kind) || (event.purchase && CONTACT.test(kind))) return order(event, about, kind);
  if (FORM.test(kind)) return optIn(event, contactId(about), contactEmail(about) ?? email(about));
  if (CONTACT.test(kind)) {
    const row = withDerived(about, {
      row: 'contact',
      contact_id: id(about),
      email: email(about),
      lead_at: LEAD.test(kind) && anonymous(about) !== '1' ? happened(about) : null,
      opted_out: unsubscribed(about) === null ? null : true,
    });
    return [row, ...(kind.endsWith('updated') ? [] : optIn(event, id(about), email(about)))];
  }
  return [];
}

/** The form of a step that somebody sent; without a step nobody knows where it was. */
function optIn(event: Json, contact_id: string | null, address: string | null): Json[] {
  const where = step(event) ?? funnel(event);
  if (where === null) return [];
  return [touch(event, { kind: 'form', name: `optin:${where}`, contact_id, address })];
}

function touch(
  event: Json,
  of: { kind: string; name: string; contact_id: string | null; address: string | null },
): Json {
  const page = pageOf(pageUrl(event));
  return {
    derived: {
      row: 'touchpoint',
      kind: of.kind,
      touch_id: joinId(of.name, of.contact_id ?? of.address ?? '-'),
      at: happened(event),
      contact_id: of.contact_id,
      email: of.address,
      ...page,
      campaign_id: funnel(event),
      campaign: page.campaign ?? funnelName(event),
      content: stepName(event) ?? step(event),
    },
  };
}

function order(event: Json, about: Json, kind: string): Json[] {
  const order_id = id(about);
  const contact_id = contactId(about);
  const address = contactEmail(about) ?? email(about);
  const paid = /[._](completed|paid)$/.test(kind) || (/created$/.test(kind) && isPaid(about));
  const row = withDerived(about, {
    row: 'order',
    order_id,
    at: happened(event),
    contact_id,
    email: address,
    amount: amountOf(about),
    currency: currency(about),
    status: paid ? 'paid' : 'pending',
    campaign: funnelName(event),
  });
  const bought = touch(event, { kind: 'purchase', name: `order:${order_id}`, contact_id, address });
  return paid ? [row, bought] : /updated$/.test(kind) ? [] : [row];
}

const state = textReader('billing_status|status|payment_status');

function isPaid(about: Json): boolean {
  return /^(paid|complete|completed|succeeded|active)$/i.test(state(about) ?? '');
}

/** The classic version counts in the smallest unit of the currency. */
function amountOf(about: Json): string | number | null {
  const whole = amount(about);
  const small = cents(about);
  if (whole !== null || small === null) return whole;
  return Number(small) / 10 ** paymentDigits(currency(about)?.toUpperCase() ?? null);
}
