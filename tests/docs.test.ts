import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, read } from './house.ts';

const records = readdirSync(join(ROOT, 'docs/adr')).filter((name) => /^\d{4}-.+\.md$/.test(name));

describe('decisions', () => {
  test.each(records)('%s is short, and a test holds it', (name) => {
    const text = read(`docs/adr/${name}`);
    expect(text.split('\n').length).toBeLessThanOrEqual(61);
    const confirmed = text.slice(text.lastIndexOf('Confirmed by'));
    const files = [...confirmed.matchAll(/`([\w.-]+\/[\w./-]+\.(?:test\.ts|mjs))`/g)].map(
      (match) => match[1],
    );
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file as string)))).toEqual([]);
  });

  test('the index names every one', () => {
    const index = read('docs/adr/README.md');
    expect(records.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});

describe('the glossary', () => {
  const words = read('docs/glossary.md')
    .split('\n')
    .flatMap((line) => /^\| (?!word |---)([^|]+?) \|/.exec(line)?.[1] ?? [])
    .map((word) => word.toLowerCase());

  test('has its words in order, each once', () => {
    expect(words.length).toBeGreaterThan(80);
    expect(words).toEqual([...new Set(words)].sort());
  });
});
