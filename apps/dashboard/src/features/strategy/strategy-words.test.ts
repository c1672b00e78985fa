import { expect, it } from 'vitest';
import { tacticId, titleOf } from './strategy-words.ts';

it('a tactic gets an id that nobody has', () => {
  expect(tacticId('Trade fairs, autumn!', [])).toBe('trade-fairs-autumn');
  expect(tacticId('Événements', ['evenements'])).not.toBe('evenements');
  expect(tacticId('E-mail', ['e-mail', 'e-mail-2'])).toBe('e-mail-3');
  expect(tacticId('…', [])).toBe('tactic');
  expect(tacticId('x'.repeat(90), [])).toHaveLength(30);
});

it('a strategy is called by its year, team and region', () => {
  expect(titleOf({ label: 'FY2027', team: '', region: 'DACH' })).toBe('FY2027, DACH');
});
