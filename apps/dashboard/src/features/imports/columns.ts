import type { ImportPreview } from '../../api-types.ts';
import { canonicalTarget } from './targets.ts';

export type ColumnView = {
  header: string;
  /** As the list of targets spells it; empty: nothing. */
  target: string;
  samples: string[];
  /** `mapped`; `unmapped`: nobody said anything; `explained`: left out for a reason. */
  state: 'mapped' | 'unmapped' | 'explained';
  words: string | null;
};

const WHY = {
  derived: 'OpenMOps calculates it from the other columns',
  not_kept: 'Known, and not needed',
  duplicate: 'The same as another column',
  period: 'Says which days the file covers',
} as const;

/** Every column of the file, none left out, with what becomes of it and its first values. */
export function columnsOf(preview: ImportPreview, mapping: Record<string, string>): ColumnView[] {
  const { detection, sample } = preview;
  return detection.headers.map((header, index) => {
    const plan = detection.columns?.find((column) => column.index === index);
    const target = canonicalTarget(mapping[header], detection.dataset);
    const at = sample.headers[index] === header ? index : sample.headers.indexOf(header);
    const values = at < 0 ? [] : sample.rows.map((row) => row[at]?.trim() ?? '').filter(Boolean);
    const reason = plan?.reason && plan.reason !== 'unmapped' ? WHY[plan.reason] : null;
    const words = detection.ignored?.[header] ?? reason;
    const samples = [...new Set(values)].slice(0, 3);
    if (target && target !== 'ignore')
      return { header, target, samples, state: 'mapped', words: reason };
    if (target === 'ignore' || words) {
      return { header, target, samples, state: 'explained', words: words ?? 'Left out on purpose' };
    }
    return { header, target, samples, state: 'unmapped', words: null };
  });
}
