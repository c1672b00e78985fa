import type { KyselyPlugin, OperationNode, RootOperationNode } from 'kysely';
import type { RecordsView } from '../stores/records/records.ts';
import type { Scope } from '../verb.ts';

/**
 * Calls a verb and answers the tables of which it held a row before it changed any. On PGlite, where transactions
 * run one after the other, this is how to see that on PostgreSQL two people at once wait for each other.
 */
export async function heldBy(
  scope: Scope,
  call: (scope: Scope) => Promise<unknown>,
): Promise<string[]> {
  const held: string[] = [];
  let changed = false;
  const watch: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (node.kind !== 'SelectQueryNode') changed ||= node.kind !== 'RawNode';
      else if (!changed && holds(node)) held.push(...(node.from?.froms ?? []).map(tableOf));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const watched = ({ db, transaction }: RecordsView): RecordsView => ({
    db,
    transaction: (work, options) => transaction((trx) => work(trx.withPlugin(watch)), options),
  });
  const { records } = scope.instance;
  const seen = { ...records, scoped: (id: string) => watched(records.scoped(id)) };
  await call({ ...scope, instance: { ...scope.instance, records: seen } });
  return held;
}

function holds(node: Extract<RootOperationNode, { kind: 'SelectQueryNode' }>): boolean {
  const modifiers = (node.endModifiers ?? []).map(({ modifier }) => modifier);
  return modifiers.some((one) => one === 'ForUpdate' || one === 'ForNoKeyUpdate');
}

function tableOf(node: OperationNode): string {
  return 'table' in node
    ? (node as { table: { identifier: { name: string } } }).table.identifier.name
    : node.kind;
}
