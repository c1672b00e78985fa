export { answerKey, type Fault, type FaultKind } from './answer-key.ts';
export type { DemoBatch } from './batch.ts';
export { type Campaign, campaignsOf } from './campaigns.ts';
export { ACCOUNTS, CHANNELS, DEMO_WORKSPACE, historyOf } from './company.ts';
export { type Demo, generateDemo } from './generate-demo.ts';
export {
  SAMPLE_SOURCES,
  type SampleExport,
  type SampleSource,
  sampleExport,
} from './sample-export.ts';
