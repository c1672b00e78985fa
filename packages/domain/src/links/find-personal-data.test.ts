import { describe, expect, it } from 'vitest';
import { findPersonalData } from './index.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('personal data is found', () => {
  it.each([
    ['utm_content', 'jane@example.com', 'email'],
    ['utm_content', 'jane.doe%2Bnews@mail.example.co.uk', 'email'],
    ['utm_content', 'jane%40example.com', 'email'],
    ['utm_content', 'JANE%2540EXAMPLE.COM', 'email'],
    ['utm_content', 'jane%252540example.com', 'email'],
    ['utm_term', 'to+jane@example.com+now', 'email'],
    ['utm_content', 'jane%EF%BC%A0example.com', 'email'],
    ['utm_content', base64('jane@example.com'), 'email'],
    ['utm_content', base64url('jane.doe@example.com'), 'email'],
    ['x', encodeURIComponent(base64('{"email":"jane@example.com"}')), 'email'],
    ['utm_term', '+4915112345678', 'phone'],
    ['utm_term', '%2B49%20151%2012345678', 'phone'],
    ['utm_term', '%2B1-212-555-0123', 'phone'],
    ['utm_content', '0049-151-12345678', 'phone'],
    ['utm_content', '(212)%20555-0123', 'phone'],
    ['utm_content', '212-555-0123', 'phone'],
    ['utm_content', '0151/12345678', 'phone'],
    ['utm_content', '4111 1111 1111 1111', 'card'],
    ['utm_content', '378282246310005', 'card'],
    ['utm_content', '123-45-6789', 'social-security'],
    ['utm_campaign', 'MRN-00123456', 'health-record'],
    ['utm_content', 'recall_mrn_1234567', 'health-record'],
    ['mrn', '1234567', 'health-record'],
    ['patient_id', 'A123456', 'health-record'],
    ['email', 'jane', 'named'],
    ['First-Name', 'Jane', 'named'],
    ['customer_phone', '12345', 'named'],
  ])('%s=%s: %s', (name, value, kind) => {
    expect(findPersonalData(name, value)).toBe(kind);
  });
});

describe('and what is none is left alone', () => {
  it.each([
    ['utm_campaign', 'emea_spectro_awareness_2026-01-31'],
    ['utm_campaign', '202601'],
    ['utm_campaign', 'sale-20260131-20260228'],
    ['utm_id', '120210987654321098'],
    ['utm_id', '1234567890'],
    ['utm_id', '4111111111111112'],
    ['utm_content', '300x250'],
    ['utm_content', 'logo@2x.png'],
    ['utm_content', '@openmops'],
    ['utm_source', 'newsletter'],
    ['utm_term', 'running+shoes+2026'],
    ['utm_term', '+20+percent'],
    ['q', 'a@b'],
    ['page', '1-2-3'],
    ['email', '{{email}}'],
    ['email', 'true'],
    ['gclid', 'Cj0KCQiA2eKtBhDcARIsAEGTG43qdIM-FpQ7'],
    ['t', '1767225600'],
    ['t', '2026-01-31T12:00:00.000Z'],
    ['v', '1.0.10'],
    ['utm_content', 'patient-stories'],
    ['utm_campaign', 'patient_202601'],
    ['utm_content', '001-2026-0131'],
    ['x', '%'],
    ['x', ''],
  ])('%s=%s', (name, value) => {
    expect(findPersonalData(name, value)).toBeNull();
  });
});
