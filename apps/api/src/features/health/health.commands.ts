import { type Answer, type Command, table, UsageError } from '../../cli/command.ts';
import { numberOption } from '../../cli/options.ts';
import type { Alert, Health, WatchedSource } from './health.schema.ts';

const read: Command = {
  name: 'health',
  usage: '[SOURCE]',
  summary:
    'What brings data and how it fares: silent, late or broken sources, and what that touches.',
  positionals: { min: 0, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const input = positionals[0] ? { source: positionals[0] } : {};
    const health = await client.call<Health>('health.read', input);
    const { sources } = health;
    const headings = ['source', 'name', 'state', 'last success', 'newest day', 'next expected'];
    const rows = sources.map((one) => [
      one.id,
      one.name,
      one.retrying ? `${one.status}, retrying` : one.status,
      one.lastSuccess,
      one.newestDay,
      one.expected,
    ]);
    const troubled = sources.filter(({ says }) => says !== null);
    return {
      json: health,
      text: () =>
        sources.length === 0
          ? 'Nothing brings data yet.'
          : [table(headings, rows), ...troubled.map(troubleText)].join('\n'),
      exit: troubled.some(({ status }) => status !== 'late') ? 1 : 0,
    };
  },
};

/** What is wrong with a source in lines: `error`, `fix`, what it touches. */
export function troubleText({ says, hint, impact }: WatchedSource): string {
  const money = impact.money.map(
    ({ currency, booked, estimated }) =>
      `${amount(booked)} ${currency} booked since, ${amount(estimated)} ${currency} usual and missing`,
  );
  const touched =
    impact.kpis.length === 0
      ? []
      : [`touches: ${impact.kpis.length} KPIs${money.length > 0 ? `; ${money.join('; ')}` : ''}`];
  return [`error: ${says}`, `fix: ${hint}`, ...touched].join('\n');
}

const amount = (units: number) =>
  units.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const alerts: Command = {
  name: 'health alerts',
  usage: '[--source ID] [--limit 100]',
  summary: 'What was told of sources, the newest first: open, put off and ended.',
  options: { source: { type: 'string' }, limit: { type: 'string' } },
  async run({ values, client }): Promise<Answer> {
    const limit = numberOption(values, 'limit') ?? 100;
    const found = await client.call<Alert[]>('health.alerts', {
      limit,
      ...(typeof values.source === 'string' ? { source: values.source } : {}),
    });
    const rows = found.map((one) => [
      one.id,
      one.sourceName,
      one.status,
      one.openedAt,
      one.resolvedAt,
      one.message,
    ]);
    const headings = ['alert', 'source', 'state', 'opened', 'ended', 'what'];
    return {
      json: { alerts: found },
      text: () => (found.length === 0 ? 'No alert yet.' : table(headings, rows)),
    };
  },
};

const expect: Command = {
  name: 'health expect',
  usage: 'SOURCE --every HOURS [--grace HOURS] [--workdays] [--why TEXT]  |  SOURCE --learn',
  summary: 'Say when data of a source is due, or let it be learned from its rhythm again.',
  options: {
    every: { type: 'string' },
    grace: { type: 'string' },
    workdays: { type: 'boolean' },
    why: { type: 'string' },
    learn: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const hours = numberOption(values, 'every');
    if ((hours === undefined) !== (values.learn === true))
      throw new UsageError('Say either --every HOURS or --learn.');
    const every =
      hours === undefined
        ? null
        : {
            hours,
            graceHours: numberOption(values, 'grace') ?? 0,
            workdaysOnly: values.workdays === true,
          };
    const why = typeof values.why === 'string' ? { why: values.why } : {};
    const set = await client.call<{ source: string; every: string | null }>('health.expect', {
      source: positionals[0],
      every,
      ...why,
    });
    return {
      json: set,
      text: () =>
        set.every === null
          ? `${set.source}: learned from its rhythm.`
          : `${set.source}: expected every ${set.every}.`,
    };
  },
};

const retry: Command = {
  name: 'health retry',
  usage: 'SOURCE',
  summary: 'Run what brings a source now, or say what to do.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const source = positionals[0];
    const done = await client.call<{ started: string[]; advice: string | null }>('health.retry', {
      source,
    });
    return { json: done, text: () => done.advice ?? `Started: ${done.started.join(', ')}.` };
  },
};

const acknowledge: Command = {
  name: 'health acknowledge',
  usage: 'ALERT [--why TEXT]',
  summary: 'Say that somebody looks after an alert.',
  options: { why: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const why = typeof values.why === 'string' ? { why: values.why } : {};
    const alert = await client.call<Alert>('health.acknowledge', { id: positionals[0], ...why });
    return { json: alert, text: () => `${alert.id}: acknowledged.` };
  },
};

const snooze: Command = {
  name: 'health snooze',
  usage: 'ALERT --hours HOURS [--why TEXT]',
  summary: 'Put an alert off; it stays open.',
  options: { why: { type: 'string' }, hours: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const hours = numberOption(values, 'hours');
    if (hours === undefined) throw new UsageError('--hours is missing.');
    const why = typeof values.why === 'string' ? { why: values.why } : {};
    const input = { id: positionals[0], hours, ...why };
    const alert = await client.call<Alert>('health.snooze', input);
    return { json: alert, text: () => `${alert.id}: put off until ${alert.snoozedUntil}.` };
  },
};

export const healthCommands: Command[] = [read, alerts, expect, retry, acknowledge, snooze];
