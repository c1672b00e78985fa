export {
  decomposeProduct,
  type ProductChange,
  type ProductParts,
  shareProduct,
} from './decompose-product.ts';
export {
  decomposeRatio,
  type RatioDecomposition,
  type RatioParts,
  type RatioSegment,
  type RatioWeights,
  type SegmentEffects,
} from './decompose-ratio.ts';
export { type Driver, driverFormula, driversOf } from './drivers.ts';
export {
  type ExplainInput,
  type Explanation,
  explainChange,
  type Part,
} from './explain-change.ts';
export {
  type Element,
  type RankedDimension,
  type RankInput,
  type Ranking,
  rankDimensions,
} from './rank-dimensions.ts';
export type { Row } from './rows.ts';
export type { Effect, TermMethod } from './terms.ts';
