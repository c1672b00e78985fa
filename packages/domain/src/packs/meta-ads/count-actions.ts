import { numberOf } from '../parts/value-at.ts';
import type { Json } from '../read-path.ts';

/**
 * What counts, by kind: the totals that Meta makes itself, the first that is there; without one the
 * places where it happened, which do not overlap and are added. `purchase`, `omni_purchase` and the
 * pixel’s purchase are the same purchases told three times.
 */
const KINDS = {
  purchase: {
    totals: ['omni_purchase', 'purchase'],
    places: [
      'offsite_conversion.fb_pixel_purchase',
      'onsite_conversion.purchase',
      'app_custom_event.fb_mobile_purchase',
      'offline_conversion.purchase',
    ],
  },
  lead: {
    totals: ['lead'],
    places: [
      'offsite_conversion.fb_pixel_lead',
      'onsite_conversion.lead_grouped',
      'offline_conversion.lead',
    ],
  },
  registration: {
    totals: ['omni_complete_registration', 'complete_registration'],
    places: [
      'offsite_conversion.fb_pixel_complete_registration',
      'app_custom_event.fb_mobile_complete_registration',
    ],
  },
} as const;

type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Leads of forms on Meta itself, newest name first. */
const FORM_LEADS = ['onsite_conversion.lead_grouped', 'leadgen_grouped', 'leadgen.other'];

/** Every action type that is a conversion by its place; the totals would tell them twice. */
const PLACES: ReadonlySet<string> = new Set(Object.values(KINDS).flatMap((kind) => kind.places));
const PURCHASES: ReadonlySet<string> = new Set(KINDS.purchase.places);

type Counts = Readonly<Record<string, number>>;

/**
 * Counts by action type; null: the list is not there, which is not none.
 * @example actionsOf([{ action_type: 'lead', value: '2' }]) // { lead: 2 }
 */
export function actionsOf(list: unknown): Counts | null {
  if (!Array.isArray(list)) return null;
  const counts: Record<string, number> = {};
  for (const one of list as Json[]) {
    const type = one?.action_type;
    const value = numberOf(one?.value);
    if (typeof type === 'string' && value !== null) counts[type] = add([counts[type], value]);
  }
  return counts;
}

// In millionths, so that a sum of decimals is the decimal.
const add = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 1e6), 0) / 1e6;

function countOf(counts: Counts, { totals, places }: Kind): number {
  const total = totals.find((type) => counts[type] !== undefined);
  return total === undefined ? add(places.map((type) => counts[type])) : (counts[total] ?? 0);
}

/**
 * Adds to a row of insights what its lists of actions come to. `_actions` and `_values` hold every
 * type by its name, so that a workspace can count others (`_actions.schedule_total`).
 */
export function withActions(record: Json): Json[] {
  const actions = actionsOf(record.actions);
  const values = actionsOf(record.action_values);
  return [
    {
      ...record,
      _actions: actions,
      _values: values,
      _conversions: actions && add(Object.values(KINDS).map((kind) => countOf(actions, kind))),
      _leads: actions && (actions[FORM_LEADS.find((type) => type in actions) ?? ''] ?? 0),
      _revenue: values && countOf(values, KINDS.purchase),
    },
  ];
}

/** A row of a table that holds one action type each: what is no conversion by its place makes no row. */
export function oneAction(record: Json): Json[] {
  const type = String(record.action_type ?? '');
  if (!PLACES.has(type)) return [];
  const value = numberOf(record.value);
  const lead = FORM_LEADS.includes(type);
  return [{ ...record, _conversions: value, _leads: lead ? value : null }];
}

/** The same for values: only purchases have one that is revenue. */
export function oneValue(record: Json): Json[] {
  const type = String(record.action_type ?? '');
  return PURCHASES.has(type) ? [{ ...record, _revenue: numberOf(record.value) }] : [];
}
