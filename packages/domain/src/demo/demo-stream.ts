/** A value of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** A stream of a system that the demo company has connected, as a connector sends it. */
export type DemoStream = {
  /** The system: `hubspot`. */
  source: string;
  name: string;
  /** How it comes: by a connector of Airbyte or Singer. */
  kind: 'airbyte' | 'singer';
  /** Paths of the fields that tell records apart; empty: every record is kept, as reports by day are sent. */
  key: readonly (readonly string[])[];
  cursor: readonly string[] | null;
  /** Made while they are read, always the same. */
  records(): Iterable<JsonRecord>;
};

/**
 * An instant within the working hours of the company: the same day in New York and in UTC.
 * @param at 0 (inclusive) to 1 (exclusive): when in the day
 */
export function workInstant(day: number, at: number): number {
  return day * 86_400_000 + 50_400_000 + Math.floor(at * 28_000) * 1000;
}

/** As APIs write it: `2026-11-20T15:04:05.000Z`. */
export const iso = (ms: number): string => new Date(ms).toISOString();
