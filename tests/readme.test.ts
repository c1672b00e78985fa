import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandsOf, filesBelow, json, ROOT, read } from './house.ts';

describe('the README is true', () => {
  test('its first two commands are start and test', () => {
    expect(commandsOf('README.md').slice(0, 2)).toEqual([
      'npx --yes pnpm@12 start',
      'npx --yes pnpm@12 test',
    ]);
    expect(Object.keys(json('package.json').scripts)).toEqual(
      expect.arrayContaining(['start', 'test']),
    );
  });
});

describe('the documentation cites what exists', () => {
  const documents = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...filesBelow('docs', ['.md']),
  ];

  test.each(documents)('%s links only to files that are there', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] as string,
    );
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });

  test.each(documents)('%s names only paths that are there', (path) => {
    const named = [
      ...read(path).matchAll(/`((?:apps|packages|docs|tests|scripts)\/[\w./-]+)`/g),
    ].map((match) => match[1] as string);
    expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  test.each(documents)('%s uses scripts of the workspace that exist', (path) => {
    const scripts = Object.keys(json('package.json').scripts);
    const used = [
      ...read(path).matchAll(
        /`?pnpm(?:@12)?(?: --silent)? (start|test|dev|format|bench|openmops|build|check|lint|changeset)\b/g,
      ),
    ];
    expect(
      used.map((match) => match[1]).filter((name) => !scripts.includes(name as string)),
    ).toEqual([]);
  });
});
