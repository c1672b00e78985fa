export { type AlertDay, type DailyAlert, type DailyAlerts, dailyAlerts } from './daily-alerts.ts';
export { type JudgeOptions, judgeDays } from './judge-days.ts';
export type { JudgedDay, KpiSeries } from './kpi-series.ts';
export { type Stl, type StlOptions, stl } from './stl.ts';
export {
  createStreamDetector,
  detectStream,
  type StreamOptions,
  type StreamScore,
} from './stream-detector.ts';
