import tile from '../goal/goal.css?inline';
import { elementOf } from '../shared/element.svelte.ts';
import shared from '../shared/shared.css?inline';
import tokens from '../tokens.css?inline';
import own from './budget.css?inline';
import Inside from './budget.element.svelte';

/** The class of `<mops-budget>`. */
export const MopsBudget = elementOf(Inside, 'plan line campaign drill', [
  tokens,
  shared,
  tile,
  own,
]);
