import { type ClientRequest, request } from 'node:http';
import type { TestServer } from './server.js';

/** An answer, as far as tests look at it. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: any;
}

/** A request that is sent piece by piece. */
export interface HalfOpen {
  /** Resolves when the piece has left this process. */
  write(piece: Uint8Array | string): Promise<void>;
  end(piece?: Uint8Array | string): void;
  destroy(): void;
  /** Rejects when the connection ends before an answer. */
  answer: Promise<RawAnswer>;
}

/** Begins a request as the owner; its body comes in chunks where no length is given. */
export function beginRequest(
  server: Pick<TestServer, 'url' | 'token'>,
  path: string,
  headers: Record<string, string | number>,
): HalfOpen {
  const sending: ClientRequest = request(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, ...headers },
    agent: false,
  });
  sending.setMaxListeners(0);
  sending.flushHeaders();
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        let body: unknown = text;
        try {
          body = JSON.parse(text);
        } catch {
          // As it came.
        }
        resolve({ status: response.statusCode!, headers: response.headers, body });
      });
      response.on('error', reject);
    });
  });
  answer.catch(() => {});
  return {
    write: (piece) =>
      new Promise((resolve) => {
        sending.write(piece, () => resolve());
        // A connection that is no longer read from takes nothing more.
        sending.once('close', () => resolve());
      }),
    end: (piece) => void sending.end(piece),
    destroy: () => void sending.destroy(),
    answer,
  };
}

/** The head of a part that holds a file, or a text field where no file name is given. */
export function partHead(field: string, filename?: string): string {
  const name = filename === undefined ? '' : `; filename="${filename}"`;
  const type = filename === undefined ? '' : 'Content-Type: application/octet-stream\r\n';
  return `--x\r\nContent-Disposition: form-data; name="${field}"${name}\r\n${type}\r\n`;
}

/** The type of a form whose parts begin as `partHead` writes them. */
export const FORM = { 'content-type': 'multipart/form-data; boundary=x' };
