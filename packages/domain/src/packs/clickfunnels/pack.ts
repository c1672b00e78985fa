import type { Pack } from '../pack.ts';
import { MONEY_RULES } from '../parts/record-rules.ts';
import { recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareEvent, skipTests } from './event.ts';

const EVENTS =
  'contact.created contact.updated contact.identified contact.deleted form_submission.created order.created order.completed order.updated one-time-order.created one-time-order.completed one-time-order.identified contact_created contact_updated purchase_created purchase_updated webhook events'.split(
    ' ',
  );

/** ClickFunnels: what its webhooks tell of opt-ins, steps of funnels and purchases. */
export const CLICKFUNNELS: Pack = {
  id: 'clickfunnels',
  aliases: ['click_funnels'],
  name: 'ClickFunnels',
  docs: [
    'https://developers.myclickfunnels.com/docs/webhooks',
    'https://developers.myclickfunnels.com/docs/webhook-event-types',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'events',
      name: 'Events',
      names: [...EVENTS, '*'],
      marks: ['event_type|event', 'data|contact|purchase|data.id|contact.id|purchase.id'],
      key: ['event_id|_message|data.id|purchase.id|contact.id|id'],
      cursor: '_occurredAt|created_at|data.updated_at|purchase.updated_at|contact.updated_at',
      prepare: prepareEvent,
      skip: skipTests,
      mappings: [
        rowInto('contact', {
          contact_id: 'derived.contact_id',
          email: { from: 'derived.email', as: 'lower' },
          first_name: 'first_name',
          last_name: 'last_name',
          phone: 'phone_number|phone',
          country: 'country',
          created_at: 'created_at',
          lead_at: 'derived.lead_at',
          opted_out: 'derived.opted_out',
          updated_at: 'updated_at',
        }),
        {
          table: 'contact',
          gone: true,
          when: [{ path: 'derived.row', is: ['gone'] }],
          fields: { contact_id: 'derived.contact_id' },
        },
        rowInto('touchpoint', {
          touch_id: 'derived.touch_id',
          at: 'derived.at',
          kind: 'derived.kind',
          contact_id: 'derived.contact_id',
          email: { from: 'derived.email', as: 'lower' },
          utm_source: 'derived.utm_source',
          medium: 'derived.medium',
          campaign_id: 'derived.campaign_id',
          campaign: 'derived.campaign',
          content: 'derived.content',
          url: 'derived.url',
        }),
        rowInto('order', {
          order_id: 'derived.order_id',
          at: 'derived.at',
          contact_id: 'derived.contact_id',
          email: { from: 'derived.email', as: 'lower' },
          amount: 'derived.amount',
          currency: 'derived.currency',
          status: 'derived.status',
          campaign: 'derived.campaign',
          updated_at: 'updated_at',
        }),
      ],
      required: ['event_type|event'],
      types: { 'event_type|event': ['string'] },
      rules: MONEY_RULES,
    }),
  ],
};
