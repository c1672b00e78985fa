import { GOOGLE_ADS } from './google-ads/preset.ts';
import type { Preset } from './preset.ts';

/** Every platform whose exports are recognised. */
export const PRESETS: readonly Preset[] = [GOOGLE_ADS];
