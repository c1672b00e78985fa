import { join } from 'node:path';
import { PACKAGE } from '../entries.ts';
import { escapeHtml, inline } from './markdown.ts';
import { frame, type Page } from './page.ts';
import type { Documented } from './read-entry.ts';

type Kpi = {
  id: string;
  name: string;
  family: string;
  description: string;
  caveats: string[];
  direction: string;
  unit: { kind: string };
  source: { standard: string; url: string | null };
};

/** Every KPI of the catalogue: what it says, how it is made, what to know of it. */
export async function kpiPage(all: Documented[]): Promise<Page> {
  const { CATALOGUE, KPIS } = await import(join(PACKAGE, 'dist/catalogue/index.js'));
  const { formulaText } = await import(join(PACKAGE, 'dist/kpi/formula-text.js'));
  const families = Map.groupBy(KPIS as Kpi[], ({ family }) => family);
  const parts = [...families].map(([family, kpis]) => {
    const rows = kpis.map((kpi) => {
      const { id, name, description, caveats, direction, unit, source } = kpi;
      const from = source.url
        ? `<a href="${escapeHtml(source.url)}">${escapeHtml(source.standard)}</a>`
        : escapeHtml(source.standard);
      const more = caveats.map((one) => `<br><span class="soft">${inline(one)}</span>`).join('');
      return `<tr id="${id}"><td><code>${id}</code></td><td><b>${escapeHtml(name)}</b> ${inline(description)}${more}</td><td><code>${escapeHtml(formulaText(CATALOGUE, kpi))}</code></td><td>${unit.kind}, ${direction}</td><td>${from}</td></tr>`;
    });
    const head = ['Id', 'What it says', 'Formula', 'Unit, better', 'Source'];
    const top = head.map((one) => `<th scope="col">${one}</th>`).join('');
    return `<h2 id="${family}">${family}</h2><div class="wide" tabindex="0"><table><thead><tr>${top}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
  });
  const body = `<h1>KPIs</h1><p>${KPIS.length} in ${families.size} families.</p>${parts.join('\n')}`;
  return { file: 'kpis.html', html: frame({ title: 'KPIs', body, all, here: 'kpis.html' }) };
}
