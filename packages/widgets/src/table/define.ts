import { register } from '../shared/element.svelte.ts';
import { MopsTable } from './element.ts';

register('mops-table', MopsTable);
