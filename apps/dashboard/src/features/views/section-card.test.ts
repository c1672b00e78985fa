import { mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import type { ViewInfo, ViewSection } from '../../api-views.ts';
import SectionCard from './SectionCard.svelte';

const period = { label: 'FY2027 Q1', from: '2026-02-01', to: '2026-04-30' };
const none = { tone: 'none' as const, link: null, kpi: null, definition: null };
const section: ViewSection = {
  ...{ id: 'goals', title: 'Goals', asOf: '2026-03-09', from: ['goals.list'], link: '/goals' },
  ...{ figures: [], empty: null, notes: [] },
  table: {
    columns: ['goal', 'period'].map((id) => ({ id, label: id, unit: 'text' as const })),
    rows: [
      {
        ...none,
        id: 'go_1',
        cells: ['Clicks', '2026'],
        unit: { kind: 'count' },
        kpi: 'paid.clicks',
      },
    ],
    more: 3,
  },
};
const definition = { kpi: 'paid.clicks', name: 'Clicks', version: 1, definition: 'sha256:1' };
const info: ViewInfo = {
  ...{ view: 'cmo', title: 'View', period, at: '2026-03-10T12:00:00.000Z', asOf: '2026-03-09' },
  ...{ workspace: 'Team', currency: 'EUR', sections: [section] },
  definitions: [{ ...definition, formula: 'sum(clicks)', description: 'Clicks' }],
};

test('goals that have no tile are counted under the tiles', async () => {
  const target = document.createElement('div');
  const card = mount(SectionCard, { target, props: { info, section, home: '/w/team' } });
  expect(target.querySelector('.goal')).not.toBeNull();
  expect(target.querySelector('table')).toBeNull();
  const more = [...target.querySelectorAll('a')].find(
    ({ textContent }) => textContent === 'and 3 more',
  );
  expect(more?.getAttribute('href')).toBe('/w/team/goals');
  await unmount(card);
});
