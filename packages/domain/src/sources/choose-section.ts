import { storedMeasure } from '../catalogue/stored-measures.ts';
import type { DetectedTable, TableSection } from './detect-table.ts';
import { matchPreset, type PresetMatch } from './match-preset.ts';
import { guessDataset, planByWords } from './plan-targets.ts';
import type { Preset } from './preset.ts';
import { PRESETS } from './presets.ts';

export type ChosenSection = {
  section: TableSection;
  match: PresetMatch | null;
  preset: Preset | null;
  others: { title: string; headerLine: number }[];
};

/**
 * The table of the file that is imported: the one with rows and the most numbers that can be
 * added, then the most recognised columns, the first of equals.
 */
export function chooseSection(table: DetectedTable, source: string | null): ChosenSection {
  const [first] = table.sections;
  if (!first) throw new Error('A detected table has at least one section.');
  const top = first.preamble;
  let best: ChosenSection | null = null;
  let bestPoints = -1;
  for (const section of table.sections) {
    const preamble = section === first ? top : [...top, ...section.preamble];
    const match = matchPreset(section.headers, preamble);
    const preset = PRESETS.find((one) => one.id === source) ?? match?.preset ?? null;
    const dataset = preset?.dataset ?? guessDataset(section.headers);
    const { targets } = planByWords(section.headers, preset, dataset);
    const additive = targets.filter(
      ({ target }) => target && storedMeasure(dataset, target)?.additive === 'all',
    ).length;
    const known = targets.filter(({ target }) => target !== null).length;
    const points = (section.rows.length > 0 ? 1000 : 0) + additive * 20 + known * 5;
    if (points > bestPoints) {
      bestPoints = points;
      best = { section, match, preset, others: [] };
    }
  }
  const chosen = best ?? { section: first, match: null, preset: null, others: [] };
  const others = table.sections
    .filter((section) => section !== chosen.section && section.rows.length > 0)
    .map(({ title, headerLine }) => ({ title, headerLine }));
  return { ...chosen, others };
}
