import { ACCOUNTS, type DemoBatch, type Demo as Files } from '@openmops/domain/demo';
import {
  type DemoStreams,
  type JsonRecord,
  linkedInAnswers,
  stalledOn,
} from '@openmops/domain/demo/streams';
import { parseDay } from '@openmops/domain/shared';
import type { FactRow } from '@openmops/domain/sources';

type Demo = Files & DemoStreams;

/**
 * Sums straight from the generated rows, by a way of its own: no engine, no shapes, no plan. Of two
 * imports of one row the later counts; foreign money is converted row by row at its day's rate.
 * For tests.
 */
export function expectedSums(
  { batches: files, rates, streams }: Demo,
  asked: {
    source: string;
    measure: string;
    /** Which rows count; `dim` gives a dimension by name. */
    keep?: (row: FactRow, dim: (id: string) => string | null) => boolean;
    from: number;
    to: number;
    /** The day on which the sample was made. */
    today: number;
  },
): number {
  const batches = [...files, ...streamed({ streams }, asked.today)];
  const rate = new Map(rates.map((one) => [`${one.from} ${one.day}`, one.rate]));
  const own = batches.filter(
    (batch) => batch.source === asked.source && batch.measures.includes(asked.measure),
  );
  const latest = new Map<string, { row: FactRow; batch: Read }>();
  for (const batch of own)
    for (const row of batch.rows)
      latest.set(JSON.stringify([batch.shape, row.day, row.dims]), { row, batch });
  let sum = 0;
  for (const { row, batch } of latest.values()) {
    if (batch.shape.endsWith('~period') || row.day < asked.from || row.day > asked.to) continue;
    const names: readonly string[] = batch.dims;
    const dim = (id: string) => row.dims[names.indexOf(id)] ?? null;
    if (asked.keep && !asked.keep(row, dim)) continue;
    const value = (row.values[batch.measures.indexOf(asked.measure)] ?? 0) / 1_000_000;
    const money = /cost|value|pipeline|bookings/.test(asked.measure);
    const foreign = money && row.currency !== 'USD';
    sum += foreign ? value * (rate.get(`${row.currency} ${row.day}`) ?? Number.NaN) : value;
  }
  return sum;
}

type Read = Pick<DemoBatch, 'source' | 'shape' | 'dims' | 'measures' | 'rows'>;
type Count = (record: JsonRecord) => number;

/** What streams say, as rows: results of ads, and the stages that people and deals have reached. */
function streamed({ streams }: Pick<Demo, 'streams'>, today: number): Read[] {
  const of = (name: string) => [...(streams.find((one) => one.name === name)?.records() ?? [])];
  const action = (list: string) => (record: JsonRecord) =>
    Number((record[list] as { value: number }[])[0]?.value);
  const field = (name: string) => (record: JsonRecord) => Number(record[name]);
  const meta = read('meta_ads', of('adsinsights_platform_and_device'), {
    ad_cost: field('spend'),
    ad_impressions: field('impressions'),
    ad_clicks: field('inline_link_clicks'),
    ad_conversions: action('actions'),
    ad_conversion_value: action('action_values'),
  });
  const results = linkedInAnswers(today, stalledOn(today)).results(0, today);
  const linkedIn = read('linkedin_ads', results, {
    ad_cost: field('costInLocalCurrency'),
    ad_impressions: field('impressions'),
    ad_clicks: field('clicks'),
    ad_conversions: field('externalWebsiteConversions'),
    ad_conversion_value: field('conversionValueInLocalCurrency'),
  });
  const reached = (measure: string, stage: string) =>
    stageRows(of('contacts'), { measure, field: `hs_lifecyclestage_${stage}_date` });
  return [
    meta,
    linkedIn,
    reached('leads', 'lead'),
    reached('mqls', 'marketingqualifiedlead'),
    stageRows(of('deals'), { measure: 'opps_created', field: 'createdate' }),
  ];
}

function read(
  source: 'meta_ads' | 'linkedin_ads',
  records: readonly JsonRecord[],
  counts: Record<string, Count>,
): Read {
  const rows = records.map((record, line) => {
    const day = parseDay(`${record.date_start ?? record.start_date}`) as number;
    const values = Object.values(counts).map((count) => Math.round(count(record) * 1_000_000));
    const { currency } = ACCOUNTS[source];
    return { line, day, dayTo: day, currency, dims: [`${line}`, 'Paid Social'], values };
  });
  const measures = Object.keys(counts);
  return { source, shape: 'stream', dims: ['record', 'channel'], measures, rows };
}

function stageRows(
  records: readonly JsonRecord[],
  { measure, field }: { measure: string; field: string },
): Read {
  const rows = records.flatMap((record, line) => {
    const at = (record.properties as Record<string, string | null>)[field];
    const day = at ? (parseDay(at.slice(0, 10)) as number) : 0;
    if (day === 0) return [];
    return [{ line, day, dayTo: day, currency: '', dims: [`${line}`], values: [1_000_000] }];
  });
  return { source: 'hubspot', shape: 'stream', dims: ['record'], measures: [measure], rows };
}
