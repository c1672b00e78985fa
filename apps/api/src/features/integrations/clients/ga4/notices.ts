import type { Days } from '../../engine/slices.ts';
import type { Ga4Metadata } from './answer.ts';

/** What GA4 says of a report beside its rows, in words: figures are then not all that there was. */
export function noticesOf(metadata: Ga4Metadata, days: Days | null): string[] {
  const when = days === null ? '' : ` (${days.from} to ${days.to})`;
  const said: string[] = [];
  for (const { samplesReadCount, samplingSpaceSize } of metadata.samplingMetadatas ?? []) {
    const percent = ((100 * Number(samplesReadCount)) / Number(samplingSpaceSize)).toFixed(1);
    said.push(`GA4 has read ${percent} % of the events and estimated the rest${when}.`);
  }
  if (metadata.subjectToThresholding)
    said.push(`GA4 withholds rows of few people${when}; sums are too low.`);
  if (metadata.dataLossFromOtherRow)
    said.push(`GA4 has put rows beyond its limit together as (other)${when}.`);
  const hidden = metadata.schemaRestrictionResponse?.activeMetricRestrictions ?? [];
  if (hidden.length > 0) {
    const names = hidden.map(({ metricName }) => metricName).join(', ');
    said.push(`the user or service account may not see ${names}, which are 0${when}.`);
  }
  return said;
}
