import { fail } from './cursor.ts';
import type { Place } from './node.ts';

const NULL = /^(?:null|Null|NULL|~|)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const DECIMAL = /^[-+]?\d+$/;
const OTHER_BASE = /^0(?:o[0-7]+|x[\da-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const ENDLESS = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * What unquoted text is by the core schema of YAML 1.2 (section 10.3.2): nothing, yes or no, a
 * number, or text. Numbers that no double holds exactly are refused.
 */
export function resolveScalar(text: string, place: Place): string | number | boolean | null {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  const quote = `Put it into quotes if text is meant.`;
  if (ENDLESS.test(text)) throw fail(place, `“${text}” is no number to calculate with.`, quote);
  const whole = DECIMAL.test(text);
  const based = OTHER_BASE.test(text);
  if (!whole && !based && !FLOAT.test(text)) return text;
  const value = Number(text);
  const exact = Number.isFinite(value) && (Number.isSafeInteger(value) || !(whole || based));
  if (exact) return value;
  const shown = text.length > 24 ? `${text.slice(0, 24)}…` : text;
  throw fail(place, `the number ${shown} is too large to be kept exactly.`, quote);
}
