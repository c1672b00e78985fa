import { expect, it } from 'vitest';
import { autoEts } from './auto-ets.ts';
import { etsName, runEts } from './ets-model.ts';
import { AIR_PASSENGERS, OIL } from './fixtures/series.ts';

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
