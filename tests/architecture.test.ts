import { readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { leftOut } from '@openmops/config/vitest/node';
import { describe, expect, test } from 'vitest';
import { filesBelow, importsOf, isTest, json, packageOf, ROOMS, ROOT, read } from './house.ts';

const rooms = Object.entries(ROOMS);
const sources = (room: string) => filesBelow(room).filter((path) => !isTest(path));

describe('five workspaces and nothing beside them', () => {
  test('apps and packages hold exactly the rooms of the design card', () => {
    const found = ['apps', 'packages'].flatMap((top) =>
      readdirSync(join(ROOT, top)).map((name) => `${top}/${name}`),
    );
    expect(found.sort()).toEqual(Object.keys(ROOMS).sort());
  });

  test.each(rooms)('%s is %j and Apache-2.0', (folder, room) => {
    expect(json(`${folder}/package.json`)).toMatchObject({
      name: room.name,
      license: 'Apache-2.0',
    });
  });
});

describe('knowledge points down', () => {
  test.each(rooms)('%s imports only what it may', (folder, room) => {
    const wrong: string[] = [];
    for (const path of sources(folder)) {
      for (const { from, typeOnly } of importsOf(read(path))) {
        const target = packageOf(from);
        if (!target?.startsWith('@openmops/') || target === room.name) continue;
        const allowed = room.imports.includes(target) || (typeOnly && room.types.includes(target));
        if (!allowed) wrong.push(`${path} → ${from}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(rooms)('%s reaches into no other room by path', (folder) => {
    const wrong: string[] = [];
    for (const path of filesBelow(folder)) {
      for (const { from } of importsOf(read(path))) {
        if (!from.startsWith('.')) continue;
        const target = normalize(join(dirname(path), from));
        if (!target.startsWith(`${folder}/`)) wrong.push(`${path} → ${from}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(rooms)('%s declares every package it imports', (folder, room) => {
    const manifest = json(`${folder}/package.json`);
    const runtime = new Set(
      Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    );
    const anywhere = new Set([...runtime, ...Object.keys(manifest.devDependencies ?? {})]);
    // What is bundled by Vite needs no run-time dependency of its own.
    const bundled = ['packages/widgets', 'apps/dashboard'].includes(folder);
    const wrong: string[] = [];
    for (const path of filesBelow(folder)) {
      for (const { from, typeOnly } of importsOf(read(path))) {
        const target = packageOf(from);
        if (!target || target === room.name) continue;
        const declared = isTest(path) || typeOnly || bundled ? anywhere : runtime;
        if (!declared.has(target)) wrong.push(`${path} → ${from}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('inside the domain: shared knows nobody, the calendar only shared, kpi nothing of sources', () => {
    const level: Record<string, string[]> = {
      shared: [],
      calendar: ['shared', 'kpi'],
      money: ['shared', 'calendar'],
      statistics: ['shared'],
      workspace: ['shared'],
      kpi: ['shared', 'calendar', 'money', 'statistics'],
      catalogue: ['shared', 'kpi'],
      interop: ['shared', 'kpi', 'catalogue'],
      sources: ['shared', 'calendar', 'money', 'kpi', 'catalogue'],
      demo: [
        'shared',
        'calendar',
        'money',
        'kpi',
        'catalogue',
        'sources',
        'workspace',
        'goals',
        'budgets',
        'campaigns',
        'content',
        'checklists',
      ],
      forecast: ['shared', 'calendar', 'statistics'],
      targets: ['shared', 'calendar', 'money', 'statistics', 'forecast', 'kpi'],
      anomaly: ['shared', 'calendar', 'statistics', 'forecast'],
      channels: ['shared'],
      links: ['shared', 'channels'],
      funnel: ['shared', 'calendar', 'statistics'],
      explain: ['shared', 'statistics', 'kpi'],
      attribution: ['shared', 'money', 'statistics'],
      experiments: ['shared', 'statistics'],
      allocation: ['shared', 'money', 'statistics'],
      scoring: ['shared', 'statistics'],
      lifetime: ['shared', 'statistics'],
      quality: ['shared', 'calendar', 'statistics', 'anomaly'],
      sustainability: ['shared'],
      streams: ['shared'],
      model: ['shared', 'calendar', 'kpi', 'catalogue'],
      packs: [
        'shared',
        'calendar',
        'money',
        'kpi',
        'model',
        'streams',
        'quality',
        'sources',
        'channels',
      ],
      identity: ['shared', 'statistics', 'quality', 'model'],
      lifecycle: ['shared', 'calendar', 'funnel', 'model'],
      engagement: ['shared', 'model'],
      health: ['shared', 'calendar', 'statistics', 'anomaly'],
      goals: ['shared', 'calendar', 'kpi', 'targets'],
      budgets: ['shared', 'calendar', 'money', 'targets'],
      campaigns: ['shared', 'calendar', 'links', 'targets'],
      content: ['shared', 'calendar'],
      checklists: ['shared', 'calendar', 'content'],
      strategy: ['shared', 'campaigns'],
      decisions: ['shared', 'calendar', 'kpi'],
    };
    const wrong: string[] = [];
    for (const path of sources('packages/domain/src')) {
      const own = path.split('/')[3] as string;
      for (const { from } of importsOf(read(path))) {
        if (!from.startsWith('.')) continue;
        const target = normalize(join(dirname(path), from)).split('/')[3] as string;
        if (target !== own && !(level[own] ?? []).includes(target)) wrong.push(`${path} → ${from}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a room asks another one of the API for its verbs, never for its queries', () => {
    const wrong = sources('apps/api/src/features').flatMap((path) =>
      importsOf(read(path))
        .filter(({ from }) => from.startsWith('.') && from.includes('.queries'))
        .filter(({ from }) => dirname(normalize(join(dirname(path), from))) !== dirname(path))
        .map(({ from }) => `${path} → ${from}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('purity', () => {
  test.each(['packages/domain/src', 'packages/widgets/src'])(
    '%s uses nothing of Node',
    (folder) => {
      const wrong = sources(folder).filter((path) =>
        importsOf(read(path)).some(({ from }) => from.startsWith('node:')),
      );
      expect(wrong).toEqual([]);
    },
  );

  test('the domain has no clock and no dice of its own', () => {
    const wrong = sources('packages/domain/src').filter((path) =>
      /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bfetch\(/.test(read(path)),
    );
    expect(wrong).toEqual([]);
  });

  test('zod stays in schema files of the domain and out of the widgets', () => {
    const wrong = [...sources('packages/domain/src'), ...sources('packages/widgets/src')]
      .filter((path) => !path.endsWith('/schema.ts'))
      .filter((path) =>
        importsOf(read(path)).some(({ from, typeOnly }) => from === 'zod' && !typeOnly),
      );
    expect(wrong).toEqual([]);
  });

  test('CO2.js stays in the room of sustainability', () => {
    const wrong = rooms
      .flatMap(([folder]) => sources(folder))
      .filter((path) => !path.startsWith('packages/domain/src/sustainability/'))
      .filter((path) => importsOf(read(path)).some(({ from }) => packageOf(from) === '@tgwf/co2'));
    expect(wrong).toEqual([]);
  });

  test('one file reads the environment', () => {
    const wrong = rooms
      .flatMap(([folder]) => sources(folder))
      .filter((path) => path !== 'apps/api/src/env.ts')
      .filter((path) => /process\.env\b|import\.meta\.env\b/.test(read(path)));
    expect(wrong).toEqual([]);
  });

  test('chDB is loaded in one folder, and no worker can reach it', () => {
    const wrong = sources('apps/api/src')
      .filter((path) => !path.startsWith('apps/api/src/stores/facts/'))
      .filter((path) => importsOf(read(path)).some(({ from }) => packageOf(from) === 'chdb'));
    expect(wrong).toEqual([]);
  });

  test('no raw HTML in screens, no evaluation of text anywhere', () => {
    const wrong = rooms
      .flatMap(([folder]) => sources(folder))
      .filter((path) =>
        /\{@html|\.innerHTML\s*=|document\.write\(|\beval\(|new Function\(/.test(read(path)),
      );
    expect(wrong).toEqual([]);
  });
});

describe('size and shape of files', () => {
  const exempt = /\/(catalogue|migrations)\/|locales?\.ts$|headers\.ts$|measures\.ts$/;

  test('a file does one thing: at most 400 lines, 250 for a screen, 600 for a test', () => {
    const wrong = rooms
      .flatMap(([folder]) => filesBelow(folder))
      .filter((path) => !exempt.test(path))
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(
        ({ path, lines }) => lines > (isTest(path) ? 600 : path.endsWith('.svelte') ? 250 : 400),
      );
    expect(wrong).toEqual([]);
  });

  test('named exports only', () => {
    const wrong = rooms
      .flatMap(([folder]) => sources(folder))
      .filter((path) => path.endsWith('.ts') && /^export default /m.test(read(path)));
    expect(wrong).toEqual([]);
  });

  test('folders are words of the glossary', () => {
    const glossary = read('docs/glossary.md').toLowerCase();
    const words = ['apps/api/src/features', 'apps/dashboard/src/features', 'packages/domain/src']
      .flatMap((folder) => readdirSync(join(ROOT, folder), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name.replace(/-/g, ' '));
    expect(words.filter((word) => !glossary.includes(word.replace(/s$/, '')))).toEqual([]);
  });
});

describe('long tests', () => {
  const long = rooms.flatMap(([folder]) => filesBelow(folder, ['.long.test.ts']));

  test('wait for OPENMOPS_TESTS=all, which .ci/run has', () => {
    const left = leftOut();
    expect(left.includes('**/*.long.test.ts')).toBe(process.env.OPENMOPS_TESTS !== 'all');
    expect(read('.ci/run')).toMatch(/^export OPENMOPS_TESTS=all/m);
    expect(json('package.json').scripts['test:all']).toBe('OPENMOPS_TESTS=all pnpm test');
    const passed = read('turbo.json').match(/"env": \[.*"OPENMOPS_TEST_RESULTS".*\]/g) ?? [];
    expect(passed.length).toBeGreaterThan(2);
    for (const names of passed) expect(names).toContain('"OPENMOPS_TESTS"');
  });

  test.each(long)('%s has ordinary ones beside it', (path) => {
    const beside = readdirSync(join(ROOT, dirname(path))).filter((name) => isTest(name));
    expect(beside.some((name) => !name.includes('.long.'))).toBe(true);
  });
});
