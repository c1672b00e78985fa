import { numberOf } from '../parts/value-at.ts';
import type { Json } from '../read-path.ts';

const DAY_MS = 86_400_000;
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const jsonOf = (value: unknown): Json => (isJson(value) ? value : {});
const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];

/**
 * The day that begins at an instant. X writes the midnight of the account’s time zone in UTC: in the
 * afternoon it is the next day’s, east of Greenwich; in the morning the same day’s, west of it.
 * @example dayOfMidnight('2022-05-20T07:00:00Z') // '2022-05-20'
 * @example dayOfMidnight('2022-05-19T22:00:00Z') // '2022-05-20'
 */
function dayOfMidnight(text: unknown): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}))?/.exec(typeof text === 'string' ? text : '');
  if (!match) return null;
  const later = Number(match[2] ?? 0) >= 12;
  return later ? dayAfter(match[1] as string, 1) : (match[1] as string);
}

const dayAfter = (day: string, days: number): string | null => {
  const at = Date.parse(`${day}T00:00:00Z`) + days * DAY_MS;
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : null;
};

/** Adds the day on which a row of a report counts. */
export function withDay(record: Json): Json[] {
  return [addConversions({ ...record, _day: dayOfMidnight(record.start_time ?? record.date) })];
}

/**
 * Statistics as the API gives them, a list per measure with a place per day, to a record per day.
 * A measure that is null had nothing. `record`: an answer whole, or one entity of it with the
 * parameters of its request.
 */
export function explodeStats(record: Json): Json[] {
  const params = jsonOf(jsonOf(record.request).params ?? record.params ?? record);
  const entities = Array.isArray(record.data) ? listOf(record.data) : [record];
  return entities.flatMap((entity) =>
    listOf(entity.id_data).flatMap((datum) => days(datum, { params, id: entity.id })),
  );
}

function days(datum: Json, of: { params: Json; id: unknown }): Json[] {
  const metrics = Object.entries(jsonOf(datum.metrics));
  const first = dayOfMidnight(of.params.start_time);
  if (first === null) return [];
  const length = Math.max(0, ...metrics.map(([, value]) => lengthOf(value)));
  const segment = jsonOf(datum.segment);
  return Array.from({ length }, (_, at) =>
    addConversions({
      ...Object.fromEntries(metrics.map(([name, value]) => [name, placeOf(value, at)])),
      _day: dayAfter(first, at),
      dimensions: {
        ...of.params,
        entity_id: of.id,
        segment_name: segment.segment_name ?? of.params.segmentation_type ?? null,
        segment_value: segment.segment_value ?? null,
      },
    }),
  );
}

const lengthOf = (value: unknown): number =>
  Array.isArray(value)
    ? value.length
    : Math.max(
        0,
        ...Object.values(jsonOf(value)).map((one) => (Array.isArray(one) ? one.length : 0)),
      );

function placeOf(value: unknown, at: number): unknown {
  if (Array.isArray(value)) return value[at] ?? null;
  return isJson(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, placeOf(one, at)]))
    : null;
}

/** Purchases, sign-ups, downloads and what the advertiser defines; visits of the site are none. */
const KINDS = ['purchases', 'sign_ups', 'downloads', 'custom'];

function addConversions(record: Json): Json {
  const web = jsonOf(record.web_conversion ?? record);
  const counts = KINDS.map((kind) =>
    numberOf(web[`conversion_${kind}_metric`] ?? jsonOf(web[`conversion_${kind}`]).metric),
  );
  const known = counts.filter((one) => one !== null);
  return {
    ...record,
    _conversions: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
  };
}
