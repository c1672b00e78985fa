import type { QualityRule } from '@openmops/domain/quality';

const word = (field: string) => field.replaceAll('_', ' ').replace(/ id$/, '');

const number = (value: number) => value.toLocaleString('en');
const COMPARED = {
  '<': 'is before',
  '<=': 'is not after',
  '=': 'equals',
  '!=': 'differs from',
  '>=': 'is not before',
  '>': 'is after',
};

/** What a rule asks for, as a sentence. */
export function ruleWords(rule: QualityRule): string {
  switch (rule.kind) {
    case 'required':
      return `${word(rule.field)} is filled in`;
    case 'type':
      return rule.type === 'email'
        ? `${word(rule.field)} is a valid e-mail address`
        : `${word(rule.field)} is a valid ${rule.type}`;
    case 'pattern':
      return `${word(rule.field)} fits ${rule.pattern}`;
    case 'enum':
      return `${word(rule.field)} is one of ${rule.values.slice(0, 6).join(', ')}`;
    case 'range': {
      const { min, max } = rule;
      if (min !== undefined && max !== undefined)
        return `${word(rule.field)} is between ${number(min)} and ${number(max)}`;
      return min === undefined
        ? `${word(rule.field)} is at most ${number(max ?? 0)}`
        : `${word(rule.field)} is at least ${number(min)}`;
    }
    case 'unique':
      return `${rule.fields.map(word).join(' and ')} stands once`;
    case 'similar':
      return `no two rows share nearly the same ${word(rule.field)}`;
    case 'reference':
      return `${word(rule.field)} is known in ${word(rule.to)}s`;
    case 'compare':
      return `${word(rule.left)} ${COMPARED[rule.is]} ${word(rule.right)}`;
    case 'transition':
      return `changes of ${word(rule.field)} are allowed ones`;
    case 'freshness':
      return `newest ${word(rule.field)} is at most ${rule.maxAgeHours} hours old`;
    case 'volume':
      return `rows per day are as many as usual`;
    case 'distribution':
      return `${word(rule.field)} is spread as before`;
    case 'reconciliation':
      return `${word(rule.field)} agrees with the source`;
  }
}
