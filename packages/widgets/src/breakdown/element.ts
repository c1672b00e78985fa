import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './breakdown.css?inline';
import Inside from './breakdown.element.svelte';

/** The class of `<mops-breakdown>`. */
export const MopsBreakdown = elementOf(Inside, 'by limit', [tokens, shared, own]);
