import { type Problem, problemOf } from '../../api.ts';

type Errors<T> = Partial<Record<keyof T, string | null>>;

/** A form: its values, what is wrong with each, what the server refused, and whether it is under way. */
export class FormModel<T extends Record<string, string>> {
  values = $state() as T;
  errors = $state<Errors<T>>({});
  problem = $state<Problem | null>(null);
  busy = $state(false);
  readonly #check: (values: T) => Errors<T>;

  constructor(values: T, check: (values: T) => Errors<T>) {
    this.values = values;
    this.#check = check;
  }

  /** Checks the values; returns whether all are good. */
  check(): boolean {
    this.errors = this.#check(this.values);
    return Object.values(this.errors).every((error) => !error);
  }

  /** A submit handler: checks, sends once, and keeps what the person typed when it is refused. */
  handler(send: (values: T) => Promise<unknown>): (event: SubmitEvent) => Promise<void> {
    return async (event) => {
      event.preventDefault();
      if (this.busy) return;
      const form = event.currentTarget as HTMLFormElement | null;
      if (!this.check()) {
        queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
        return;
      }
      this.busy = true;
      this.problem = null;
      try {
        await send($state.snapshot(this.values) as T);
      } catch (error) {
        this.problem = problemOf(error);
      } finally {
        this.busy = false;
      }
    };
  }
}
