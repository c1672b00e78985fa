import { readFile } from 'node:fs/promises';
import { MopsError } from '@openmops/domain/shared';
import { type Answer, type Command, table, UsageError } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import type { Retested } from './change-issue.ts';
import type { QualityIssue, QualityIssueDetail, QualityRuleShown } from './quality.schema.ts';
import type { AuditAnswer } from './run-audit.ts';

const percent = (score: number | null) =>
  score === null ? null : `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
const moneyOf = ({ money, currency }: QualityIssue) =>
  money === null ? null : `${money.toFixed(2)} ${currency}`;

const audit: Command = {
  name: 'quality audit',
  usage: '',
  summary: 'Check all data by all rules now. Exit 1 when something fails, or nothing was checked.',
  async run({ client }): Promise<Answer> {
    const run = await client.call<AuditAnswer>('quality.audit', {});
    const { opened, reopened, passing } = run.issues;
    return {
      json: { run },
      text: () =>
        [
          `${run.state}: score ${percent(run.score) ?? 'none'}, ${run.failed} of ${run.rules} rules fail, ${run.unchecked} found nothing to check.`,
          ...Object.entries(run.dimensions).map(
            ([name, score]) => `  ${name.padEnd(14)}${percent(score) ?? 'nothing checked'}`,
          ),
          `Issues: ${opened} opened, ${reopened} opened again, ${passing} pass and may be closed.`,
        ].join('\n'),
      refusals: run.reason === null ? [] : [run.reason],
      exit: run.state === 'passed' ? 0 : 1,
    };
  },
};

const issues: Command = {
  name: 'quality issues',
  usage: '[--all] [--severity high|medium|low] [--state STATE] [--source ID]',
  summary: 'What is to be mended, the gravest first, with the money at stake.',
  options: {
    all: { type: 'boolean' },
    severity: { type: 'string' },
    state: { type: 'string' },
    source: { type: 'string' },
  },
  async run({ values, client }): Promise<Answer> {
    const found = await client.call<QualityIssue[]>('quality.issues', {
      ...(values.all ? { all: true } : {}),
      ...(values.severity ? { severity: values.severity } : {}),
      ...(values.state ? { state: values.state } : {}),
      ...(values.source ? { source: values.source } : {}),
    });
    const headings = ['id', 'severity', 'state', 'source', 'what', 'rows', 'at stake', 'owner'];
    const rows = found.map((one) => [
      ...[one.id, one.severity, one.state, one.sourceName, one.name],
      ...[one.rows, moneyOf(one), one.owner],
    ]);
    return {
      json: { issues: found },
      text: () => (found.length === 0 ? 'Nothing is to be mended.' : table(headings, rows)),
    };
  },
};

const show: Command = {
  name: 'quality issue',
  usage: 'ID',
  summary: 'One issue with the keys of its rows.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const issue = await client.call<QualityIssueDetail>('quality.issue', { id: positionals[0] });
    const lines = issue.findings.map(
      ({ message, keys }) => `${message}${keys.length > 0 ? `\n  ${keys.join(' ')}` : ''}`,
    );
    const money = moneyOf(issue);
    return {
      json: { issue },
      text: () =>
        [
          `${issue.name} (${issue.sourceName}): ${issue.rows} of ${issue.checked} rows, ${issue.state}`,
          ...(money === null ? [] : [`At stake: ${money}. ${issue.moneyHow}`]),
          ...lines,
        ].join('\n'),
    };
  },
};

const rules: Command = {
  name: 'quality rules',
  usage: '',
  summary: 'Every rule with what it came to in the last audit.',
  async run({ client }): Promise<Answer> {
    const found = await client.call<QualityRuleShown[]>('quality.rules', {});
    const headings = ['rule', 'source', 'table', 'what', 'state', 'checked', 'failed', 'score'];
    const rows = found.map((one) => [
      ...[one.rule, one.sourceName, one.table, one.name, one.state],
      ...[one.checked, one.failed, percent(one.score)],
    ]);
    return {
      json: { rules: found },
      text: () =>
        found.length === 0 ? 'No audit yet: openmops quality audit' : table(headings, rows),
    };
  },
};

const retest: Command = {
  name: 'quality retest',
  usage: 'ID',
  summary: 'Run the rule of an issue again. Exit 1 unless it passes.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const done = await client.call<Retested>('quality.retest', { id: positionals[0] });
    return {
      json: done,
      text: () => `${done.outcome}: ${done.failed} of ${done.checked} fail.`,
      refusals: done.said,
      exit: done.outcome === 'passed' ? 0 : 1,
    };
  },
};

const close: Command = {
  name: 'quality close',
  usage: 'ID',
  summary: 'Close an issue whose rule has passed again.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const issue = await client.call<QualityIssue>('quality.close', { id: positionals[0] });
    return { json: { issue }, text: () => `${issue.id} is closed.` };
  },
};

const add: Command = {
  name: 'quality add',
  usage: 'FILE --table TABLE [--source ID] [--name TEXT] [--severity high|medium|low]',
  summary: 'Add rules of your own: a JSON file with one rule or a list of them.',
  options: {
    table: { type: 'string' },
    source: { type: 'string' },
    name: { type: 'string' },
    severity: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    if (values.table === undefined) throw new UsageError('--table is missing.');
    const read = await readRules(positionals[0] ?? '');
    const added: { id: string; name: string }[] = [];
    for (const rule of read)
      added.push(
        await client.call('quality.addRule', {
          ...{ table: values.table, rule },
          ...(values.source ? { source: values.source } : {}),
          ...(values.name ? { name: values.name } : {}),
          ...(values.severity ? { severity: values.severity } : {}),
        }),
      );
    return {
      json: { rules: added },
      text: () => added.map(({ id, name }) => `${id}  ${name}`).join('\n'),
    };
  },
};

const remove: Command = {
  name: 'quality remove',
  usage: 'RULE',
  summary: 'Take a rule of your own away.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const json = await client.call<{ id: string }>('quality.removeRule', { id: positionals[0] });
    return { json, text: () => `${json.id} is gone.` };
  },
};

export const qualityCommands: Command[] = [audit, issues, show, rules, retest, close, add, remove];

async function readRules(path: string): Promise<unknown[]> {
  let text: string;
  try {
    text = await readFile(typedPath(path), 'utf8');
  } catch {
    throw new MopsError('INVALID', `The file ${path} cannot be read.`, 'Check its path.');
  }
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : [read];
  } catch {
    const hint = 'Write [{"kind":"required","field":"email"}].';
    throw new MopsError('INVALID', `${path} is no JSON.`, hint);
  }
}
