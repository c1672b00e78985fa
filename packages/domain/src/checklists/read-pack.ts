import { MopsError, parseDay } from '../shared/index.ts';
import { type Pack, PackSchema } from './schema.ts';

/**
 * A pack of plain data, as a YAML or JSON file holds it. Throws INVALID with every place that is wrong.
 * @example readPack({ id: 'own.pack' }) // throws 'version'
 */
export function readPack(data: unknown): Pack {
  const read = PackSchema.safeParse(data);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({
      field: path.join('.') || null,
      message,
    }));
    const told = issues.slice(0, 5).map(({ field, message }) => `${field ?? 'pack'}: ${message}`);
    throw new MopsError(
      'INVALID',
      `This is no pack of a checklist. ${told.join(' ')}`,
      'Correct the named places.',
      { issues },
    );
  }
  for (const field of ['reviewed', 'reviewBy'] as const) {
    if (parseDay(read.data[field]) !== null) continue;
    throw new MopsError('INVALID', `${field}: there is no such day.`, 'Like 2026-01-31.');
  }
  return read.data;
}
