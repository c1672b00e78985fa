import { describe, expect, test } from 'vitest';
import { parseDay } from '../shared/index.ts';
import { campaignsOf, runs } from './campaigns.ts';

const today = parseDay('2026-11-21') as number;
const NAME = /^fy\d\d-q[1-4]-(amer|emea|nordics|apac|global)-[a-z]+-(spectro|flow|calib)$/;

describe('campaigns of the demo company', () => {
  test.each(['2026-11-21', '2026-01-01', '2026-03-31', '2028-02-29'])(
    '24 campaigns in 3 programs on %s, each with a name of its own',
    (iso) => {
      const campaigns = campaignsOf(parseDay(iso) as number);
      expect(campaigns).toHaveLength(24);
      expect(new Set(campaigns.map((one) => one.name)).size).toBe(24);
      expect(new Set(campaigns.map((one) => one.id)).size).toBe(24);
      expect(new Set(campaigns.map((one) => one.program))).toEqual(
        new Set(['spectro', 'flow', 'calib']),
      );
      for (const { name } of campaigns) expect(name).toMatch(NAME);
    },
  );

  test('the fiscal year begins in February and is named by its end', () => {
    const named = new Map(campaignsOf(today).map((one) => [one.name, one.from]));
    expect(named.get('fy27-q1-emea-webinar-spectro')).toBe(parseDay('2026-03-01'));
    const january = campaignsOf(parseDay('2026-02-15') as number);
    expect(january.find((one) => one.idea === 'guide')?.name).toBe('fy26-q4-emea-guide-spectro');
  });

  test('a campaign runs from its first to its last day', () => {
    const fair = campaignsOf(today).find((one) => one.name === 'fy27-q1-amer-tradeshow-flow');
    if (!fair) throw new Error('The trade show is missing.');
    expect(runs(fair, fair.from - 1)).toBe(false);
    expect(runs(fair, fair.from)).toBe(true);
    expect(runs(fair, fair.to ?? 0)).toBe(true);
    expect(runs(fair, (fair.to ?? 0) + 1)).toBe(false);
    expect((fair.to ?? 0) - fair.from).toBeGreaterThan(7);
  });
});
