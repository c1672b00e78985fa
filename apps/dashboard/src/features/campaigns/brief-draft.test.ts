import { briefFields, parseBrief } from '@openmops/domain/campaigns';
import { expect, test } from 'vitest';
import { briefText, draftOf, fieldsOf } from './brief-draft.ts';

const fields = briefFields('webinar');
const values = {
  objective: 'Leads',
  kpis: [{ kpi: 'acq.leads', value: 200 }],
  speakers: ['Ada', 'Grace'],
  seats: 40,
};

test('what a form shows is what it sends back', () => {
  const draft = draftOf(fields, values);
  expect(draft.kpis).toBe('acq.leads 200');
  expect(fieldsOf(fields, draft)).toEqual(values);
  expect(briefText(fields, values)).toContain('Speakers: Ada\nGrace');
});

test('what does not fit is sent as it is, and refused by name', () => {
  const wrong = fieldsOf(fields, { ...draftOf(fields, values), seats: 'many' });
  expect(() => parseBrief('webinar', { fields: wrong }, 'draft')).toThrow('Seats');
  const target = fieldsOf(fields, { ...draftOf(fields, values), kpis: 'acq.leads' });
  expect(() => parseBrief('webinar', { fields: target }, 'draft')).toThrow('KPIs and targets');
});
