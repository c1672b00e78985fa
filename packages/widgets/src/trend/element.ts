import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './trend.css?inline';
import Inside from './trend.element.svelte';

/** The class of `<mops-trend>`. */
export const MopsTrend = elementOf(Inside, 'grain by limit', [tokens, shared, own]);
