import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const api = 'http://127.0.0.1:4600';

export default defineConfig({
  plugins: [
    // Trees instead of HTML strings: no screen needs a Trusted Types policy.
    svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } }),
  ],
  build: {
    target: 'es2022',
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    manifest: true,
    modulePreload: {
      polyfill: false,
      // A screen's scripts name their own imports; a list of all of them would be in the first view.
      resolveDependencies: (_file, needed) => needed.filter((one) => one.endsWith('.css')),
    },
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/trpc': api, '/api': api, '/widgets': api },
  },
});
