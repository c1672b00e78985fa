import { MopsError } from '@openmops/domain/shared';

/** Types of values, as OData names them without `Edm.`. */
export type EdmType = 'String' | 'Date' | 'DateTimeOffset' | 'Double' | 'Int64' | 'Boolean';

/** Instants are ms since 1970; days are texts like `2026-01-31`. */
export type Value = string | number | boolean | null;

export type Row = Record<string, Value>;

export type Field = {
  name: string;
  type: EdmType;
  /** What it says, for the people who choose columns. */
  description: string;
  nullable: boolean;
};

export type Compare = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export type Expression =
  | { kind: 'literal'; value: Value; type: EdmType | null }
  | { kind: 'field'; field: Field; type: EdmType }
  | { kind: 'call'; name: string; args: Expression[]; type: EdmType }
  | { kind: 'compare'; op: Compare; left: Expression; right: Expression; type: 'Boolean' }
  | { kind: 'in'; of: Expression; list: Expression[]; type: 'Boolean' }
  | { kind: 'and' | 'or'; left: Expression; right: Expression; type: 'Boolean' }
  | { kind: 'not'; of: Expression; type: 'Boolean' };

/** The request cannot be understood; `where` is what it says. */
export function badRequest(message: string, hint: string | null = null): MopsError {
  return new MopsError('INVALID', message, hint);
}

/** Understood, and not served here: 501 in OData. */
export function notServed(message: string, hint: string): MopsError {
  return new MopsError('INVALID', message, hint, { status: 501 });
}
