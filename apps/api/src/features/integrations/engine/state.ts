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

export type Progress = z.infer<typeof Progress>;
export type PullState = { streams: Record<string, Progress> };

export const NOTHING_READ: Progress = { since: null, began: null, place: null, days: null };

/**
 * Streams and how far each was read, out of the texts that an earlier run left. What is no state is
 * as if nothing had been read.
 */
export function parseStates(texts: Readonly<Record<string, string>>): PullState {
  const streams: Record<string, Progress> = {};
  for (const [name, text] of Object.entries(texts)) {
    try {
      streams[name] = Progress.parse(JSON.parse(text));
    } catch {}
  }
  return { streams };
}
