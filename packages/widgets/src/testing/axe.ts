import axe from 'axe-core';
import { expect } from 'vitest';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Asserts that a part of the page has no accessibility violation that axe can see. */
export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, { runOnly: TAGS });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
