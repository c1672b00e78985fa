import { expect, it } from 'vitest';
import type { LintFinding } from '../../api-content.ts';
import { markText } from './marked-text.ts';

const finding = (from: number | null, to: number | null) =>
  ({ rule: 'r', from, to }) as LintFinding;

it('cuts a text at its findings, also where they overlap, and loses none of it', () => {
  const pieces = markText('clinically proven cure', [
    finding(0, 17),
    finding(11, 22),
    finding(null, null),
  ]);
  expect(pieces.map(({ text, findings }) => [text, findings.length])).toEqual([
    ['clinically ', 1],
    ['proven', 2],
    [' cure', 1],
  ]);
  expect(markText('', [])).toEqual([]);
  expect(markText('short', [finding(2, 99)])).toEqual([{ text: 'short', findings: [] }]);
});
