import { escapeHtml, inline, markdown } from './markdown.ts';
import type { Declaration } from './read-declarations.ts';
import { type Documented, pageOf } from './read-entry.ts';

export type Page = { file: string; html: string };

type Frame = { title: string; body: string; all: Documented[]; here: string };

/** A whole page. No script, no address outside: it opens from a folder. */
export function frame({ title, body, all, here }: Frame): string {
  const link = (file: string, name: string) =>
    `<li><a href="${file}"${file === here ? ' aria-current="page"' : ''}>${name}</a></li>`;
  const isRoom = ({ entry }: Documented) => !entry.name.includes('/');
  const links = (some: Documented[]) =>
    some.map(({ entry }) => link(pageOf(entry), entry.name)).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · @openmops/domain</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<header><a href="index.html">@openmops/domain</a></header>
<nav aria-label="Entries">
<details>
<summary>All entries</summary>
<ul>${link('index.html', 'Start')}${link('names.html', 'Names A to Z')}${link('kpis.html', 'KPIs')}</ul>
<h2>Rooms</h2>
<ul>${links(all.filter(isRoom))}</ul>
<h2>Parts of rooms</h2>
<ul>${links(all.filter((one) => !isRoom(one)))}</ul>
</details>
</nav>
<main>
${body}
</main>
</body>
</html>
`;
}

const ORDER: [Declaration['kind'][], string][] = [
  [['function', 'class'], 'Functions'],
  [['data'], 'Data'],
  [['type'], 'Shapes'],
];

export function entryPage(one: Documented, all: Documented[]): Page {
  const { entry, readme, declarations, behind, links } = one;
  const groups: [string, Declaration[]][] = ORDER.map(([kinds, title]) => [
    title,
    declarations.filter(({ kind }) => kinds.includes(kind)),
  ]);
  groups.push(['Shapes behind these', behind]);
  const full = groups.filter(([, some]) => some.length > 0);
  const contents = full.map(([title, some]) => {
    const names = some.map(({ name }) => `<a href="#${name}">${name}</a>`);
    return `<dt>${title}</dt><dd>${names.join(' ')}</dd>`;
  });
  const title = /^# (.+)$/m.exec(readme ?? '')?.[1] ?? entry.name;
  const about = readme ? markdown(readme.replace(/^# .+\n/, ''), 0) : '';
  const sections = full.map(
    ([name, some]) =>
      `<h2>${name}</h2>\n${some.map((each) => declarationHtml(each, links)).join('\n')}`,
  );
  const only = entry.nodeOnly
    ? '<p class="note">For Node only: composed of all its parts. In a browser take the parts.</p>'
    : '';
  const body = `<h1>${inline(title)}</h1>
<pre><code>import { … } from '@openmops/domain/${entry.name}';</code></pre>
${only}<dl class="contents">${contents.join('\n')}</dl>
${about}
${sections.join('\n')}`;
  return { file: pageOf(entry), html: frame({ title, body, all, here: pageOf(entry) }) };
}

function declarationHtml({ name, code, comment }: Declaration, links: Map<string, string>): string {
  const text = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();
  const [about = '', ...tags] = text.split(/^(?=@\w)/m);
  const said = tags.map((tag) => {
    const [, word = '', rest = ''] = /^@(\w+)\s*([\s\S]*)$/.exec(tag) ?? [];
    const content = rest.replace(/^\s*```.*$/gm, '').trim();
    if (word === 'example')
      return `<figure><figcaption>Example</figcaption><pre><code>${escapeHtml(content)}</code></pre></figure>`;
    return `<p><b>${WORDS[word] ?? word}</b> ${inline(content.replaceAll('\n', ' '))}</p>`;
  });
  return `<section id="${name}"><h3><a href="#${name}">${name}</a></h3>
${signature(code, links)}
${about ? markdown(about, 3) : ''}${said.join('\n')}</section>`;
}

const WORDS: Record<string, string> = { param: 'Takes', returns: 'Returns', throws: 'Errors' };

function signature(code: string, links: Map<string, string>): string {
  const tidy = code
    .replace(/import\("[^"]+"\)\./g, '')
    .replace(/^( {4})+/gm, (indent) => '  '.repeat(indent.length / 4));
  const linked = escapeHtml(tidy).replace(/\b[A-Z]\w*\b/g, (name) => {
    const target = links.get(name);
    return target ? `<a href="${target}">${name}</a>` : name;
  });
  const html = `<pre class="code"><code>${linked}</code></pre>`;
  const long = tidy.split('\n').length > 40 || tidy.length > 2_500;
  return long ? `<details><summary>The whole shape</summary>${html}</details>` : html;
}
