import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The root of the checkout. */
export const ROOT = join(import.meta.dirname, '..');

/** The five workspaces of the design card, and what each may import of the others at run time. */
export const ROOMS: Record<string, { name: string; imports: string[]; types: string[] }> = {
  'packages/config': { name: '@openmops/config', imports: [], types: [] },
  'packages/domain': { name: '@openmops/domain', imports: [], types: [] },
  'packages/widgets': { name: '@openmops/widgets', imports: ['@openmops/domain'], types: [] },
  'apps/api': { name: '@openmops/api', imports: ['@openmops/domain'], types: [] },
  'apps/dashboard': {
    name: '@openmops/dashboard',
    imports: ['@openmops/domain', '@openmops/widgets'],
    types: ['@openmops/api'],
  },
};

/** Every file below a folder, as paths from the root; build output and dependencies left out. */
export function filesBelow(folder: string, endings = ['.ts', '.svelte']): string[] {
  const found: string[] = [];
  const walk = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (['node_modules', 'dist', '.turbo', 'fixtures'].includes(entry.name)) continue;
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (endings.some((ending) => entry.name.endsWith(ending)))
        found.push(relative(ROOT, path));
    }
  };
  walk(join(ROOT, folder));
  return found.sort();
}

export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
export const json = (path: string) => JSON.parse(read(path));

/** The commands that a document shows, line by line. */
export const commandsOf = (path: string) =>
  [...read(path).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
    (block[1] as string).trim().split('\n'),
  );

/** Tests and their helpers may do what the product may not. */
export const isTest = (path: string) =>
  /\.test\.ts$|\.bench\.ts$|\/(testing|e2e|bench|scripts|test-[a-z-]+|[a-z-]+\.testing)(\/|\.ts$)|vitest|vite\.config/.test(
    path,
  );

export type Import = { from: string; typeOnly: boolean };

/** The imports that a source text writes, also the dynamic ones. Comments are passed over. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  const statement =
    /(?:^|[\n;>])\s*(import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?['"]([^'"\n]+)['"]/g;
  for (const match of code.matchAll(statement)) {
    found.push({ from: match[3] as string, typeOnly: Boolean(match[2]) });
  }
  for (const match of code.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g)) {
    found.push({ from: match[1] as string, typeOnly: false });
  }
  return found;
}

/** `@scope/name/sub` → `@scope/name`; null for relative and `node:` imports. */
export function packageOf(specifier: string): string | null {
  if (/^(\.|\/|node:|virtual:|#)/.test(specifier)) return null;
  const parts = specifier.replace(/\?.*$/, '').split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string);
}
