import { HUBSPOT } from './hubspot/pack.ts';
import type { Pack } from './pack.ts';

/** Every pack, one line each. */
export const PACKS: readonly Pack[] = [HUBSPOT];
