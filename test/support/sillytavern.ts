import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Packages } from './packages.js';

/** SillyTavern's own server, with a folder of its own. */
export interface SillyTavern {
  url: string;
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** @param packages with `sillytavern` in it */
export async function startSillyTavern({ folder }: Packages): Promise<SillyTavern> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      join(folder, 'node_modules/sillytavern/server.js'),
      ...['--dataRoot', join(home, 'data'), '--configPath', join(home, 'config.yaml')],
      ...['--port', String(port), '--browserLaunchEnabled', 'false'],
    ],
    { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    // Its first start packs its page, which takes a moment.
    ready: told(child, url),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Once the server has printed a text. */
async function told(child: ChildProcess, text: string): Promise<void> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const heard = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(text)) resolve();
    };
    child.stdout!.on('data', heard);
    child.stderr!.on('data', heard);
    child.once('exit', (code) => reject(new Error(`SillyTavern ended with ${code}:\n${printed}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
