import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveFacts, modelTable } from '../../model/index.ts';
import { compileStream } from '../compile-stream.ts';
import { mappingIds } from '../mapping-id.ts';
import { PACKS } from '../packs.ts';
import { dailyStream, typesOf } from './ad-stream.ts';
import { breakdownBy } from './breakdown.ts';
import { gaql, pascalSpellings, spellings, tableNames } from './spellings.ts';
import { numberOf, textReader } from './value-at.ts';

const ADS = PACKS.filter(({ id }) => id.endsWith('_ads') || id === 'ga4');

describe('packs of ads and analytics', () => {
  it.each(ADS.flatMap((pack) => pack.streams.map((stream) => ({ pack, stream }))))(
    '$pack.id $stream.id can be compiled',
    ({ pack, stream }) => {
      const same = pack.streams.filter(({ id }) => id === stream.id);
      expect(same).toHaveLength(1);
      const { mappings } = compileStream(pack, stream, { timeZone: 'UTC' });
      expect(mappings).toHaveLength(mappingIds(stream).length);
      expect(new Set(stream.rules.map(({ id }) => id)).size).toBe(stream.rules.length);
    },
  );
});

describe('a stream of results by day', () => {
  const stream = dailyStream({
    id: 'd',
    name: 'D',
    names: [],
    marks: [],
    table: 'ad_delivery',
    required: ['date'],
    fields: { day: 'date', device: 'device', ad_cost: { from: 'micros', as: 'micros' } },
    breakdown: ['os', 'match'],
  });
  const { map, mappings } = compileStream({ channel: null }, stream, { timeZone: 'UTC' });

  it('keeps apart what it divides by, and adds to what was sent, in any order and sent twice', () => {
    const row = fc.record({
      date: fc.constantFrom('2026-03-01', '2026-03-02'),
      device: fc.constantFrom('phone', 'desk'),
      os: fc.constantFrom('a', 'b', null),
      match: fc.constantFrom('exact', 'broad'),
      micros: fc.nat(1e9),
    });
    const place = (one: Record<string, unknown>) =>
      JSON.stringify([one.date, one.device, one.os, one.match]);
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: place, maxLength: 24 }), (records) => {
        const standing = new Map(
          [...records, ...records.toReversed()]
            .flatMap((one) => map(one, Date.UTC(2026, 10, 22)).rows)
            .map((one) => [one.key, one.values]),
        );
        const [facts] = deriveFacts(modelTable('ad_delivery'), standing.values(), {
          timeZone: 'UTC',
          currency: 'EUR',
          fields: mappings[0]?.fields ?? [],
        });
        const sent = records.reduce((sum, { micros }) => sum + micros, 0);
        const got = (facts?.facts ?? []).reduce((sum, { values }) => sum + (values[0] ?? 0), 0);
        expect(got).toBe(sent);
        expect(facts?.dims ?? ['device']).toEqual(['device']);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('small parts', () => {
  it('spell fields as connectors do', () => {
    expect(spellings('stat_time', 'page_id')).toBe('stat_time|page_id|statTime|pageId');
    expect(pascalSpellings('account_id')).toBe('AccountId|account_id');
    expect(gaql('campaign.id')).toBe('campaign.id|campaign_id|campaign__id');
    expect(gaql('metrics.cost_micros')).toBe(
      'metrics.cost_micros|cost_micros|metrics__costMicros|metrics.costMicros',
    );
    expect(tableNames('x', ['report'])).toEqual([
      'report',
      'x_report',
      'report_data',
      'x_report_data',
    ]);
    expect(typesOf({ 'a|b': ['string'] })).toEqual({ a: ['string'], b: ['string'] });
  });

  it('read values, and nothing where there is none', () => {
    expect(textReader('id|ID')({ ID: 12 })).toBe('12');
    expect(textReader('id')({ id: { of: 1 } })).toBeNull();
    expect([numberOf('2.5'), numberOf(''), numberOf('many'), numberOf(null)]).toEqual([
      2.5,
      null,
      null,
      null,
    ]);
    expect(breakdownBy(['os', 'match'])({ os: 'iOS', match: 'Exact' })[0]?._breakdown).toBe(
      'iOS | Exact',
    );
    expect(breakdownBy(['os'])({ a: 1 })).toEqual([{ a: 1 }]);
  });
});
