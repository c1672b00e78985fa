import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const isElement = (file: string) => file.endsWith('.element.svelte');

export default defineConfig({
  plugins: [
    svelte({
      configFile: false,
      // Trees instead of HTML strings: nothing of a widget ever needs a Trusted Types policy.
      compilerOptions: { runes: true, fragments: 'tree' },
      dynamicCompileOptions: ({ filename }) => ({ customElement: isElement(filename) }),
    }),
  ],
});
