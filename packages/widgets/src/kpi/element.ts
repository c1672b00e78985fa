import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './kpi.css?inline';
import Inside from './kpi.element.svelte';

/** The class of `<mops-kpi>`. */
export const MopsKpi = elementOf(Inside, 'grain plain drill series', [tokens, shared, own]);
