import { GREGORIAN } from '@openmops/domain/calendar';
import { expect, test } from 'vitest';
import { type EmbedChoice, filtersText, originsOf, snippetOf } from './embed-snippet.ts';

const NONE = { more: [], goal: '', budget: '' };

test('a snippet has no inline script, and its attributes cannot be broken out of', () => {
  const snippet = snippetOf(
    {
      element: 'mops-breakdown',
      kpi: 'paid.cost',
      by: 'campaign',
      range: 'last_fiscal_quarter',
      compare: 'previous',
      ...NONE,
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

test('a goal, a budget and a table load files of their own, and name what they show', () => {
  const place = { server: 'https://mops.example.com', token: 't', calendar: GREGORIAN };
  const choice = { kpi: 'paid.cost', by: 'channel', range: 'last_30_days', compare: '' as const };
  const of = (more: object) =>
    snippetOf({ ...choice, ...NONE, element: 'mops-goal', ...more } as EmbedChoice, place);
  expect(of({ goal: 'go_1' })).toContain('/widgets/mops-goal.js');
  expect(of({ goal: 'go_1' })).toContain(
    '<mops-goal\n  server="https://mops.example.com"\n  goal="go_1"\n  token',
  );
  for (const [id, name] of [
    ['pl_1', 'plan'],
    ['bl_1', 'line'],
    ['ca_1', 'campaign'],
  ])
    expect(of({ element: 'mops-budget', budget: id })).toContain(`\n  ${name}="${id}"\n`);
  const table = of({ element: 'mops-table', more: ['paid.clicks', 'paid.cost', ''] });
  expect(table).toContain('\n  kpis="paid.cost,paid.clicks"\n');
  expect(table).toContain('\n  by="channel"\n');
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
