import { readFile, stat } from 'node:fs/promises';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { dayReader } from '@openmops/domain/sources';
import * as z from 'zod';
import {
  badCell,
  type ReadTable,
  readTableFile,
  refuseBad,
  type Wanted,
} from '../budgets/read-table-file.ts';

/** Columns of a list of attendees, and what event tools call them. */
const COLUMNS = {
  email: {
    required: true,
    names: ['email', 'e-mail', 'email address', 'attendee email', 'e-mail-adresse'],
  },
  firstName: { required: false, names: ['first name', 'given name', 'vorname'] },
  lastName: { required: false, names: ['last name', 'surname', 'family name', 'nachname'] },
  name: { required: false, names: ['name', 'full name', 'attendee', 'attendee name'] },
  company: { required: false, names: ['company', 'organisation', 'organization', 'firma'] },
  title: { required: false, names: ['title', 'job title', 'position'] },
  status: {
    required: false,
    names: [
      'status',
      'attendance',
      'attended',
      'attendance status',
      'checked in',
      'attendee status',
    ],
  },
  day: { required: false, names: ['day', 'date', 'event date', 'attended on', 'check-in date'] },
  registered: {
    required: false,
    names: ['registered', 'registered on', 'registration date', 'order date', 'signed up'],
  },
} satisfies Record<string, Wanted>;
type Column = keyof typeof COLUMNS;

/** Column → heading of the file, where a person says so. */
export const AttendeeColumns = z.partialRecord(
  z.enum(Object.keys(COLUMNS) as [Column, ...Column[]]),
  z.string().max(300),
);

const STATUSES: Readonly<Record<string, 'attended' | 'registered' | 'no_show'>> = {
  ...fromWords(
    'attended',
    'attended yes y true 1 present checked-in checkedin attending came ja teilgenommen',
  ),
  ...fromWords('registered', 'registered signed-up signedup invited confirmed pending angemeldet'),
  ...fromWords(
    'no_show',
    'no-show noshow no_show no n false 0 absent not-attended notattended cancelled canceled nein',
  ),
};

function fromWords<S extends string>(status: S, words: string): Record<string, S> {
  return Object.fromEntries(
    words.split(' ').map((word) => [word.replaceAll(/[^a-z0-9]/g, ''), status]),
  );
}

export type Attendee = {
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  title: string;
  status: 'attended' | 'registered' | 'no_show';
  /** Dates like 2026-06-18. */
  day: string;
  registered: string | null;
};

export type ReadAttendees = {
  rows: number;
  /** Each person once; of several lines the last one counts. */
  attendees: Attendee[];
  withoutEmail: number;
  columns: Record<string, string>;
  unused: string[];
};

const MOST_BYTES = 4 * 1024 ** 2;
const EMAIL = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;
/** One cell with an address in it, right or wrong. */
const ALONE = /^[^\s",;|]*@[^\s",;|]*$/;

/**
 * The people of a list. Who has no address is left out and counted; any other cell that cannot be read refuses the
 * file. Without a column of the status everybody came; who has none in it only signed up. Nobody
 * has come to what lies ahead, and nobody signs up after today.
 */
export async function readAttendees(
  path: string,
  of: {
    columns: z.output<typeof AttendeeColumns>;
    timeZone: string;
    day: string | null;
    /** Like 2026-06-18. */
    today: string;
  },
): Promise<ReadAttendees> {
  const given = of.columns as Partial<Record<Column, string>>;
  const table = (await onlyAddresses(path)) ?? (await readTableFile<Column>(path, COLUMNS, given));
  if (table.rows.length === 0)
    throw new MopsError('INVALID', 'The file has nobody in it.', 'Export it again.');
  const days = (column: 'day' | 'registered'): ((cell: string) => number | null) => {
    if (table.columns[column] === undefined) return () => null;
    const cells = table.rows.map((row) => row.cells[column]);
    const read = dayReader(cells, { timeZone: of.timeZone, today: null });
    if (read) return read;
    const message = `In “${table.columns[column]}” day and month cannot be told apart.`;
    throw new MopsError('INVALID', message, 'Write it like 2026-01-31.', { status: 422 });
  };
  const [dayOf, registeredOf] = [days('day'), days('registered')];
  const issues: Parameters<typeof refuseBad>[0][number][] = [];
  const found = new Map<string, Attendee>();
  let withoutEmail = 0;
  const unsaid = table.columns.status === undefined ? 'attended' : 'registered';
  for (const { line, cells } of table.rows) {
    const email = cells.email.toLowerCase();
    const bad = (column: Column, hint: string) => {
      const field = table.columns[column];
      issues.push(badCell({ line, field, text: cells[column], hint }));
    };
    if (email === '') {
      withoutEmail += 1;
      continue;
    }
    if (!EMAIL.test(email)) bad('email', 'An address looks like ann@example.com.');
    const word = cells.status.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const status = word === '' ? unsaid : STATUSES[word];
    if (!status) bad('status', 'Write attended, registered or no-show.');
    const day = cells.day === '' ? of.day : textOf(dayOf(cells.day));
    if (day === null && cells.day !== '') bad('day', 'A date looks like 2026-01-31.');
    const signedUp = cells.registered === '' ? null : textOf(registeredOf(cells.registered));
    if (cells.registered !== '' && signedUp === null && looksLikeADay(cells.registered))
      bad('registered', 'A date looks like 2026-01-31.');
    if (day === null && cells.day === '')
      throw new MopsError(
        'INVALID',
        'Nothing says when the event was.',
        'Give the campaign its first day, or the file a column with the day.',
        { status: 422 },
      );
    const ahead = (day ?? '') > of.today;
    const late = signedUp === null ? ahead : signedUp > of.today;
    const [first = '', ...rest] = cells.name.split(/\s+/);
    found.set(email, {
      email,
      firstName: (cells.firstName || (rest.length > 0 ? first : '')).slice(0, 200),
      lastName: (cells.lastName || rest.join(' ')).slice(0, 200),
      company: cells.company.slice(0, 200),
      title: cells.title.slice(0, 200),
      status: ahead && status === 'attended' ? 'registered' : (status ?? 'attended'),
      day: day ?? '',
      registered: late ? of.today : signedUp,
    });
  }
  refuseBad(issues);
  const { columns, unused } = table;
  return { rows: table.rows.length, attendees: [...found.values()], withoutEmail, columns, unused };
}

/** A list of nothing but addresses, with or without a heading; null: it is something else. */
async function onlyAddresses(path: string): Promise<ReadTable<Column> | null> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) return null;
  const lines = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/);
  const found = lines
    .map((text, at) => ({ line: at + 1, email: text.trim() }))
    .filter(({ email }) => email !== '');
  const heading = found[0]?.email.includes('@') ? 'email' : found.shift()?.email;
  // A wrong address is told with its line, not taken for a heading or another kind of file.
  if (found.length === 0 || !found.every(({ email }) => ALONE.test(email))) return null;
  const none = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, '']));
  return {
    rows: found.map(({ line, email }) => ({
      line,
      cells: { ...none, email } as Record<Column, string>,
    })),
    ...{ delimiter: ',', columns: { email: heading ?? 'email' }, unused: [], headers: [] },
  };
}

const textOf = (day: number | null) => (day === null ? null : formatDay(day));

// Some tools write yes or no into it.
const looksLikeADay = (cell: string) => /\d/.test(cell);
