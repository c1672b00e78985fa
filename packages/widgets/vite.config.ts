import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { leanSvelte } from './scripts/lean-svelte.ts';

export default defineConfig({
  plugins: [
    leanSvelte(),
    svelte({
      configFile: false,
      // Trees instead of HTML strings: nothing in a widget ever needs a Trusted Types policy.
      compilerOptions: { runes: true, fragments: 'tree', discloseVersion: false },
    }),
  ],
  build: {
    target: 'es2022',
    // Nesting and light-dark() are understood by every browser that the elements run in.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: { minify: { compress: { dropConsole: true }, mangle: true, codegen: true } },
    },
  },
});
