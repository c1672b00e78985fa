import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './table.css?inline';
import Inside from './table.element.svelte';

/** The class of `<mops-table>`. */
export const MopsTable = elementOf(Inside, 'by drill', [tokens, shared, own]);
