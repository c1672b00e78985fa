import { readFileSync } from 'node:fs';

/** Of this workspace, as released. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
