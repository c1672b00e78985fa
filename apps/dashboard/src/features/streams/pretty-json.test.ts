import { expect, test } from 'vitest';
import { prettyJson } from './pretty-json.ts';
import { keyText } from './stream-words.ts';

test('a record has a line for each field, and its numbers stay digit for digit', () => {
  expect(prettyJson('{"a":[1.10,{}],"b":"x, {y}: \\"z\\"","c":12345678901234567890}')).toBe(
    '{\n  "a": [\n    1.10,\n    {}\n  ],\n  "b": "x, {y}: \\"z\\"",\n  "c": 12345678901234567890\n}',
  );
  expect(prettyJson('[]')).toBe('[]');
  expect(prettyJson('{ "a" : null }')).toBe('{\n  "a": null\n}');
});

test('keys are read without the brackets of JSON', () => {
  expect(keyText('["a",7]')).toBe('a · 7');
  expect(keyText('plain')).toBe('plain');
  expect(keyText('')).toBe('without a key');
});
