import { expect, it } from 'vitest';
import { autoEts } from './auto-ets.ts';
import { etsMeans, etsName, runEts } from './ets-model.ts';
import { AIR_PASSENGERS, EARNINGS, NILE, OIL, UK_GAS, WEB_USERS } from './fixtures/series.ts';

it('is at least as likely as what R finds for AirPassengers', () => {
  // ets(AirPassengers) of R forecast 8.20: ETS(M,Ad,M), AICc 1400.638.
  const found = autoEts(AIR_PASSENGERS, 12);
  expect(found && etsName(found.model)).toBe('ETS(M,Ad,M)');
  expect(found?.aicc).toBeLessThan(1400.638);
});

it('multiplies nothing where a value is not above zero, and needs two seasons', () => {
  const values = AIR_PASSENGERS.map((value, t) => (t === 5 ? 0 : value));
  const found = autoEts(values, 12);
  expect(found?.model.error).toBe('additive');
  expect(found?.model.season).not.toBe('multiplicative');
  expect(autoEts(OIL, 12)?.model.season).toBe('none');
});

it('runs the recursion of the parameters it answers', () => {
  const found = autoEts(AIR_PASSENGERS.slice(0, 60), 12);
  if (!found) throw new Error('nothing found');
  const again = runEts(AIR_PASSENGERS.slice(0, 60), found.model, found.parameters);
  expect([...again.fitted]).toEqual([...found.run.fitted]);
});

it('picks what R picks where it has no trend, a damped one, and one that clearly goes on', () => {
  // ets() of R forecast 8.20 on Nile, WWWusage and UKgas of its datasets.
  const nile = autoEts(NILE, 1);
  expect(nile && etsName(nile.model)).toBe('ETS(M,N,N)');
  expect(nile?.aicc).toBeCloseTo(1458.551916, 4);
  const web = autoEts(WEB_USERS, 1);
  expect(web && etsName(web.model)).toBe('ETS(A,Ad,N)');
  expect(web?.aicc).toBeLessThan(718.6343);
  const gas = autoEts(UK_GAS, 4);
  if (!gas) throw new Error('nothing found');
  expect(etsName(gas.model)).toBe('ETS(M,A,M)');
  const means = etsMeans(gas.run, gas.model, gas.parameters.phi, 2);
  expect(Math.abs((means[0] ?? 0) / 1258.8236182 - 1)).toBeLessThan(1e-3);
  expect(Math.abs((means[1] ?? 0) / 652.6178333 - 1)).toBeLessThan(1e-3);
});

it('begins a season that grew with its series where the series began', () => {
  // ets(JohnsonJohnson) of R forecast 8.20: ETS(M,A,A), AICc 166.0716; forecasts 17.537, 16.201, 17.504, 13.285.
  const found = autoEts(EARNINGS, 4);
  expect(found && etsName(found.model)).toBe('ETS(M,A,A)');
  expect(found?.aicc).toBeLessThanOrEqual(166.0717);
});

it('does not follow a straight line through all of the past for ever', () => {
  // A level that fell over its whole past by chance alone: undamped it would soon be below zero.
  const found = autoEts([9, 11, 8, 10, 7, 9, 6, 8, 5, 7, 4, 6, 3, 5, 2, 4], 1);
  expect(found && (found.model.trend !== 'additive' || found.parameters.alpha >= 0.01)).toBe(true);
});
