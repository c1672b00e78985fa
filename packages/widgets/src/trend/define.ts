import { register } from '../shared/element.svelte.ts';
import { MopsTrend } from './element.ts';

register('mops-trend', MopsTrend);
