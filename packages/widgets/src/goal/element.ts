import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './goal.css?inline';
import Inside from './goal.element.svelte';

/** The class of `<mops-goal>`. */
export const MopsGoal = elementOf(Inside, 'goal period drill', [tokens, shared, own]);
