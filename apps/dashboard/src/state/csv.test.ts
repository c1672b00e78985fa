import type { KpiAnswer } from '@openmops/domain/kpi';
import { expect, test } from 'vitest';
import { csvOf, csvOfAnswer } from './csv.ts';

test('cells with commas, quotes and line ends are quoted; formulas stay text; negatives stay numbers', () => {
  expect(csvOf([['a,b', 'say "hi"', 'x\ny', '=1+1', -5, null]])).toBe(
    '"a,b","say ""hi""","x\ny",\'=1+1,-5,\r\n',
  );
});

test('an answer has its dimensions, its days, and before beside now', () => {
  const answer: KpiAnswer = {
    currency: 'EUR',
    asOf: null,
    from: '2026-01-01',
    to: '2026-01-31',
    previous: { from: '2025-12-01', to: '2025-12-31' },
    kpis: {
      'paid.cost': {
        definition: 'sha256',
        version: 1,
        name: 'Media cost',
        unit: { kind: 'money' },
        direction: 'neutral',
      },
    },
    rows: [
      {
        dims: { campaign: null },
        period: null,
        from: '2026-01-01',
        to: '2026-01-31',
        values: { 'paid.cost': 12.5 },
        previous: { 'paid.cost': null },
      },
    ],
    sources: [],
    notes: [],
  };
  expect(csvOfAnswer(answer, ['paid.cost'])).toBe(
    'Campaign,From,To,Media cost (EUR),"Media cost (EUR), before"\r\n,2026-01-01,2026-01-31,12.5,\r\n',
  );
});
