export {
  exportMetricflow,
  METRICFLOW_CANNOT_SAY,
  type MetricflowExport,
} from './export-metricflow.ts';
