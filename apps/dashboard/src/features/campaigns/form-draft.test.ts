import { describe, expect, it } from 'vitest';
import { fromDrafts, idFor, moved, toDrafts } from './form-draft.ts';

const question = { kind: 'text', required: false, choices: '', hint: '' } as const;

describe('a form', () => {
  it('keeps the ids that answers have, and gives new questions their own', () => {
    const fields = fromDrafts([
      { ...question, id: 'why', label: 'Why, in short?' },
      { ...question, id: '', label: 'Why now?' },
      { ...question, id: '', label: 'Why now?' },
      { ...question, id: '', label: '?' },
    ]);
    expect(fields.map(({ id }) => id)).toEqual(['why', 'whyNow', 'whyNow2', 'question']);
    expect(idFor('Für das Büro', [])).toBe('fur-das-buro');
    expect(idFor('Task', ['task'])).toBe('task-2');
  });

  it('is the same after a round', () => {
    const fields = [
      {
        id: 'a',
        label: 'A',
        kind: 'choice' as const,
        required: true,
        choices: ['x', 'y'],
        hint: null,
      },
      { id: 'b', label: 'B', kind: 'day' as const, required: false, choices: [], hint: 'Soon' },
    ];
    expect(fromDrafts(toDrafts({ fields }))).toEqual(fields);
  });

  it('moves questions within its ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
