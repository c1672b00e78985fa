import type { ModelTableId } from '@openmops/domain/model';
import type {
  CatalogueTable,
  Contract,
  FieldSource,
  MappingShown,
  ModelFieldShown,
  OwnMapping,
  Wish,
} from '../../api-streams.ts';
import { pathsOf } from './field-source.ts';

export type DraftTable = {
  /** Of the mapping within its stream. */
  id: string;
  table: ModelTableId;
  name: string;
  when?: OwnMapping['mappings'][number]['when'];
  fields: (ModelFieldShown & { source: FieldSource | null })[];
};

const NO_CONTRACT: Contract = { required: [], types: {}, allowed: {} };

/** A mapping while a person changes it: of a pack, or the workspace's own. */
export class MappingDraft {
  readonly shown: MappingShown;
  tables = $state<DraftTable[]>([]);
  contract = $state<Contract>(NO_CONTRACT);
  key = $state('');
  /** Whether the pack's mapping is the base. */
  readonly packed: boolean;
  #first: string;

  constructor(shown: MappingShown) {
    this.shown = shown;
    this.packed = shown.pack !== null;
    this.tables = shown.mappings.map((one, at) => ({
      ...one,
      when: shown.wish.own?.mappings[at]?.when,
    }));
    // The draft's own, to be changed in place.
    this.contract = structuredClone(shown.contract) as Contract;
    this.key = shown.wish.own?.key.join(', ') ?? '';
    this.#first = JSON.stringify(this.wish);
  }

  /** What would be asked for. */
  get wish(): Wish {
    const { pack, overrides } = this.shown.wish;
    if (this.packed) {
      const fields = this.#changes();
      const contract = this.#contractChanged()
        ? $state.snapshot(this.contract)
        : (overrides?.contract as Partial<Contract> | undefined);
      const none = Object.keys(fields).length === 0 && contract === undefined;
      return {
        pack,
        own: null,
        overrides: none ? null : { fields, ...(contract ? { contract } : {}) },
      };
    }
    const own: OwnMapping = {
      key: pathsOf(this.key.replaceAll(',', '|')),
      cursor: this.shown.wish.own?.cursor ?? null,
      deleted: this.shown.wish.own?.deleted ?? null,
      mappings: this.tables.map(({ table, when, fields }) => ({
        table,
        ...(when ? { when: $state.snapshot(when) } : {}),
        fields: Object.fromEntries(
          fields.flatMap(({ id, source }) =>
            source === null ? [] : [[id, $state.snapshot(source) as FieldSource]],
          ),
        ),
      })),
      contract: $state.snapshot(this.contract) as Contract,
    };
    return { pack: null, overrides: null, own };
  }

  get changed(): boolean {
    return JSON.stringify(this.wish) !== this.#first;
  }

  /** Whether there is anything to try. */
  get whole(): boolean {
    return this.tables.some(({ fields }) => fields.some(({ source }) => source !== null));
  }

  /** Paths of the source that no field reads. */
  unread(paths: readonly string[]): string[] {
    const read = new Set(
      this.tables.flatMap(({ fields }) => fields.flatMap(({ source }) => pathsOf(source))),
    );
    return paths.filter(
      (path) => !read.has(path) && ![...read].some((one) => one.startsWith(`${path}.`)),
    );
  }

  /** Fields of the model that read a path. */
  readersOf(path: string): string[] {
    return this.tables.flatMap(({ table, fields }) =>
      fields
        .filter(({ source }) => pathsOf(source).includes(path))
        .map(({ id }) => `${table}.${id}`),
    );
  }

  set(table: DraftTable, field: string, source: FieldSource | null): void {
    const found = table.fields.find(({ id }) => id === field);
    if (found) found.source = source;
  }

  addTable(from: CatalogueTable): void {
    this.tables.push({
      id: `${from.id} ${this.tables.length}`,
      table: from.id,
      name: from.name,
      fields: from.fields.map((field) => ({ ...field, source: null })),
    });
  }

  dropTable(table: DraftTable): void {
    this.tables = this.tables.filter((each) => each.id !== table.id);
  }

  /** What was changed before, and what is changed now. */
  #changes(): Record<string, Record<string, FieldSource | null>> {
    const before = this.shown.wish.overrides?.fields ?? {};
    const changes: Record<string, Record<string, FieldSource | null>> = Object.fromEntries(
      Object.entries(before).map(([id, fields]) => [id, { ...fields }]),
    );
    for (const shown of this.shown.mappings) {
      const draft = this.tables.find(({ id }) => id === shown.id);
      for (const { id, source } of draft?.fields ?? []) {
        const was = shown.fields.find((field) => field.id === id)?.source ?? null;
        if (JSON.stringify(was) === JSON.stringify(source)) continue;
        changes[shown.id] = { ...changes[shown.id], [id]: $state.snapshot(source) as FieldSource };
      }
    }
    return changes;
  }

  #contractChanged(): boolean {
    return JSON.stringify(this.contract) !== JSON.stringify(this.shown.contract);
  }
}
