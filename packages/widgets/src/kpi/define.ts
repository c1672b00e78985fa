import { register } from '../shared/element.svelte.ts';
import { MopsKpi } from './element.ts';

register('mops-kpi', MopsKpi);
