import { RANGE_PRESETS } from '@openmops/domain/calendar';
import type { Command } from '../../shell/commands.svelte.ts';
import type { Shortcut } from '../../state/shortcuts.ts';
import type { View } from '../../state/view.svelte.ts';

const KEYS: Record<string, string> = {
  '.': 'today',
  d: 'last_7_days',
  t: 'last_30_days',
  m: 'this_month',
  l: 'last_month',
  q: 'fiscal_quarter_to_date',
  y: 'fiscal_year_to_date',
};

const name = (preset: string) => RANGE_PRESETS.find((each) => each.id === preset)?.name ?? preset;

const show = (view: View, preset: string) => () =>
  view.choose({ range: { preset } }, `Showing ${name(preset).toLowerCase()}.`);

/** Single keys of a screen with a date range. */
export function viewKeys(view: View): Shortcut[] {
  return [
    { key: 'x', label: 'Comparison on or off', run: () => view.toggleCompare() },
    ...Object.entries(KEYS).map(([key, preset]) => ({
      key,
      label: name(preset),
      run: show(view, preset),
    })),
  ];
}

/** What the command palette offers on a screen with a date range. */
export function viewCommands(view: View): Command[] {
  return [
    ...RANGE_PRESETS.map((preset) => ({
      id: `range-${preset.id}`,
      group: 'Date range',
      label: preset.name,
      run: show(view, preset.id),
    })),
    {
      id: 'compare-previous',
      group: 'Compare',
      label: 'Compare with the period before',
      run: () => view.choose({ compare: null }, 'Compared with the period before.'),
    },
    {
      id: 'compare-year',
      group: 'Compare',
      label: 'Compare with the year before',
      run: () => view.choose({ compare: 'year' }, 'Compared with the year before.'),
    },
    {
      id: 'compare-off',
      group: 'Compare',
      label: 'No comparison',
      run: () => view.choose({ compare: 'off' }, 'Comparison off.'),
    },
    ...(view.filters.length > 0
      ? [{ id: 'clear', group: 'Filters', label: 'Remove all filters', run: () => view.clear() }]
      : []),
  ];
}
