import * as z from 'zod';

const Days = z.object({ from: z.string(), to: z.string() });

const Progress = z.object({
  /** When the last whole read began; null: there was none. */
  since: z.string().nullable().default(null),
  /** When the read that is under way began; null: none is. */
  began: z.string().nullable().default(null),
  /** Where the read that is under way goes on; null: at its beginning. */
  place: z.unknown().default(null),
  /** Days of a read that is under way, from the first that is still to come. */
  days: Days.nullable().default(null),
});

const State = z.object({ streams: z.record(z.string(), Progress) });

export type Progress = z.infer<typeof Progress>;
export type PullState = z.infer<typeof State>;

export const NOTHING_READ: Progress = { since: null, began: null, place: null, days: null };

/** A state as an earlier run left it; what is no state is as if nothing had been read. */
export function parseState(text: string | null): PullState {
  if (text === null) return { streams: {} };
  try {
    return State.parse(JSON.parse(text));
  } catch {
    return { streams: {} };
  }
}
