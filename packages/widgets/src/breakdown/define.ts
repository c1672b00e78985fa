import { register } from '../shared/element.svelte.ts';
import { MopsBreakdown } from './element.ts';

register('mops-breakdown', MopsBreakdown);
