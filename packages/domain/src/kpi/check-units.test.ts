import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/index.ts';
import { checkUnits } from './check-units.ts';
import { parseFormula } from './parse-formula.ts';
import type { Unit } from './schema.ts';
import { kpiNamed } from './testing.ts';

const MONEY: Unit = { kind: 'money' };
const COUNT: Unit = { kind: 'count' };
const RATIO: Unit = { kind: 'ratio', display: 'plain' };
const DURATION: Unit = { kind: 'duration' };
const PEOPLE: Unit = { kind: 'people' };

function check(formula: string, unit: Unit) {
  checkUnits(CATALOGUE, { ...kpiNamed('ctr'), id: 'x.y', expr: parseFormula(formula), unit });
}

describe('checkUnits', () => {
  it.each([
    ['ad_cost', MONEY],
    ['ad_cost / ad_clicks', MONEY],
    ['ad_cost / ad_reach', MONEY],
    ['ad_cost * 1000 / ad_impressions', MONEY],
    ['ctr * ad_cost', MONEY],
    ['ad_conversion_value - ad_cost', MONEY],
    ['ad_conversion_value / ad_cost', RATIO],
    ['ad_impressions / ad_reach', RATIO],
    ['ad_clicks + ad_impressions', COUNT],
    ['ctr * ad_impressions', COUNT],
    ['new_users', PEOPLE],
    ['ctr * ad_reach', PEOPLE],
    ['engagement_seconds / sessions', DURATION],
    ['coalesce(ad_cost, 0)', MONEY],
    ['coalesce(ad_cost / ad_clicks, 0)', MONEY],
    ['1 - engagement_rate', RATIO],
    ['cac_paid', MONEY],
    ['spend_actual / days_elapsed', { kind: 'money', per: 'day' }],
    ['spend_actual / days_elapsed * days_in_period', MONEY],
    ['days_opp_to_won / deals_won', { kind: 'duration', in: 'day' }],
    ['requests_open / (requests_closed / days_elapsed)', { kind: 'duration', in: 'day' }],
    ['ad_co2e * 1000 / ad_impressions', { kind: 'mass' }],
    ['ad_co2e / ad_cost', { kind: 'mass', per: 'money' }],
    ['(nps_promoters - nps_detractors) / nps_responses', { kind: 'score', min: -1, max: 1 }],
  ] as [string, Unit][])('accepts %s', (formula, unit) => {
    expect(() => check(formula, unit)).not.toThrow();
  });

  it.each([
    ['ad_cost + ad_clicks', MONEY, 'count cannot be added to money'],
    ['ad_clicks - ad_cost', COUNT, 'money cannot be taken from count'],
    ['ad_clicks + ad_reach', COUNT, 'people cannot be added to count'],
    ['ad_cost + 5', MONEY, 'a plain number cannot be added to money'],
    ['coalesce(ad_cost, ad_clicks)', MONEY, 'count cannot be a stand-in for money'],
    ['coalesce(ad_cost, 5)', MONEY, 'a plain number cannot be a stand-in'],
    ['ad_cost * ad_cost', MONEY, 'gives money^2'],
    ['ad_cost', COUNT, 'gives money, not count'],
    ['ad_clicks', PEOPLE, 'gives count, not people'],
    ['ad_clicks / ad_impressions', COUNT, 'gives a plain number, not count'],
    ['ad_cost / ad_clicks', RATIO, 'gives money per count, not ratio'],
    ['ad_clicks / ad_cost', RATIO, 'gives count per money'],
    ['ad_cost / engagement_seconds', MONEY, 'gives money per duration'],
    ['1 / ad_clicks', RATIO, 'gives 1 per count'],
    ['days_opp_to_won + cycle_seconds', DURATION, 'duration cannot be added to days'],
    ['days_opp_to_won / deals_won', DURATION, 'gives days per count, not duration'],
    ['spend_actual / days_elapsed', MONEY, 'gives money per days'],
    ['spend_actual', { kind: 'money', per: 'day' }, 'gives money, not money per day'],
    ['ad_co2e', MONEY, 'gives mass'],
    ['ad_co2e / ad_cost', { kind: 'mass' }, 'gives mass per money'],
    ['nps_promoters', { kind: 'score', min: 0, max: 10 }, 'gives count, not score'],
    ['ctr + cpc', RATIO, 'money per count cannot be added to a plain number'],
  ] as [string, Unit, string][])('refuses %s', (formula, unit, reason) => {
    expect(() => check(formula, unit)).toThrow(reason);
  });

  it('says what to do', () => {
    const refusal = (formula: string, unit: Unit) => expect(() => check(formula, unit));
    const told = (message: string, hint: string) =>
      expect.objectContaining({ code: 'INVALID', message, hint });
    refusal('ad_cost', COUNT).toThrow(
      told('x.y: “Media cost” gives money, not count.', 'Correct the formula or its unit.'),
    );
    refusal('ad_cost + ad_clicks', MONEY).toThrow(
      told(
        'x.y: in “Media cost + Clicks”, count cannot be added to money.',
        'Only amounts of one unit go together.',
      ),
    );
  });

  it.each([
    ['spend_actual * days_elapsed', MONEY, 'gives money × days, not money'],
    ['ad_cost / (ad_clicks * ad_clicks)', MONEY, 'gives money per count^2, not money'],
    ['ad_clicks / (ad_cost * engagement_seconds)', COUNT, 'gives count per money × duration'],
    ['ad_reach * ad_reach', PEOPLE, 'gives count^2, not people'],
    ['ad_cost * ad_clicks', MONEY, 'gives money × count, not money'],
    ['ad_cost', { kind: 'mass', per: 'money' }, 'not mass per money'],
    ['ad_cost', { kind: 'duration', in: 'hour' }, 'not hours'],
    ['ad_cost', { kind: 'duration', in: 'day' }, 'not days'],
    ['ad_cost', { kind: 'duration' }, 'gives money, not duration.'],
    ['ad_cost', { kind: 'mass' }, 'gives money, not mass.'],
    ['ctr * ad_reach', COUNT, 'gives people, not count.'],
    ['ad_reach * ctr', COUNT, 'gives people, not count.'],
    ['ad_reach / ad_clicks * ad_clicks', PEOPLE, 'gives count, not people.'],
    ['ad_reach', COUNT, 'gives people, not count'],
    ['coalesce(0, ad_clicks)', MONEY, 'gives count, not money'],
    ['coalesce(0, 0)', MONEY, 'gives a plain number, not money'],
    ['ad_cost - 0', MONEY, 'a plain number cannot be taken from money'],
  ] as [string, Unit, string][])('refuses %s as %j', (formula, unit, reason) => {
    expect(() => check(formula, unit)).toThrow(reason);
  });
});
