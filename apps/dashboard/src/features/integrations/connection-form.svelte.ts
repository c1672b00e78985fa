import { type Problem, problemOf } from '../../api.ts';
import type {
  CredentialKind,
  Credentials,
  Integration,
  Platform,
  SignInChecked,
  StreamsApi,
} from '../../api-streams.ts';
import { SECRETS } from './integration-words.ts';

export type Values = Record<string, string>;
type Doors = StreamsApi['integrations'];

/** The form of a connection: of a system that is chosen, or of one that is connected already. */
export class ConnectionForm {
  readonly platform: Platform;
  readonly known: Integration | null;
  name = $state('');
  source = $state('');
  settings = $state<Values>({});
  secrets = $state<Values>({});
  kind = $state<CredentialKind>('token');
  streams = $state<string[]>([]);
  schedule = $state('');
  /** ISO date on which the sign-in ends; empty: nobody knows. */
  signInUntil = $state('');
  errors = $state<Values>({});
  checked = $state.raw<SignInChecked | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  constructor(platform: Platform, known: Integration | null) {
    this.platform = platform;
    this.known = known;
    this.name = known?.name ?? platform.name;
    this.source = known?.source ?? platform.platform;
    this.settings = { ...known?.settings };
    this.kind = (known?.credentials as CredentialKind) ?? platform.credentials[0] ?? 'token';
    this.streams = known?.streams ?? platform.streams.map(({ name }) => name);
    this.schedule = known?.schedule ?? '';
    this.signInUntil = known?.signInUntil ?? '';
  }

  get secretFields() {
    const needsToken = this.platform.needsDeveloperToken;
    const token = needsToken ? [{ name: 'developerToken', label: 'Developer token' }] : [];
    return [...SECRETS[this.kind], ...token];
  }

  /** Secrets are never shown again: left empty, those that are kept stay. */
  get keepsSecrets(): boolean {
    const typed = this.secretFields.some(({ name }) => this.secrets[name]?.trim());
    return this.known !== null && this.known.credentials === this.kind && !typed;
  }

  check(): boolean {
    const errors: Values = {};
    for (const { name, label, pattern, optional } of this.platform.settings) {
      const value = this.settings[name]?.trim() ?? '';
      if (value === '' && optional) continue;
      if (!new RegExp(`^(?:${pattern})$`).test(value)) errors[name] = `${label}.`;
    }
    if (!this.keepsSecrets)
      for (const field of this.secretFields) {
        const optional = 'optional' in field && field.optional;
        if (!this.secrets[field.name]?.trim() && !optional) errors[field.name] = 'Enter it.';
      }
    if (this.name.trim() === '') errors.name = 'Enter a name.';
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(this.source))
      errors.source = 'Small letters, digits and underscores; a letter first.';
    if (this.streams.length === 0) errors.streams = 'Choose at least one.';
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** Tries the sign-in and saves what works; `anyway`: also what does not. True: it is saved. */
  async save(doors: Doors, anyway = false): Promise<boolean> {
    if (this.busy || !this.check()) return false;
    this.busy = true;
    this.problem = null;
    try {
      if (!anyway && !(await this.#try(doors))) return false;
      const parts = { ...this.#parts(), name: this.name.trim() };
      const credentials = this.#credentials();
      if (this.known) {
        const { id } = this.known;
        await doors.update.mutate({ id, ...parts, ...(credentials ? { credentials } : {}) });
      } else if (credentials) {
        const { platform } = this.platform;
        await doors.create.mutate({ platform, ...parts, source: this.source, credentials });
      }
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Only tries. */
  async try(doors: Doors): Promise<void> {
    if (this.busy || !this.check()) return;
    this.busy = true;
    this.problem = null;
    try {
      await this.#try(doors);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }

  async #try(doors: Doors): Promise<boolean> {
    this.checked = null;
    const credentials = this.#credentials();
    this.checked = await doors.check.mutate({
      platform: this.platform.platform,
      ...(this.known ? { id: this.known.id } : {}),
      settings: this.#settings(),
      streams: [...this.streams],
      ...(credentials ? { credentials } : {}),
    });
    return this.checked.ok;
  }

  #settings(): Values {
    const entries = Object.entries(this.settings).map(([name, value]) => [name, value.trim()]);
    return Object.fromEntries(entries.filter(([, value]) => value !== ''));
  }

  #parts() {
    return {
      settings: this.#settings(),
      streams: [...this.streams],
      ...(this.schedule ? { schedule: this.schedule } : {}),
      // What was said of another sign-in does not hold for this one.
      ...(this.signInUntil === (this.known?.signInUntil ?? '')
        ? {}
        : { signInUntil: this.signInUntil || null }),
    };
  }

  #credentials(): Credentials | undefined {
    if (this.keepsSecrets) return undefined;
    const typed = this.secretFields.flatMap(({ name }) => {
      const value = this.secrets[name]?.trim();
      return value ? [[name, value]] : [];
    });
    return { kind: this.kind, ...Object.fromEntries(typed) } as Credentials;
  }
}
