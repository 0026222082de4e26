import type { IncomingMessage } from 'node:http';
import type { Upload } from './messages.js';
import type { Call } from './routes.js';

/** In JSON, or with files beside it (`reference#uploading-files`); undefined where it cannot be read. */
export async function bodyOf(
  request: IncomingMessage,
  raw: Buffer,
): Promise<Pick<Call, 'body' | 'files'> | undefined> {
  if (!raw.length) return { body: {}, files: [] };
  const type = request.headers['content-type'] ?? '';
  try {
    if (!type.startsWith('multipart/form-data'))
      return { body: JSON.parse(raw.toString()) as Call['body'], files: [] };
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
    const files: Upload[] = [];
    for (const [, value] of form)
      if (typeof value !== 'string')
        files.push({ name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
    return { body: JSON.parse(String(form.get('payload_json') ?? '{}')) as Call['body'], files };
  } catch {
    return undefined;
  }
}
