/**
 * `pnpm docs:build [FOLDER]`: the documentation of every entry as pages that open without a server, in docs/api or
 * the folder given. Made of what the compiler declares, the comments beside it and the README of each room. Needs a build.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { kpiPage } from './docs/kpi-page.ts';
import { escapeHtml, inline, markdown } from './docs/markdown.ts';
import { entryPage, frame, type Page } from './docs/page.ts';
import { type Documented, gapsOf, isBuilt, pageOf, readEntries } from './docs/read-entry.ts';
import { PACKAGE } from './entries.ts';

const folder = resolve(process.argv[2] ?? join(PACKAGE, '../../docs/api'));

function startPage(all: Documented[]): Page {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8').replace(/^# .+\n/, '');
  const rows = all
    .filter(({ readme: room }) => room !== null)
    .map(({ entry, readme: room }) => {
      const first = /^# .+\n+([\s\S]+?)(?:\n\n|$)/.exec(room ?? '')?.[1] ?? '';
      return `<tr><td><a href="${pageOf(entry)}">${entry.name}</a></td><td>${inline(first.replaceAll('\n', ' '))}</td></tr>`;
    });
  const rooms = `<h2>Rooms</h2><div class="wide" tabindex="0"><table><tbody>${rows.join('\n')}</tbody></table></div>`;
  const [before = '', after = ''] = readme.split(/^(?=## Rooms)/m);
  const body = `<h1>@openmops/domain</h1>\n${markdown(before, 0)}${after ? '' : rooms}${markdown(after, 0)}`;
  return { file: 'index.html', html: frame({ title: 'Start', body, all, here: 'index.html' }) };
}

function namesPage(all: Documented[]): Page {
  const names = all
    .flatMap(({ entry, declarations }) =>
      declarations.map(({ name }) => ({
        name,
        room: entry.name,
        href: `${pageOf(entry)}#${name}`,
      })),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.room < b.room ? -1 : 1))
    .map(
      ({ name, room, href }) =>
        `<li><a href="${href}">${escapeHtml(name)}</a> <span class="soft">${room}</span></li>`,
    );
  const body = `<h1>Names A to Z</h1><ul class="names">${names.join('\n')}</ul>`;
  return {
    file: 'names.html',
    html: frame({ title: 'Names A to Z', body, all, here: 'names.html' }),
  };
}

if (!isBuilt()) throw new Error('Build the package first: pnpm --filter @openmops/domain build');
const all = readEntries();
const pages = [
  startPage(all),
  namesPage(all),
  await kpiPage(all),
  ...all.map((one) => entryPage(one, all)),
];
mkdirSync(folder, { recursive: true });
for (const old of globSync('*.html', { cwd: folder })) rmSync(join(folder, old));
for (const { file, html } of pages) writeFileSync(join(folder, file), html);
copyFileSync(join(import.meta.dirname, 'docs/style.css'), join(folder, 'style.css'));
const gaps = all.flatMap(gapsOf);
for (const gap of gaps) console.log(gap);
const size = pages.reduce((sum, { html }) => sum + gzipSync(html).length, 0);
console.log(`${pages.length} pages, ${Math.round(size / 1000)} KB compressed, in ${folder}`);
process.exit(gaps.length === 0 ? 0 : 1);
