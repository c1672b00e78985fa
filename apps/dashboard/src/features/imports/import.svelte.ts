import type { ImportReport, MappingInput } from '@openmops/domain/sources';
import { type Problem, problemOf } from '../../api.ts';
import type { ImportOptions, ImportPreview } from '../../api-types.ts';

/** What the wizard asks of the server. */
export type ImportDoors = {
  upload(file: File, onProgress: (share: number) => void): Promise<{ upload: string }>;
  preview(upload: string, options: ImportOptions): Promise<ImportPreview>;
  run(upload: string, options: ImportOptions): Promise<ImportReport>;
  undo(batch: string): Promise<unknown>;
};

export type ImportStatus =
  | 'sending'
  | 'reading'
  | 'ready'
  | 'importing'
  | 'done'
  | 'undone'
  | 'refused';

/** One file on its way in: sent, read, checked by a person, imported, and perhaps undone. */
export class FileImport {
  readonly file: File;
  readonly #doors: ImportDoors;
  status = $state<ImportStatus>('sending');
  /** Share of the file that was sent, 0..1. */
  sent = $state(0);
  problem = $state<Problem | null>(null);
  preview = $state.raw<ImportPreview | null>(null);
  report = $state.raw<ImportReport | null>(null);
  options = $state.raw<ImportOptions>({});
  #upload: string | null = null;
  #asked = 0;

  constructor(file: File, doors: ImportDoors) {
    this.file = file;
    this.#doors = doors;
  }

  /** Whether there is something to import and nothing left to answer. */
  get ready(): boolean {
    return this.status === 'ready' && (this.preview?.report.rows.accepted ?? 0) > 0;
  }

  async start(): Promise<void> {
    this.problem = null;
    try {
      if (this.#upload === null) {
        this.status = 'sending';
        this.#upload = (
          await this.#doors.upload(this.file, (share) => {
            this.sent = share;
          })
        ).upload;
      }
      await this.read();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Reads the file again with what the person said; an answer that was overtaken is dropped. */
  async read(): Promise<void> {
    if (this.#upload === null) return;
    this.#asked += 1;
    const mine = this.#asked;
    this.status = 'reading';
    this.problem = null;
    try {
      const preview = await this.#doors.preview(this.#upload, this.options);
      if (mine !== this.#asked) return;
      this.preview = preview;
      this.status = 'ready';
    } catch (error) {
      if (mine === this.#asked) this.#refuse(error);
    }
  }

  /** Where every column goes now, by header. Without a word on any column, as they were recognised. */
  get mapping(): Record<string, string> {
    const given = this.options.map?.columns ?? {};
    return Object.keys(given).length > 0 ? given : (this.preview?.detection.mapping ?? {});
  }

  /** Says something of the whole file: its days, or how dates and numbers are written. */
  async setMap(change: Omit<Partial<MappingInput>, 'columns'>): Promise<void> {
    await this.setOptions({ map: { columns: {}, ...this.options.map, ...change } });
  }

  async setTarget(header: string, target: string): Promise<void> {
    const columns = { ...this.mapping };
    if (target === '') delete columns[header];
    else columns[header] = target;
    await this.setOptions({ map: { ...this.options.map, columns } });
  }

  async setOptions(change: Partial<ImportOptions>): Promise<void> {
    const all = Object.entries({ ...this.options, ...change });
    // An emptied field means "as the file says", not an empty answer.
    this.options = Object.fromEntries(
      all.filter(([, value]) => value !== '' && value !== undefined),
    );
    await this.read();
  }

  async import(): Promise<void> {
    if (this.#upload === null || this.status !== 'ready') return;
    this.status = 'importing';
    this.problem = null;
    try {
      this.report = await this.#doors.run(this.#upload, this.options);
      this.status = 'done';
    } catch (error) {
      this.problem = problemOf(error);
      this.status = 'ready';
    }
  }

  async undo(): Promise<void> {
    const batch = this.report?.batch;
    if (!batch) return;
    try {
      await this.#doors.undo(batch);
      this.status = 'undone';
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  #refuse(error: unknown): void {
    this.problem = problemOf(error);
    this.status = this.preview ? 'ready' : 'refused';
  }
}

/** The files of one visit to the wizard. */
export class ImportModel {
  files = $state.raw<FileImport[]>([]);
  current = $state(0);
  readonly #doors: ImportDoors;

  constructor(doors: ImportDoors) {
    this.#doors = doors;
  }

  get file(): FileImport | undefined {
    return this.files[this.current];
  }

  add(files: Iterable<File>): void {
    const added = [...files].map((file) => new FileImport(file, this.#doors));
    const first = this.files.length;
    this.files = [...this.files, ...added];
    if (added.length > 0) this.current = first;
    for (const file of added) void file.start();
  }

  drop(file: FileImport): void {
    this.files = this.files.filter((each) => each !== file);
    this.current = Math.max(0, Math.min(this.current, this.files.length - 1));
  }

  /** Imports what is ready, in the order of the files: a later file replaces an earlier one's days. */
  async importAll(): Promise<void> {
    for (const file of this.files) {
      if (file.ready) await file.import();
    }
  }
}
