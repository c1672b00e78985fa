const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that stands safely in HTML. */
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (one) => ENTITIES[one] as string);

/** Code, bold, italics and links inside a line. A link below the package goes to its source, so only its words stay. */
export function inline(text: string): string {
  const kept: string[] = [];
  const keep = (html: string) => `\uE000${kept.push(html) - 1}\uE001`;
  return escapeHtml(
    text.replace(/`([^`]+)`/g, (_all, code: string) => keep(`<code>${escapeHtml(code)}</code>`)),
  )
    .replace(/&lt;(https?:\/\/[^\s&]+)&gt;/g, (_all, url: string) =>
      keep(`<a href="${url}">${url}</a>`),
    )
    .replace(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\[([^\]]+)\]\((#[^\s)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\[([^\]]+)\]\(src\/([\w-]+)\/README\.md\)/g, '<a href="$2.html">$1</a>')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|\W)_([^_]+)_(?=\W|$)/g, '$1<em>$2</em>')
    .replace(/\uE000(\d+)\uE001/g, (_all, at: string) => kept[Number(at)] as string);
}

/** The Markdown that the READMEs and comments of this package are written in. `below`: headings begin this far down. */
export function markdown(text: string, below = 1): string {
  const html: string[] = [];
  const blocks = text.trim().split(/\n{2,}/);
  for (const block of joinFences(blocks)) html.push(blockOf(block, below));
  return html.join('\n');
}

/** A fenced block may hold empty lines. */
function joinFences(blocks: string[]): string[] {
  const joined: string[] = [];
  let open = '';
  for (const block of blocks) {
    open = open === '' ? block : `${open}\n\n${block}`;
    if ((open.match(/^```/gm)?.length ?? 0) % 2 === 0) {
      joined.push(open);
      open = '';
    }
  }
  return open === '' ? joined : [...joined, open];
}

function blockOf(block: string, below: number): string {
  const fence = /^```\w*\n([\s\S]*?)\n?```([\s\S]*)$/.exec(block);
  if (fence) {
    const rest = fence[2]?.trim() ? blockOf(fence[2].trim(), below) : '';
    return `<pre><code>${escapeHtml(fence[1] ?? '')}</code></pre>${rest}`;
  }
  const heading = /^(#+) ([^\n]*)(?:\n([\s\S]*))?$/.exec(block);
  if (heading) {
    const level = Math.min(6, (heading[1]?.length ?? 1) + below);
    const rest = heading[3] ? blockOf(heading[3], below) : '';
    return `<h${level}>${inline(heading[2] ?? '')}</h${level}>${rest}`;
  }
  const lines = block.split('\n');
  if (lines[0]?.startsWith('|') && /^\|[\s:|-]+\|$/.test(lines[1] ?? '')) return table(lines);
  if (/^(- |\* |\d+\. )/.test(block)) return list(block);
  const middle = lines.findIndex((line, at) => at > 0 && /^(```|- |\|)/.test(line));
  if (middle > 0)
    return (
      blockOf(lines.slice(0, middle).join('\n'), below) +
      blockOf(lines.slice(middle).join('\n'), below)
    );
  return `<p>${inline(lines.join(' '))}</p>`;
}

function table(lines: string[]): string {
  const cells = (line: string) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => inline(cell.trim().replaceAll('\\|', '|')));
  const [head = '', , ...rows] = lines;
  const body = rows.map(
    (row) =>
      `<tr>${cells(row)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  );
  const top = cells(head).map((cell) => `<th scope="col">${cell}</th>`);
  return `<div class="wide" tabindex="0"><table><thead><tr>${top.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function list(block: string): string {
  const tag = /^\d/.test(block) ? 'ol' : 'ul';
  const items = block.split(/\n(?=(?:- |\* |\d+\. ))/).map((item) => {
    const text = item
      .replace(/^(- |\* |\d+\. )/, '')
      .split('\n')
      .map((line) => line.trim());
    return `<li>${inline(text.join(' '))}</li>`;
  });
  return `<${tag}>${items.join('\n')}</${tag}>`;
}
