import { register } from '../shared/element.svelte.ts';
import { MopsProvider } from './provider.ts';

register('mops-provider', MopsProvider);
