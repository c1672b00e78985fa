import { buildLink, type LinkFinding, type UtmName } from '@openmops/domain/links';
import { linkChoices } from '@openmops/domain/links/choices';
import type { LinkOptions } from '../../api-links.ts';
import { noTags, takeApart } from './take-apart.ts';

const NAMES: Partial<Record<UtmName, string>> = {
  utm_source: 'the source',
  utm_medium: 'the medium',
  utm_campaign: 'the campaign',
  utm_content: 'the content',
  utm_term: 'the search words',
  utm_id: 'the id',
};

/** A link while it is put together: what may be chosen, what is wrong, and how it looks. */
export class Builder {
  page = $state('');
  tags = $state(noTags());
  code = $state('');
  #options: () => LinkOptions | undefined;

  constructor(options: () => LinkOptions | undefined, begin: Partial<Record<UtmName, string>>) {
    this.#options = options;
    this.tags = { ...noTags(), ...begin };
  }

  readonly choices = $derived.by(() => {
    const options = this.#options();
    return options ? linkChoices(options.taxonomy, this.tags.utm_source || null) : null;
  });

  readonly built = $derived.by(() => {
    const options = this.#options();
    if (!options || this.page.trim() === '') return null;
    return buildLink({ url: this.page, tags: this.tags }, options.taxonomy);
  });

  /** Errors that are there, and not what nobody has chosen yet. */
  readonly #wrong = $derived(
    (this.built?.findings ?? []).filter(
      ({ severity, rule }) => severity === 'error' && rule !== 'parameter-missing',
    ),
  );

  /** What has to be chosen still, in words. */
  readonly missing = $derived.by(() => [
    ...(this.page.trim() === '' ? ['the page'] : []),
    ...(this.#options()?.taxonomy.required ?? [])
      .filter((name) => this.tags[name] === '')
      .map((name) => NAMES[name] ?? name),
  ]);

  /** Tags beside the usual ones that the rules ask for. */
  readonly alsoAsked = $derived.by(() =>
    (this.#options()?.taxonomy.required ?? []).filter(
      (name) => !(name in NAMES) || name === 'utm_id',
    ),
  );

  /** The form as it should be; null: nothing can be set right. */
  readonly better = $derived.by(() => {
    if (!this.built || this.#wrong.length === 0) return null;
    const next = takeApart(this.built.corrected);
    const names = Object.keys(next.tags) as UtmName[];
    const same =
      next.page === this.page && names.every((name) => next.tags[name] === this.tags[name]);
    return same ? null : next;
  });

  /** What is wrong with a tag; null: nothing. */
  errorOf(name: UtmName): string | null {
    return this.#say(this.#wrong.filter(({ parameter }) => parameter === name));
  }

  /** What is wrong with the page's address, or with tags that it brings along. */
  pageError(): string | null {
    const own = this.#wrong.filter(
      ({ parameter }) => parameter === null || this.tags[parameter as UtmName] === undefined,
    );
    return this.#say(own);
  }

  #say(findings: LinkFinding[]): string | null {
    if (findings.length === 0) return null;
    return findings.map(({ rule, message }) => `${message} (${rule})`).join(' ');
  }

  /** Takes the link as it should be into the form. */
  takeBetter(): void {
    if (!this.better) return;
    const { page, tags } = this.better;
    this.page = page;
    this.tags = tags;
  }

  /** Begins anew with the same campaign and page. */
  another(): void {
    this.tags = { ...noTags(), utm_campaign: this.tags.utm_campaign };
    this.code = '';
  }
}
