import { MopsError } from '@openmops/domain/shared';
import { badRequest } from './expression.ts';

export type Detail = 'minimal' | 'full' | 'none';
export type Format = { detail: Detail; textNumbers: boolean };

const DETAILS: Record<string, Detail> = {
  minimal: 'minimal',
  full: 'full',
  none: 'none',
  minimalmetadata: 'minimal',
  fullmetadata: 'full',
  nometadata: 'none',
};

type Range = { type: string; params: Record<string, string>; q: number };

/**
 * In which JSON to answer: `$format` before Accept, of Accept what is wanted most. BI tools send
 * long lists with Atom in them; JSON is what is served. Throws 406 where nothing fits.
 */
export function jsonFormat(accept: string | null, format: string | null): Format {
  const ranges = format === null ? rangesOf(accept ?? '*/*') : [formatRange(format)];
  const wanted = ranges
    .filter(({ type, q }) => q > 0 && ['application/json', 'application/*', '*/*'].includes(type))
    .sort((a, b) => b.q - a.q)[0];
  if (!wanted) throw notAcceptable('JSON');
  const { params } = wanted;
  const asked = (params['odata.metadata'] ?? params.odata ?? 'minimal').toLowerCase();
  const text = params.ieee754compatible?.toLowerCase() === 'true';
  return { detail: DETAILS[asked] ?? 'minimal', textNumbers: text };
}

/** Throws 406 unless a document of the type may be sent. */
export function mustAccept(type: string, accept: string | null, format: string | null): void {
  if (format !== null) {
    if (format === 'xml' || format.startsWith(type)) return;
    throw badRequest(`$format=${format} is not served here.`, `It is ${type}.`);
  }
  const group = `${type.split('/')[0]}/*`;
  // Some tools ask for the description with the Accept of the data.
  const asked = rangesOf(accept ?? '*/*').filter((one) => one.q > 0);
  const fits = [type, group, '*/*', 'application/json', 'text/plain'];
  if (!asked.some((one) => fits.includes(one.type))) throw notAcceptable(type);
}

function formatRange(format: string): Range {
  const [range] = rangesOf(format === 'json' ? 'application/json' : format);
  if (range?.type === 'application/json') return range;
  throw new MopsError('INVALID', `$format=${format} is not served.`, 'Use $format=json.', {
    status: 406,
  });
}

function rangesOf(accept: string): Range[] {
  return accept.split(',').flatMap((part) => {
    const [type = '', ...words] = part.split(';').map((word) => word.trim());
    if (type === '') return [];
    const pairs = words.map((word) => word.split('=').map((side) => side.trim()));
    const params = Object.fromEntries(
      pairs.map(([name = '', value = '']) => [name.toLowerCase(), value.replaceAll('"', '')]),
    );
    const q = Number(params.q ?? 1);
    return [{ type: type.toLowerCase(), params, q: Number.isFinite(q) ? q : 0 }];
  });
}

function notAcceptable(type: string): MopsError {
  return new MopsError(
    'INVALID',
    `This is served as ${type} only.`,
    'Send Accept: application/json.',
    {
      status: 406,
    },
  );
}
