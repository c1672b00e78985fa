const CARRIERS: ReadonlySet<string> = new Set(['singer', 'airbyte', 'push', 'webhook', 'default']);
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

/** Rows that name no account belong to that of their source, when it was given a name of its own. */
export function accountOf(stream: { source: string }, of: { factSource: string }): string {
  const source = plain(stream.source.replace(/^(?:tap|source)[-_]/i, ''));
  const usual = CARRIERS.has(source) || source === plain(of.factSource);
  return usual ? '' : stream.source.slice(0, 200);
}
