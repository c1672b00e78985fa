import { KLAVIYO as PRESET } from '../../sources/klaviyo/preset.ts';
import type { Pack } from '../pack.ts';
import { emailEvent } from '../parts/email-kinds.ts';
import { CAMPAIGN_RULES, CONTACT_RULES, EMAIL_EVENT_RULES } from '../parts/record-rules.ts';
import { into, recordStream, rowInto } from '../parts/record-stream.ts';
import {
  EVENT_AT,
  EVENT_CAMPAIGN,
  either,
  eventProperty,
  PROFILE_ID,
  prepareEvent,
} from './event.ts';

const attribute = (...names: readonly string[]) =>
  `${names.map((name) => `attributes.${name}`).join('|')}|${either(...names)}`;
const GONE = either('_fivetran_deleted');
const SYNCED = either('_fivetran_synced');
const ID = either('id');
const UPDATED = attribute('updated', 'updated_at');

/**
 * Klaviyo: events by their metric, profiles, campaigns and flows. Orders that a shop tells Klaviyo are
 * touches, not orders: the shop itself counts them.
 */
export const KLAVIYO: Pack = {
  id: PRESET.id,
  name: PRESET.name,
  docs: [
    'https://developers.klaviyo.com/en/reference/get_events',
    'https://developers.klaviyo.com/en/reference/get_profiles',
    'https://help.klaviyo.com/hc/en-us/articles/115005076787',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'events',
      name: 'Events',
      names: [
        'events',
        'event',
        'events_detailed',
        'receive',
        'open',
        'click',
        'bounce',
        'unsubscribe',
        'mark_as_spam',
      ],
      marks: [
        'attributes.event_properties|event_properties|metric_id|person_id|relationships.metric.data.id',
      ],
      key: [either('id', 'uuid')],
      cursor: EVENT_AT,
      deleted: GONE,
      prepare: prepareEvent,
      mappings: [
        emailEvent({
          event_id: 'derived.event_id',
          at: EVENT_AT,
          contact_id: PROFILE_ID,
          email: {
            from: `profile.email|profile[0].email|profile.attributes.email|person.email|person.$email|${eventProperty('$email', 'email')}`,
            as: 'lower',
          },
          campaign_id: EVENT_CAMPAIGN,
          campaign: eventProperty('Campaign Name', 'campaign_name'),
          subject: eventProperty('Subject', 'subject'),
          url: eventProperty('URL', 'url'),
          user_agent: eventProperty('Client Name', 'client_name'),
        }),
        rowInto('touchpoint', {
          touch_id: either('id', 'uuid'),
          at: 'derived.at',
          kind: 'derived.kind',
          contact_id: PROFILE_ID,
          campaign_id: either('campaign_id', 'flow_id'),
          content: eventProperty('Title', 'title'),
        }),
      ],
      required: [EVENT_AT],
      rules: EMAIL_EVENT_RULES,
    }),
    recordStream({
      id: 'profiles',
      name: 'Profiles',
      names: ['profiles', 'profile', 'person', 'persons', 'people'],
      marks: [
        'attributes.email|email|attributes',
        'attributes|last_event_date|organization|phone_number',
      ],
      key: [ID],
      cursor: `${UPDATED}|${SYNCED}`,
      deleted: GONE,
      mappings: [
        into('contact', {
          contact_id: ID,
          email: { from: attribute('email'), as: 'lower' },
          first_name: attribute('first_name'),
          last_name: attribute('last_name'),
          phone: attribute('phone_number'),
          title: attribute('title'),
          company: attribute('organization'),
          country: `attributes.location.country|location.country|${either('country')}`,
          created_at: attribute('created', 'created_at'),
          opted_out: {
            from: 'attributes.subscriptions.email.marketing.consent|subscriptions.email.marketing.consent',
            values: {
              subscribed: 'false',
              never_subscribed: 'false',
              unsubscribed: 'true',
            },
          },
          updated_at: UPDATED,
        }),
      ],
      rules: CONTACT_RULES,
    }),
    ...(['campaign', 'flow'] as const).map((object) =>
      recordStream({
        id: `${object}s`,
        name: object === 'campaign' ? 'Campaigns' : 'Flows',
        names: [`${object}s`, object],
        marks: ['attributes|status', 'attributes|archived', 'attributes|updated|updated_at'],
        key: [ID],
        cursor: `${UPDATED}|${SYNCED}`,
        deleted: GONE,
        mappings: [
          into('campaign', {
            level: { fixed: 'campaign' },
            campaign_id: ID,
            name: attribute('name'),
            type: object === 'campaign' ? attribute('campaign_type', 'channel') : { fixed: 'flow' },
            channel: {
              from: 'attributes.channel|attributes.definition.channel',
              values: PRESET.values?.channel ?? {},
            },
            status: attribute('status'),
            start_at: attribute('send_time', 'sent_at', 'created_at', 'created'),
            updated_at: UPDATED,
          }),
        ],
        rules: CAMPAIGN_RULES,
      }),
    ),
  ],
};
