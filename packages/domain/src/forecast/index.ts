export { coverage, mase, msis, smape } from './accuracy.ts';
export type { Backtest } from './backtest.ts';
export { type Forecast, type ForecastInput, type ForecastStep, forecast } from './forecast.ts';
export type { Bounds } from './interval.ts';
export type { ForecastMethod } from './methods.ts';
export { type RegularSeries, regularSeries, type TimedValue } from './regular-series.ts';
export { isSeasonal } from './seasonality-test.ts';
export { forecastMeans } from './smooth-methods.ts';
