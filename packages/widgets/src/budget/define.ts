import { register } from '../shared/element.svelte.ts';
import { MopsBudget } from './element.ts';

register('mops-budget', MopsBudget);
