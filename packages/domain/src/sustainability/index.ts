export { type AdQuestion, adEstimate } from './ad-estimate.ts';
export { emailEstimate } from './email-estimate.ts';
export { addEstimates, type Estimate } from './estimate.ts';
export {
  AD_FACTORS,
  type Device,
  EMAIL_GRAMS,
  FACTOR_SETS,
  type Factor,
  type FactorSet,
  type Network,
} from './factors.ts';
export { gridIntensity } from './grid.ts';
export { type WebQuestion, webEstimate } from './web-estimate.ts';
