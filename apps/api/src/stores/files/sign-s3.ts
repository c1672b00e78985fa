import { createHash, createHmac } from 'node:crypto';

export type S3Keys = { accessKey: string; secretKey: string; region: string };
export type S3Request = {
  method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  url: URL;
  /** SHA-256 of the body, in hex. */
  bodyHash: string;
  /** Ms since 1970. */
  at: number;
  headers?: Record<string, string>;
};

/** SHA-256 of no bytes. */
export const EMPTY_HASH = createHash('sha256').digest('hex');

/**
 * The headers that sign a request to S3-compatible storage: AWS Signature Version 4, in one chunk.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signS3(request: S3Request, keys: S3Keys): Record<string, string> {
  const { method, url, bodyHash } = request;
  const time = new Date(request.at).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
  };
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const canonical = [
    method,
    url.pathname,
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${day}/${keys.region}/s3/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const key = [day, keys.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${keys.secretKey}`,
  );
  const signature = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', time, scope, hash].join('\n'))
    .digest('hex');
  const { host: _host, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}

/** RFC 3986: what encodeURIComponent leaves is encoded too. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
