import { register } from '../shared/element.svelte.ts';
import { MopsGoal } from './element.ts';

register('mops-goal', MopsGoal);
