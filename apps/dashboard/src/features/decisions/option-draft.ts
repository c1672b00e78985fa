import type { DecisionOption } from '@openmops/domain/decisions';

/** An option while it is typed: one point on a line. */
export type OptionDraft = { key: number; name: string; pros: string; cons: string; cost: string };

let keys = 0;
const newKey = (): number => {
  keys += 1;
  return keys;
};

export const blankOption = (): OptionDraft => ({
  ...{ key: newKey(), name: '', pros: '', cons: '', cost: '' },
});

export const optionDraft = ({ name, pros, cons, cost }: DecisionOption): OptionDraft => ({
  ...{ key: newKey(), name, pros: pros.join('\n'), cons: cons.join('\n') },
  cost: cost === null ? '' : String(cost),
});

/** The option, or null where its cost is no number. Blanks, commas and apostrophes between thousands are no matter. */
export function optionOf({ name, pros, cons, cost }: OptionDraft): DecisionOption | null {
  const plain = cost.replaceAll(/[\s,'’]/g, '');
  const amount = plain === '' ? null : Number(plain);
  if (amount !== null && !(Number.isFinite(amount) && amount >= 0)) return null;
  return { name: name.trim(), pros: pointsOf(pros), cons: pointsOf(cons), cost: amount };
}

const pointsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
