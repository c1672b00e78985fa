import {
  compileNaming,
  type LinkAnswer,
  type LinkFinding,
  OPEN_TAXONOMY,
  parseTaxonomy,
  type Taxonomy,
} from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';
import type { Client } from '../../cli/client.ts';
import { type Command, UsageError, type Values } from '../../cli/command.ts';
import { readColumns } from '../../cli/read-columns.ts';
import { readText } from '../../cli/read-text.ts';
import { buildOne, checkMany } from './check-address.ts';
import type { LinksAuditAnswer } from './links.schema.ts';

const check: Command = {
  name: 'link check',
  usage: 'URL… [--taxonomy FILE.json | --workspace SLUG]',
  summary: 'Checks links and their tags: rule ids, what is wrong, and the link as it should be.',
  options: { taxonomy: { type: 'string' } },
  positionals: { min: 1, max: 10_000 },
  async run({ positionals, ...call }) {
    const { links, ok } = checkMany(positionals, await taxonomyOf(call));
    return {
      json: { ok, links: links.map(shownLink) },
      text: () => links.map(linkText).join('\n\n'),
      exit: ok ? 0 : 1,
    };
  },
};

const TAGS = ['source', 'medium', 'campaign', 'id', 'term', 'content'] as const;

const build: Command = {
  name: 'link build',
  usage:
    'URL --source S --medium M (--campaign C | --set FIELD=VALUE…) [--id I] [--term T] [--content C] [--taxonomy FILE.json | --workspace SLUG]',
  summary: 'Writes tags into a link. Refused is what is wrong or what GA4 would call Unassigned.',
  options: {
    ...Object.fromEntries(TAGS.map((tag) => [tag, { type: 'string' as const }])),
    set: { type: 'string', multiple: true },
    taxonomy: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async run({ positionals: [url = ''], ...call }) {
    const { values } = call;
    const taxonomy = await taxonomyOf(call);
    const tags = Object.fromEntries(
      TAGS.flatMap((tag) => (values[tag] ? [[`utm_${tag}`, String(values[tag])]] : [])),
    );
    const fields = (values.set ?? []) as string[];
    if (fields.length > 0) tags.utm_campaign = nameCampaign(fields, { taxonomy, values });
    const built = buildOne({ url, tags }, taxonomy);
    const { findings, corrected, channel, rule, clickIds } = built;
    if (built.url !== null) {
      const text = () => [built.url, ...findings.map(findingText)].join('\n');
      return { json: { url: built.url, channel, rule, findings, corrected, clickIds }, text };
    }
    const errors = findings.filter(({ severity }) => severity === 'error');
    const message = errors.map((one) => `${one.rule}: ${one.message}`).join(' ');
    const hint = corrected === url ? null : `It would be taken as ${corrected}`;
    const error = { code: 'INVALID', message, hint };
    return {
      json: { url: null, error, channel, rule, findings, corrected, clickIds },
      text: () => '',
      refusals: [`error: ${message}`, ...(hint ? [`fix: ${hint}`] : [])],
      exit: 1,
    };
  },
};

function nameCampaign(fields: string[], by: { taxonomy: Taxonomy; values: Values }): string {
  const { taxonomy, values } = by;
  if (values.campaign) throw new UsageError('--campaign and --set exclude each other.');
  if (taxonomy.naming === null) throw new UsageError('--set needs a taxonomy with a naming.');
  const pairs = fields.map((field) => {
    const at = field.indexOf('=');
    if (at < 1) throw new UsageError(`--set is written FIELD=VALUE, not ${field}.`);
    return [field.slice(0, at), field.slice(at + 1)];
  });
  return compileNaming(taxonomy.naming).build(Object.fromEntries(pairs));
}

type Call = { values: Values; client: Client; workspace?: string | null };

/** The rules of the workspace that is named, those of a file, or none. */
async function taxonomyOf({ values, client, workspace = null }: Call): Promise<Taxonomy> {
  if (workspace !== null) {
    if (values.taxonomy) throw new UsageError('--taxonomy and --workspace exclude each other.');
    return (await client.call<{ taxonomy: Taxonomy }>('links.choices', {})).taxonomy;
  }
  if (!values.taxonomy) return OPEN_TAXONOMY;
  const path = String(values.taxonomy);
  const text = await readText(path);
  try {
    return parseTaxonomy(JSON.parse(text));
  } catch (error) {
    if (error instanceof MopsError) throw error;
    throw new MopsError('INVALID', `${path} is no JSON: ${(error as Error).message}`);
  }
}

function shownLink({ url, ok, findings, corrected, channel, rule, clickIds }: LinkAnswer) {
  return { url, ok, findings, corrected, channel, rule, clickIds };
}

function linkText({ url, findings, corrected, channel }: LinkAnswer): string {
  const lines = [url, ...findings.map(findingText)];
  if (corrected !== url) lines.push(`  corrected: ${corrected}`);
  if (channel !== null) lines.push(`  GA4 channel: ${channel}`);
  return lines.join('\n');
}

function findingText({ severity, rule, parameter, message, suggestion }: LinkFinding): string {
  const where = parameter === null ? '' : ` ${parameter}`;
  const better = suggestion === null ? '' : ` → ${suggestion}`;
  return `  ${severity} ${rule}${where}: ${message}${better}`;
}

const audit: Command = {
  name: 'link audit',
  usage: '[--from YYYY-MM-DD] [--to YYYY-MM-DD]',
  summary: 'Spend without a link and links without spend, over the last 28 days or those given.',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  async run({ values, client }) {
    const to = String(values.to ?? new Date(Date.now() - DAY_MS).toISOString().slice(0, 10));
    const from = String(
      values.from ?? new Date(Date.parse(to) - 27 * DAY_MS).toISOString().slice(0, 10),
    );
    const found = await client.call<LinksAuditAnswer>('links.audit', { from, to });
    const open = [...found.withoutCampaign, ...found.withoutLink];
    return {
      json: found,
      text: () => auditText(found),
      exit: open.length > 0 ? 1 : 0,
    };
  },
};
const DAY_MS = 86_400_000;

function auditText(found: LinksAuditAnswer): string {
  const money = (value: number) => `${value.toFixed(2)} ${found.currency}`;
  const coverage = found.coverage === null ? 'n/a' : `${(found.coverage * 100).toFixed(1)} %`;
  const open = [...found.withoutCampaign, ...found.withoutLink];
  return [
    `Coverage ${coverage}: ${money(found.tracked)} of ${money(found.spend)} have a link, ${found.from} to ${found.to}.`,
    ...open.map(
      ({ source, campaign, spend, from, to }) =>
        `  ${money(spend)} without a link: ${source}, ${campaign ?? 'no campaign'}, ${from} to ${to}`,
    ),
    ...found.linksWithoutSpend.map(({ url }) => `  no spend: ${url}`),
  ].join('\n');
}

const bulk: Command = {
  name: 'link bulk',
  usage: 'FILE.csv [--dry-run] [--corrected]',
  summary:
    'Makes many links, all or none, of a table with the columns url, source, medium, campaign.',
  options: { 'dry-run': { type: 'boolean' }, corrected: { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals: [file = ''], values, client }) {
    const rows = await readColumns(file, ['url', 'source', 'medium', 'campaign']);
    const given = rows.map(({ cells }) => ({
      url: cells.url ?? '',
      tags: Object.fromEntries(
        TAGS.flatMap((tag) => (cells[tag] ? [[`utm_${tag}`, cells[tag]]] : [])),
      ),
    }));
    const { ok, links } = await client.call<{ ok: boolean; links: LinkAnswer[] }>(
      'links.checkMany',
      { links: given },
    );
    if (values['dry-run'] || (!ok && !values.corrected)) {
      const wrong = links.flatMap((one, at) => (one.ok ? [] : [{ one, line: rows[at]?.line }]));
      return {
        json: { made: [], there: 0, links },
        text: () => links.map(linkText).join('\n\n'),
        refusals: wrong.map(
          ({ one, line }) => `${file}, line ${line}: ${one.findings[0]?.message}`,
        ),
        exit: ok ? 0 : 1,
      };
    }
    const made = await client.call<{ made: { url: string }[]; there: number }>('links.createMany', {
      links: links.map(({ corrected }) => ({ url: corrected })),
    });
    return {
      json: { ...made, links },
      text: () => `${made.made.length} made, ${made.there} were there.`,
    };
  },
};

export const linkCommands: Command[] = [check, build, audit, bulk];
