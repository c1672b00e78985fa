export { CATALOGUE } from './catalogue.ts';
export { KPIS } from './kpis.ts';
export {
  DATASETS,
  MEASURES,
  STORED_DATASETS,
  STORED_MEASURES,
  type StoredDatasetId,
  storedMeasure,
} from './measures/measures.ts';
