export type { Customer } from './customers.ts';
export {
  type BuyingParameters,
  expectedPurchases,
  expectedPurchasesOfNew,
  probabilityAlive,
} from './expect-purchases.ts';
export { type BgNbdFit, type BgNbdParameters, bgNbdLogLikelihood, fitBgNbd } from './fit-bg-nbd.ts';
export {
  expectedPurchaseValue,
  fitGammaGamma,
  type GammaGammaFit,
  type GammaGammaParameters,
} from './fit-gamma-gamma.ts';
export { fitParetoNbd, type ParetoNbdFit, type ParetoNbdParameters } from './fit-pareto-nbd.ts';
export {
  expectedLifetime,
  fitSbg,
  type SbgFit,
  type SbgParameters,
  survivalOf,
} from './fit-sbg.ts';
export { type Purchase, summarisePurchases } from './summarise-purchases.ts';
export { type CustomerValue, type ValueRules, valueCustomers } from './value-customers.ts';
