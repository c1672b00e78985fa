import { dayInZone } from '@openmops/domain/calendar';
import { DEMO_WORKSPACE } from '@openmops/domain/demo';
import { type DemoStream, demoStreams } from '@openmops/domain/demo/streams';
import { type HostCommand, UsageError } from '../../cli/command.ts';

/** What each name prints: streams of one system, as the connector that brings them writes them. */
const PLAYS = ['hubspot', 'ga4', 'meta_ads', 'meta_ads_drifted'] as const;

/** To be piped into `openmops ingest --singer --source NAME`. */
export const demoStream: HostCommand = {
  name: 'demo stream',
  usage: PLAYS.join('|'),
  summary: 'Prints what a connector of the sample company sends, to try openmops ingest with.',
  positionals: { min: 1, max: 1 },
  async host({ positionals: [name = ''] }) {
    const today = dayInZone(Date.now(), DEMO_WORKSPACE.timeZone);
    const { streams, drifted } = demoStreams(today);
    const own =
      name === 'meta_ads_drifted' ? [drifted] : streams.filter(({ source }) => source === name);
    if (own.length === 0) throw new UsageError(`There is no ${name}: ${PLAYS.join(', ')}.`);
    for (const one of own) for (const line of linesOf(one)) await print(line);
    return { json: undefined, text: () => '' };
  },
};

/** Singer’s messages, with the state that a tap would go on from. */
function* linesOf({ name, key, records }: DemoStream): Generator<string> {
  const line = (message: object) => `${JSON.stringify(message)}\n`;
  const [first = {}] = records();
  const fields = Object.entries(first).map(([field, value]) => [field, schemaOf(value)]);
  const schema = { properties: Object.fromEntries(fields) };
  yield line({ type: 'SCHEMA', stream: name, schema, key_properties: key.flat() });
  let count = 0;
  for (const record of records()) {
    count++;
    yield line({ type: 'RECORD', stream: name, record });
  }
  yield line({ type: 'STATE', value: { bookmarks: { [name]: { records: count } } } });
}

/** As a tap describes a field by what it holds. */
function schemaOf(value: unknown): object {
  if (value === null) return {};
  return { type: ['null', Array.isArray(value) ? 'array' : typeof value] };
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text))
    await new Promise((resolve) => process.stdout.once('drain', resolve));
}
