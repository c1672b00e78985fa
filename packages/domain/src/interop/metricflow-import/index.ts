export type { Imported } from '../shared/assemble.ts';
export { importMetricflow } from './import-metricflow.ts';
