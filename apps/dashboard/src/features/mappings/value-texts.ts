const LONGEST = 300;

/** Value by path as text; whole numbers beyond what JavaScript holds stay digit for digit. */
export function valueTexts(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) {
        // Of a list the first place stands for all.
        if (Array.isArray(value) && name !== '0') continue;
        walk(inner, path === '' ? name : `${path}.${name}`);
      }
      return;
    }
    found.set(path, wordOf(value).slice(0, LONGEST));
  };
  walk(parse(text), '');
  return found;
}

function wordOf(value: unknown): string {
  if (value instanceof Digits) return value.text;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function parse(text: string): unknown {
  // Where the browser can, numbers keep the digits that the source sent.
  type Reviver = (name: string, value: unknown, more?: { source?: string }) => unknown;
  const keep: Reviver = (_name, value, more) =>
    typeof value === 'number' && more?.source !== undefined && String(value) !== more.source
      ? new Digits(more.source)
      : value;
  return JSON.parse(text, keep as never);
}
