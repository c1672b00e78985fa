import { dayInZone } from '@openmops/domain/calendar';
import { DEMO_WORKSPACE } from '@openmops/domain/demo';
import { type LinkedInAnswers, linkedInAnswers } from '@openmops/domain/demo/streams';
import { parseDay } from '@openmops/domain/shared';
import type { PageRequest, PullClient, PullStream, PullTools } from '../../engine/client.ts';
import { linkedinAds } from '../linkedin-ads/linkedin-ads.ts';

/** As long as LinkedIn takes for a report, so that one sees that it is being asked. */
const REPORT_MS = 3_000;

function answers({ config }: PageRequest, { once, now }: PullTools): Promise<LinkedInAnswers> {
  const today = parseDay(config.sampleDay ?? '') ?? 0;
  const yesterday = dayInZone(now(), DEMO_WORKSPACE.timeZone) - 1;
  return once('sample', async () => linkedInAnswers(today, yesterday));
}

const STREAMS: Record<string, PullStream['page']> = {
  accounts: async (request, tools) => ({
    records: (await answers(request, tools)).accounts,
    next: null,
  }),
  campaigns: async (request, tools) => ({
    records: (await answers(request, tools)).campaigns,
    next: null,
  }),
  async campaign_daily(request, tools) {
    const { results } = await answers(request, tools);
    const { days } = request;
    await tools.once('report', () => tools.sleep(REPORT_MS));
    const records = results(parseDay(days?.from ?? '') ?? 0, parseDay(days?.to ?? '') ?? 0);
    return { records, next: null };
  },
};

/** LinkedIn of the demo company: the same streams, read from the generated data. It asks no network. */
export const linkedinSample: PullClient = {
  ...linkedinAds,
  hosts: [],
  settings: [],
  streams: linkedinAds.streams.flatMap((stream) => {
    const page = STREAMS[stream.name];
    return page ? [{ ...stream, page }] : [];
  }),
};
