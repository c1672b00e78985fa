import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ErrorCode, MopsError } from '@openmops/domain/shared';
import type { ImportReport } from '@openmops/domain/sources';
import { type Answer, type Command, table, type Values } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import type { SourceListed } from '../sources/list-sources.ts';
import type { ImportListed, ImportPreview, UndoReport } from './imports.schema.ts';
import { refusalDetail } from './read/refuse.ts';
import { importedText } from './report-text.ts';

type Refused = {
  file: string;
  error: {
    code: ErrorCode;
    reason: string | null;
    line: number | null;
    message: string;
    hint: string | null;
  };
};
export type Outcome = ImportReport | Refused;

const importCommand: Command = {
  name: 'import',
  usage: 'FILE… [--source ID] [--currency CUR] [--map file.json] [--account NAME] [--dry-run]',
  summary:
    'Import exports of ad platforms, analytics, e-mail and CRM tools. - reads standard input.',
  options: {
    source: { type: 'string' },
    currency: { type: 'string' },
    map: { type: 'string' },
    account: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  positionals: { min: 1, max: 1000 },
  async run({ positionals, values, client }): Promise<Answer> {
    const options = await optionsOf(values);
    const imports: Outcome[] = [];
    for (const path of positionals) {
      const file = path === '-' ? 'standard input' : basename(path);
      try {
        const { upload } = await client.upload(path, file);
        if (values['dry-run']) {
          const asked = { upload, options, keep: false };
          const preview = await client.call<ImportPreview>('imports.preview', asked);
          imports.push(preview.report);
        } else {
          imports.push(await client.call<ImportReport>('imports.run', { upload, options }));
        }
      } catch (error) {
        imports.push(refused(file, error, path));
      }
    }
    const refusals = imports.filter((one) => 'error' in one);
    const done = imports.filter((one) => !('error' in one));
    const [first] = refusals;
    return {
      json: first && done.length === 0 ? { error: bare(first), imports } : { imports },
      text: () => done.map((one) => importedText(one, values['dry-run'] === true)).join('\n\n'),
      refusals: refusals.map((one) => importedText(one, false)),
      exit: first ? 1 : 0,
    };
  },
};

/** The refusal as every command tells it. */
function bare({ error: { code, message, hint } }: Refused) {
  return { code, message, hint };
}

async function optionsOf(values: Values) {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const map = text('map');
  return {
    source: text('source'),
    currency: text('currency'),
    account: text('account'),
    map: map === undefined ? undefined : await readMap(map),
  };
}

async function readMap(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(typedPath(path), 'utf8');
  } catch {
    throw new MopsError(
      'INVALID',
      `The mapping ${path} cannot be read.`,
      'Check the path after --map.',
    );
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new MopsError(
      'INVALID',
      `The mapping ${path} is no JSON: ${(error as Error).message}`,
      'It looks like {"columns":{"Header in the file":"spend"},"currency":"EUR"}.',
    );
  }
}

/** A refused file does not keep the others from being imported; anything else does. */
function refused(file: string, error: unknown, path: string): Refused {
  const missing = (error as NodeJS.ErrnoException).code;
  if (missing === 'ENOENT' || missing === 'EISDIR' || missing === 'EACCES') {
    const message =
      missing === 'ENOENT'
        ? `There is no file ${path}.`
        : missing === 'EISDIR'
          ? `${path} is a folder.`
          : `The file ${path} may not be read.`;
    const hint = 'Check the path, or name the files one by one.';
    return { file, error: { code: 'NOT_FOUND', reason: 'no_file', line: null, message, hint } };
  }
  if (!(error instanceof MopsError) || error.code === 'INTERNAL') throw error;
  const detail = refusalDetail(error);
  const { code, message, hint } = error;
  return {
    file,
    error: { code, reason: detail?.code ?? null, line: detail?.line ?? null, message, hint },
  };
}

const undoCommand: Command = {
  name: 'import undo',
  usage: 'BATCH',
  summary: 'Take an import back; what it had replaced is there again.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }) {
    const done = await client.call<UndoReport>('imports.undo', { batch: positionals[0] });
    return {
      json: done,
      text: () =>
        `Import ${done.batch} is undone: ${done.removedRows} rows removed, ${done.restoredRows} earlier rows are back.`,
    };
  },
};

const listCommand: Command = {
  name: 'import list',
  usage: '',
  summary: 'What was imported, newest first.',
  async run({ client }) {
    const imports = await client.call<ImportListed[]>('imports.list', {});
    return {
      json: { imports },
      text: () =>
        imports.length === 0
          ? 'Nothing was imported yet. Try: openmops import FILE'
          : table(
              ['batch', 'at', 'source', 'file', 'rows', 'from', 'to', 'status'],
              imports.map((one) => [
                one.batch,
                one.at.slice(0, 16).replace('T', ' '),
                one.sourceName,
                one.file,
                one.rows,
                one.period?.from ?? null,
                one.period?.to ?? null,
                one.status,
              ]),
            ),
    };
  },
};

const sourceList: Command = {
  name: 'source list',
  usage: '',
  summary: 'Where data comes from, how far it reaches, and what is stale.',
  async run({ client }) {
    const sources = await client.call<SourceListed[]>('sources.list', {});
    return {
      json: { sources },
      text: () =>
        sources.length === 0
          ? 'There is no data yet. Try: openmops import FILE'
          : table(
              ['source', 'accounts', 'last import', 'from', 'to', 'rows', 'state'],
              sources.map((one) => [
                one.name,
                one.accounts.length,
                one.lastImport?.slice(0, 16).replace('T', ' ') ?? null,
                one.from,
                one.to,
                one.rows,
                one.staleReason ?? 'up to date',
              ]),
            ),
    };
  },
};

export const importCommands = [importCommand, undoCommand, listCommand];
export const sourceCommands = [sourceList];
