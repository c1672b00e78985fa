import { type Catalogue, checkUnits, type Kpi, type Unit } from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';

const CANDIDATES: Unit[] = [
  { kind: 'ratio', display: 'plain' },
  { kind: 'count' },
  { kind: 'people' },
  { kind: 'money' },
  { kind: 'duration' },
  { kind: 'mass' },
  { kind: 'duration', in: 'day' },
  { kind: 'duration', in: 'hour' },
  { kind: 'money', per: 'day' },
  { kind: 'mass', per: 'money' },
];

/** The unit that a formula yields, as far as those of its measures are known; null: none. */
export function unitThatFits(catalogue: Catalogue, kpi: Kpi): Unit | null {
  const fits = (unit: Unit) => {
    try {
      checkUnits(catalogue, { ...kpi, unit });
      return true;
    } catch (error) {
      if (error instanceof MopsError) return false;
      throw error;
    }
  };
  return CANDIDATES.find(fits) ?? null;
}
