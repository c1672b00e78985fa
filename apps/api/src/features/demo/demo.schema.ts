import * as z from 'zod';

export const SampleInput = z.strictObject({ source: z.string().max(40) });

/** What the instance remembers of its sample: never loaded twice, and not again once it was removed. */
export const DemoState = z.object({
  step: z.enum(['loading', 'loaded', 'removed']),
  workspaceId: z.string(),
  guestId: z.string(),
  /** The day (since 1970) on which the sample ends, exclusive: it is dated relative to it. */
  today: z.number().int(),
  /** Ms since 1970: what streams in later is somebody's own. */
  loadedAt: z.number().optional(),
});
export type DemoState = z.infer<typeof DemoState>;
