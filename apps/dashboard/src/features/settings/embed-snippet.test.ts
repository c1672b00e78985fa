import { GREGORIAN } from '@openmops/domain/calendar';
import { expect, test } from 'vitest';
import { filtersText, originsOf, snippetOf } from './embed-snippet.ts';

test('a snippet has no inline script, and its attributes cannot be broken out of', () => {
  const snippet = snippetOf(
    {
      element: 'mops-breakdown',
      kpi: 'paid.cost',
      by: 'campaign',
      range: 'last_fiscal_quarter',
      compare: 'previous',
    },
    {
      server: 'https://mops.example.com',
      token: 'a"><b',
      calendar: { ...GREGORIAN, timeZone: 'America/Denver', firstMonth: 2 },
    },
  );
  expect(snippet).toBe(
    '<script type="module" src="https://mops.example.com/widgets/widgets.js" crossorigin></script>\n' +
      '<mops-breakdown\n  server="https://mops.example.com"\n  kpi="paid.cost"\n  range="last-fiscal-quarter"\n' +
      '  time-zone="America/Denver"\n  fiscal-start="2"\n  compare="previous"\n  by="campaign"\n  token="a&quot;>&lt;b"\n></mops-breakdown>',
  );
});

test('origins are cut to what a browser sends; what is none is named', () => {
  expect(
    originsOf('https://a.example.com/x?y, http://localhost:8080\nhttps://a.example.com nonsense'),
  ).toEqual({
    origins: ['https://a.example.com', 'http://localhost:8080'],
    wrong: ['nonsense'],
  });
});

test('filters in words', () => {
  expect(
    filtersText(
      [
        { dim: 'campaign', op: 'in', values: ['A', null] },
        { dim: 'device', op: 'neq', values: ['mobile'] },
      ],
      (dim) => dim,
    ),
  ).toBe('campaign is A, (not set); device is not mobile');
});
