/**
 * The statements of our own that cannot be bound carry nothing but what passes here.
 */

/** An id of our own (workspace, batch, dataset, shape) inside a statement that cannot be bound. */
export function literal(id: string): string {
  if (!/^[\w,~.-]{0,400}$/.test(id)) throw new Error(`Not an id: ${JSON.stringify(id)}`);
  return `'${id}'`;
}

/** A whole number inside a statement that cannot be bound. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`Not a whole number: ${value}`);
  return String(value);
}

/** The month of a dataset as both tables are cut. */
export function partition(workspaceId: string, dataset: string, month: number): string {
  return `(${literal(workspaceId)}, ${literal(dataset)}, ${integer(Number(month))})`;
}

/** The path of a file of ours inside a statement. */
export function pathLiteral(path: string): string {
  if (path.includes('\0')) throw new Error('A path has no NUL.');
  return `'${path.replace(/[\\']/g, (char) => `\\${char}`)}'`;
}
