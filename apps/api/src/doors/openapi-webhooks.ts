const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The webhook, as its address has it.',
  schema: { type: 'string' },
};
const SECRET = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'The secret, for senders that cannot sign.',
  schema: { type: 'string' },
};
const ERROR = {
  'application/json': { schema: { $ref: '#/components/schemas/Error' } },
};

/** The addresses of webhooks: they know no key, so no route of ours describes them. */
export function webhookPaths(): Record<string, Record<string, unknown>> {
  return {
    '/api/v1/webhooks/{id}': { post: operation('postWebhooksById', [ID]) },
    '/api/v1/webhooks/{id}/{token}': {
      post: operation('postWebhooksByIdByToken', [ID, SECRET]),
    },
  };
}

/** How they are let in. */
export const WEBHOOK_SECURITY = {
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'A signature over the body, in the header and form of the provider: Standard Webhooks, HubSpot, ClickFunnels, or another HMAC-SHA256; or the secret in the address.',
  },
};

function operation(operationId: string, parameters: object[]) {
  return {
    operationId,
    summary: 'Receive a message of another system',
    description:
      'At most 2 MB, as the sender writes it. Answered once it is durable; the same message again changes nothing.',
    tags: ['Webhooks'],
    security: [{ webhookSignature: [] }],
    parameters,
    requestBody: {
      required: true,
      description: 'The message.',
      content: { 'application/json': { schema: {} }, 'text/xml': { schema: { type: 'string' } } },
    },
    responses: {
      '200': {
        description: 'It is durable. Salesforce is answered in SOAP.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      '401': { description: 'Not signed, forged, too old, or of somebody else.', content: ERROR },
      '404': { description: 'There is no such webhook.', content: ERROR },
      '413': { description: 'The message is too large.', content: ERROR },
      '429': { description: 'Too many refused messages; see Retry-After.', content: ERROR },
    },
  };
}
