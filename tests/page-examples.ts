import { expect } from 'vitest';

/** What a page writes in fenced blocks: files with a name, commands with what they answer. */
export type Examples = {
  files: { name: string; text: string }[];
  commands: { line: string; args: string[]; exit: number; shown: string | null }[];
};

/**
 * Reads the blocks of a page: ` ```csv paths.csv ` is a file, ` ```sh ` has one command a line (`\` goes
 * on, `# exit 1` says how it ends), and the block right below is what the last of them prints.
 */
export function examplesOf(page: string): Examples {
  const found: Examples = { files: [], commands: [] };
  let last: { end: number; command: Examples['commands'][number] } | null = null;
  for (const block of page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    const [whole, language, name, text = ''] = block;
    const nextTo = last !== null && page.slice(last.end, block.index).trim() === '';
    if (name) found.files.push({ name, text });
    else if (language === 'sh') {
      const commands = text
        .trim()
        .replace(/\s*\\\n\s*/g, ' ')
        .split('\n')
        .map(commandOf);
      found.commands.push(...commands);
      const command = commands.at(-1);
      if (command) last = { end: block.index + whole.length, command };
      continue;
    } else if (last && nextTo) last.command.shown = text;
    last = null;
  }
  return found;
}

function commandOf(line: string): Examples['commands'][number] {
  const [words = '', exit = '0'] = line.split(/\s+# exit /);
  const args = [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
  return { line, args, exit: Number(exit), shown: null };
}

/**
 * What a real answer has to equal for a shown one to be true: numbers may be rounded, whole ones not;
 * `…` stands for more characters, more of a list (`"…"`) or more fields (`"…": "…"`).
 */
export function truthOf(shown: unknown, real: unknown): unknown {
  if (shown === '…') return real;
  if (typeof shown === 'number') return expect.closeTo(shown, decimals(shown));
  if (typeof shown === 'string' && shown.includes('…')) {
    const parts = shown.split('…').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
    return expect.stringMatching(new RegExp(`^${parts.join('[^]*')}$`));
  }
  if (Array.isArray(shown)) return listOf(shown, Array.isArray(real) ? real : []);
  if (typeof shown !== 'object' || shown === null) return shown;
  const { '…': more, ...fields } = shown as Record<string, unknown>;
  const known = (real ?? {}) as Record<string, unknown>;
  const truths = Object.entries(fields).map(([name, value]) => [name, truthOf(value, known[name])]);
  return { ...(more === undefined ? {} : known), ...Object.fromEntries(truths) };
}

function listOf(shown: unknown[], real: unknown[]): unknown[] {
  const at = shown.indexOf('…');
  if (at < 0) return shown.map((one, index) => truthOf(one, real[index]));
  const left = shown.length - at - 1;
  const from = Math.max(at, real.length - left);
  return [
    ...shown.slice(0, at).map((one, index) => truthOf(one, real[index])),
    ...real.slice(at, from),
    ...shown.slice(at + 1).map((one, index) => truthOf(one, real[from + index])),
  ];
}

function decimals(value: number): number {
  const text = String(value);
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 9;
}
