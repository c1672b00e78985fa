import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import '@openmops/widgets/widgets.css';
import './styles/widgets.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { toasts } from './state/toasts.svelte.ts';

// The policy of the page forbids code from text, and zod would try whether it may.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const target = document.getElementById('app');
if (target) mount(App, { target });

// A screen comes when it is opened. Without the server, or after an update of it, it does not.
addEventListener('vite:preloadError', () => {
  toasts.show('This page cannot be loaded. Check that you are online, then reload.', {
    tone: 'bad',
    action: { label: 'Reload', run: () => location.reload() },
  });
});
