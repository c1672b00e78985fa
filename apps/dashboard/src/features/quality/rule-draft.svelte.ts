/** A rule as it is sent: the form of the domain. */
export type RuleSent = { kind: string } & Record<string, unknown>;
type Errors = Record<string, string>;

export const RULE_KINDS = [
  { id: 'required', label: 'is filled in' },
  { id: 'type', label: 'is a valid …' },
  { id: 'enum', label: 'is one of …' },
  { id: 'range', label: 'lies between …' },
  { id: 'pattern', label: 'fits a pattern' },
  { id: 'unique', label: 'stands once' },
  { id: 'compare', label: 'compared with another field' },
  { id: 'reference', label: 'is known in another table' },
  { id: 'freshness', label: 'is not older than …' },
  { id: 'volume', label: 'comes as often as usual, by day' },
] as const;
export type RuleKind = (typeof RULE_KINDS)[number]['id'];

export const VALUE_TYPES = ['email', 'domain', 'url', 'country', 'currency', 'date', 'number'];
export const COMPARISONS: { id: string; label: string }[] = [
  { id: '<', label: 'is before or below' },
  { id: '<=', label: 'is not after or above' },
  { id: '=', label: 'equals' },
  { id: '!=', label: 'differs from' },
];

/** A rule of the workspace's own while a person writes it. */
export class RuleDraft {
  table = $state('');
  field = $state('');
  kind = $state<RuleKind>('required');
  type = $state('email');
  values = $state('');
  min = $state('');
  max = $state('');
  pattern = $state('');
  is = $state('<=');
  other = $state('');
  hours = $state('48');
  errors = $state<Errors>({});

  /** The rule; null: something is missing, and `errors` says what. */
  build(): RuleSent | null {
    const errors: Errors = {};
    if (this.table === '') errors.table = 'Choose a table.';
    if (this.field === '') errors.field = 'Choose a field.';
    const rest = this.#rest(errors);
    this.errors = errors;
    if (Object.keys(errors).length > 0) return null;
    const { kind, field } = this;
    const place = kind === 'unique' ? { fields: [field] } : kind === 'compare' ? {} : { field };
    return { kind, ...place, ...rest };
  }

  #rest(errors: Errors): Record<string, unknown> {
    switch (this.kind) {
      case 'type':
        return { type: this.type };
      case 'enum': {
        const values = this.values
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean);
        if (values.length === 0) errors.values = 'Enter the values, with commas between.';
        return { values };
      }
      case 'range': {
        const bounds = { ...this.#bound('min', errors), ...this.#bound('max', errors) };
        if (Object.keys(bounds).length === 0 && !errors.min && !errors.max)
          errors.min = 'Enter the least, the most, or both.';
        return bounds;
      }
      case 'pattern':
        if (this.pattern === '') errors.pattern = 'Enter a regular expression.';
        return { pattern: this.pattern };
      case 'compare':
        if (this.other === '') errors.other = 'Choose the other field.';
        return { left: this.field, is: this.is, right: this.other };
      case 'reference':
        if (this.other === '') errors.other = 'Choose the other table.';
        return { to: this.other };
      case 'freshness':
        if (!(Number(this.hours) > 0)) errors.hours = 'Enter hours.';
        return { maxAgeHours: Number(this.hours) };
      default:
        return {};
    }
  }

  #bound(name: 'min' | 'max', errors: Errors): Record<string, number> {
    const text = this[name].trim();
    if (text === '') return {};
    const value = Number(text);
    if (Number.isFinite(value)) return { [name]: value };
    errors[name] = 'Enter a number.';
    return {};
  }
}
