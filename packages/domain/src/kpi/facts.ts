export {
  absentNotes,
  type Named,
  type Standing,
  type Suspect,
  suspectsOf,
} from './absent-dimensions.ts';
export { type Coverage, chooseSlices, type Slice, type SlicePart } from './choose-slices.ts';
export { mergeRows } from './merge-rows.ts';
export { type RandomCase, randomCase } from './random-case.ts';
export { randomFormula } from './random-formula.ts';
export { accountInCurrency } from './unnamed-account.ts';
