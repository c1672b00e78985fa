import type { Command } from '../../cli/command.ts';
import type { ViewsMade } from './create-views.ts';

const createViews: Command = {
  name: 'views create',
  usage: '[--reader ROLE]',
  summary: 'Write views for SQL into PostgreSQL: v_kpi_daily, v_spend_daily, v_touch.',
  options: { reader: { type: 'string' } },
  async run({ values, client }) {
    const reader = typeof values.reader === 'string' ? values.reader : null;
    const made = await client.call<ViewsMade>('odata.views', { reader });
    const lines = made.views.map(({ name, rows }) => `${made.schema}.${name}: ${rows} rows`);
    return { json: made, text: () => lines.join('\n') };
  },
};

export const odataCommands = [createViews];
