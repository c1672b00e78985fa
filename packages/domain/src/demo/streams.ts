import type { Day } from '../shared/index.ts';
import type { DemoBatch } from './batch.ts';
import type { DemoStream } from './demo-stream.ts';
import { driftedMetaStream, metaStream } from './make-ad-streams.ts';
import { makeAds } from './make-ads.ts';
import { crmStreams } from './make-crm.ts';
import { emailStreams } from './make-email-events.ts';
import { leadsOf } from './make-leads.ts';
import { touchStream } from './make-touches.ts';
import { visitsOf } from './make-web.ts';
import { peopleOf } from './people.ts';

export { stalledOn } from './answer-key.ts';
export type { DemoStream, JsonRecord } from './demo-stream.ts';
export { type LinkedInAnswers, linkedInAnswers } from './make-ad-streams.ts';

export type DemoStreams = {
  /** What connectors have sent by today. */
  streams: DemoStream[];
  /** What the tap of Meta sends after it has changed: see the answer key. */
  drifted: DemoStream;
};

/**
 * What streams into the demo company, beside the files of `generateDemo`. The same day gives the same bytes.
 * @example demoStreams(20778).streams.length // 8
 */
export function demoStreams(today: Day): DemoStreams {
  const visits = visitsOf(today);
  const people = peopleOf(leadsOf(today, visits));
  const meta = makeAds(today).find(({ source }) => source === 'meta_ads') as DemoBatch;
  const streams = [
    ...crmStreams(people, today),
    ...emailStreams(people, today),
    touchStream(people, visits, today),
    metaStream(meta),
  ];
  return { streams, drifted: driftedMetaStream(meta) };
}
