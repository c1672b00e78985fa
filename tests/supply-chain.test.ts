import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json, ROOMS, ROOT, read } from './house.ts';

/** Below these, a published advisory applies to how we use the package. */
const MINIMUM: Record<string, string> = {
  hono: '4.13.19',
  '@hono/node-server': '2.1.8',
  '@trpc/server': '11.25.2',
  kysely: '0.28.18',
  pg: '8.23.1',
  zod: '4.6.7',
  'better-auth': '1.7.25',
  '@electric-sql/pglite': '0.5.16',
};

const OPEN =
  /^\(?(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|PostgreSQL|Python-2\.0|Zlib)\b/i;

function older(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Of a package whose manifest names none: by the words of its file. */
function licenceIn(folder: string): string {
  const file = join(folder, 'LICENSE');
  const text = existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ') : '';
  return MIT_WORDS.every((words) => text.includes(words)) ? 'MIT' : '';
}
const MIT_WORDS = [
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software',
  'to deal in the Software without restriction',
  'The above copyright notice and this permission notice shall be included',
];

/** Everything that is installed when the product runs, found by walking run-time dependencies. */
function runtimePackages(): Map<string, { version: string; license: string }> {
  const found = new Map<string, { version: string; license: string }>();
  const visit = (folder: string, seen: Set<string>) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const name of Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
    })) {
      let at = folder;
      let target: string | null = null;
      while (target === null && at !== dirname(at)) {
        const candidate = join(at, 'node_modules', name);
        if (existsSync(candidate)) target = realpathSync(candidate);
        at = dirname(at);
      }
      if (target === null || seen.has(target)) continue;
      seen.add(target);
      const child = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
      if (!name.startsWith('@openmops/')) {
        found.set(`${name}@${child.version}`, {
          version: child.version,
          license: String(child.license ?? licenceIn(target)),
        });
      }
      visit(target, seen);
    }
  };
  for (const room of ['apps/api', 'packages/domain', 'packages/widgets', 'apps/dashboard']) {
    visit(join(ROOT, room), new Set());
  }
  return found;
}

describe('what we depend on', () => {
  test('no version is pinned outside of the catalog', () => {
    const wrong: string[] = [];
    for (const folder of ['.', ...Object.keys(ROOMS)]) {
      const manifest = json(`${folder}/package.json`);
      for (const [name, range] of Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
      })) {
        if (!/^(catalog:|workspace:\*)/.test(String(range)))
          wrong.push(`${folder}: ${name} ${range}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every version of the catalog is exact', () => {
    const catalog = read('pnpm-workspace.yaml').split(/\ncatalog:\n/)[1] ?? '';
    const versions = [...catalog.matchAll(/^ +"?[@\w/.-]+"?: (\S+)$/gm)].map(
      (match) => match[1] as string,
    );
    expect(versions.length).toBeGreaterThan(20);
    // `-r.5` is a release too: DuckDB numbers those of its packages behind its own version.
    const exact = /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-r\.\d+)?$/;
    expect(versions.filter((version) => !exact.test(version))).toEqual([]);
  });

  test('nothing installed is older than its last advisory allows', () => {
    const wrong = [...runtimePackages()].filter(([id, { version }]) => {
      const name = id.slice(0, id.lastIndexOf('@'));
      return MINIMUM[name] !== undefined && older(version, MINIMUM[name]);
    });
    expect(wrong).toEqual([]);
  });

  test('everything that runs has an open licence', () => {
    const packages = runtimePackages();
    expect(packages.size).toBeGreaterThan(10);
    const wrong = [...packages]
      .filter(([, { license }]) => !OPEN.test(license))
      .map(([id, p]) => `${id} ${p.license}`);
    expect(wrong).toEqual([]);
  });

  test('no install script runs, and packages come from the registry alone', () => {
    const settings = read('pnpm-workspace.yaml');
    expect(settings).toMatch(/blockExoticSubdeps: true/);
    expect(settings.match(/allowBuilds:\n(( {2}.*\n)+)/)?.[1]).toBe('  chdb: false\n');
  });

  test('the lockfile names no host', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//);
  });

  test('every file of the licence is there', () => {
    expect(read('LICENSE')).toContain('Apache License');
    expect(readdirSync(ROOT)).toEqual(
      expect.arrayContaining(['SECURITY.md', 'CONTRIBUTING.md', 'README.md']),
    );
  });
});
