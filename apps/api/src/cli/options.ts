import { UsageError, type Values } from './command.ts';

/** The number of an option, or null when it is not given; anything else is wrong usage. */
export function numberOption(values: Values, name: string): number | null {
  const text = values[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (String(text).trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} takes a number, not ${String(text)}.`);
}

/** One of the known words of an option, or null when it is not given. */
export function choiceOption<T extends string>(
  values: Values,
  name: string,
  known: readonly T[],
): T | null {
  const text = values[name];
  if (text === undefined) return null;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${String(text)}.`);
}
