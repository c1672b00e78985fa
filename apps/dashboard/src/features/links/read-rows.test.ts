import { expect, it } from 'vitest';
import { readRows } from './read-rows.ts';

const tags = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' };

it('reads what is pasted from a spreadsheet', () => {
  const text = 'https://a.b/\tgoogle\tcpc\tspring\r\n\r\nhttps://a.b/c\tgoogle\tcpc\tspring\tblue';
  expect(readRows(text)).toEqual([
    { line: 1, url: 'https://a.b/', tags },
    { line: 3, url: 'https://a.b/c', tags: { ...tags, utm_content: 'blue' } },
  ]);
});

it('reads a table with a head, in any order, and what stands between quotation marks', () => {
  const text =
    '\uFEFFutm_medium,Page,Note,utm_source,Campaign Name\ncpc,"https://a.b/?x=1,2",ours,google,"spring ""26"""\n';
  expect(readRows(text)).toEqual([
    { line: 2, url: 'https://a.b/?x=1,2', tags: { ...tags, utm_campaign: 'spring "26"' } },
  ]);
  expect(readRows('url;source\n"https://a.b/\nc";google')).toMatchObject([
    { line: 2, url: 'https://a.b/\nc' },
  ]);
});

it('reads whole links, one in each line', () => {
  const link = 'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=spring';
  expect(readRows(`${link}\n${link}`)).toEqual([
    { line: 1, url: link },
    { line: 2, url: link },
  ]);
  expect(readRows('')).toEqual([]);
  expect(readRows(' \n\t\n')).toEqual([]);
});
