import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A secret that is made at the first start and kept in a file of its own, which nobody else can read.
 *
 * @param bytes that it has when it is made, as base64url
 * @throws where there is a file that cannot be read: what it holds must not be lost
 */
export async function keptSecret(path: string, bytes: number): Promise<string> {
  const kept = (await readFile(path, 'utf8').catch(absent)).trim();
  if (kept) return kept;
  const made = randomBytes(bytes).toString('base64url');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${made}\n`, { mode: 0o600 });
  return made;
}

function absent(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
