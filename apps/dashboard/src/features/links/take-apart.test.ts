import { expect, it } from 'vitest';
import { takeApart } from './take-apart.ts';

it('takes a link apart into its page and its tags', () => {
  const { page, tags } = takeApart('https://a.b/p?x=1&utm_source=google&y&utm_content=a%20b+c#top');
  expect(page).toBe('https://a.b/p?x=1&y#top');
  expect([tags.utm_source, tags.utm_content, tags.utm_medium]).toEqual(['google', 'a b c', '']);
  expect(takeApart('https://a.b/?utm_source=100%').tags.utm_source).toBe('100%');
  expect(takeApart('a.b').page).toBe('a.b');
});
