/** A value of the model as people read it. */
export function modelText(
  value: string | number | boolean | null | undefined,
  type: string,
): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (type === 'money' || type === 'number')
    return (value / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: 6 });
  const date = new Date(type === 'day' ? value * 86_400_000 : value);
  if (type === 'day')
    return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(
      date,
    );
  if (type === 'instant')
    return `${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`;
  return value.toLocaleString();
}

export const TYPE_WORDS: Record<string, string> = {
  text: 'text',
  instant: 'point in time',
  day: 'day',
  money: 'money',
  number: 'number',
  flag: 'yes or no',
};
