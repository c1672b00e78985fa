export { addValues } from './add-values.ts';
export { additivityOf, type KpiAdditivity } from './additivity-of.ts';
export { CATALOGUE } from './catalogue.ts';
export { KPIS } from './kpis.ts';
export { DATASETS, MEASURES } from './measures.ts';
export {
  IMPORTED_DATASETS,
  IMPORTED_MEASURES,
  type ImportedDatasetId,
  STORED_DATASETS,
  STORED_MEASURES,
  type StoredDatasetId,
  storedMeasure,
} from './stored-measures.ts';
