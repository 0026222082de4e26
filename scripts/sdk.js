/**
 * Makes the types of the SDK anew: `KEEPSAKE_KEY=… node scripts/sdk.js http://127.0.0.1:3000` reads the description of a
 * server that runs. The generator is fetched when it is wanted: it needs an older TypeScript than ours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GENERATOR = 'openapi-typescript@7.13.0';
const HEAD = '// Made of /api/openapi.json by scripts/sdk.js: not to be changed by hand.\n';

const [address = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const answer = await fetch(`${address}/api/openapi.json`, {
  headers: { authorization: `Bearer ${process.env.KEEPSAKE_KEY}` },
});
if (!answer.ok)
  throw new Error(`The server answered ${answer.status}: set KEEPSAKE_KEY to a key or the token.`);

const folder = mkdtempSync(join(tmpdir(), 'keepsake-sdk-'));
try {
  writeFileSync(join(folder, 'openapi.json'), await answer.text());
  const made = join(folder, 'schema.ts');
  const { status } = spawnSync('npx', ['--yes', GENERATOR, 'openapi.json', '-o', made], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(new URL('../sdk/src/schema.ts', import.meta.url), HEAD + readFileSync(made, 'utf8'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
