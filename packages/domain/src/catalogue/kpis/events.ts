import { family, MONEY, PERCENT, TIMES } from '../define.ts';
import { SOURCE } from '../standards.ts';

/** Events and webinars. */
export const EVENTS = family('events', {
  'event.attendance_rate': {
    name: 'Webinar attendance rate',
    aliases: ['attendance_rate'],
    synonyms: ['show-up rate'],
    formula: 'webinar_attendees / webinar_registrants',
    unit: PERCENT,
    direction: 'up',
    uncertainty: 'proportion',
    minSample: 30,
    description: 'The share of people registered for a webinar who came.',
    caveats: ['Live only; who watched the recording later is not in it.'],
    source: SOURCE.on24,
  },
  'event.cost_per_lead': {
    name: 'Event cost per lead',
    formula: 'event_cost / event_leads',
    unit: MONEY,
    direction: 'down',
    description: 'What one lead from an event cost.',
    caveats: ['Travel and time of the team are in it only when they were booked on the event.'],
    source: SOURCE.own,
  },
  'event.pipeline_roi': {
    name: 'Event pipeline to cost',
    synonyms: ['event ROI'],
    formula: 'event_pipeline / event_cost',
    unit: TIMES,
    direction: 'up',
    minGrain: 'quarter',
    description: 'Pipeline that events brought, for every unit of money they cost.',
    caveats: ['Pipeline is not revenue, and deals that met several events count for each.'],
    source: SOURCE.pipeline,
  },
});
