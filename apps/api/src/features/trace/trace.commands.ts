import { type Command, table } from '../../cli/command.ts';
import type { Trace } from './trace.schema.ts';

const follow: Command = {
  name: 'trace',
  usage: 'ID',
  summary: 'Follows a euro: from any record up to its objective and down to what came back.',
  positionals: { min: 1, max: 1 },
  async run({ positionals: [id = ''], client }) {
    const trace = await client.call<Trace>('trace.follow', { id });
    return { json: trace, text: () => textOf(trace) };
  },
};

export const traceCommands: Command[] = [follow];

function textOf({ steps, result, missing, currency }: Trace): string {
  const rows = steps.flatMap(({ step, nodes, more }) => [
    ...nodes.map((one): (string | number | null)[] => [
      step,
      one.id,
      one.name,
      one.day,
      one.amount,
      one.state,
    ]),
    ...(more > 0 ? [[step, null, `and ${more} more`, null, null, null]] : []),
  ]);
  const came = result
    ? [
        `${result.from} until ${result.to}: spend ${result.spend ?? '–'} ${currency}, leads ${result.leads ?? '–'}, MQLs ${result.mqls ?? '–'}, deals won ${result.dealsWon ?? '–'}, bookings ${result.bookings ?? '–'} ${currency}`,
      ]
    : [];
  return [
    table(['step', 'id', 'name', 'day', 'amount', 'state'], rows),
    ...came,
    ...missing.map(({ message, hint }) => `Missing: ${message} ${hint}`),
  ].join('\n');
}
