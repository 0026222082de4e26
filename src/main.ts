import 'reflect-metadata';
import { AccessService } from './access/sign-ins/access.service.js';
import { inUrl, networkAddresses } from './access/sign-ins/network-addresses.js';
import { CONFIG_PARTS } from './config-parts.js';
import { Config } from './config/config.js';
import { environment } from './config/environment.js';
import { lockDataDir } from './database/embedded/data-lock.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { ProcessLock } from './database/process-lock.js';
import { Logger } from './process/logger.js';
import { describe } from './http/problem.filter.js';
import { createServer } from './server.js';
import { startProblem } from './start-problem.js';
import { stoppable } from './process/stop-server.js';
import { Stopping } from './process/stopping.js';
import { welcome } from './process/welcome.js';
import { openUploadsFolder } from './uploads/uploads-folder.js';

/** Connections that may wait to be accepted; the system may allow fewer. Those beyond it are lost. */
const BACKLOG = 4096;

const stopping = new Stopping();
/** Where it is to listen, once that is known. */
let host = '';

async function start(): Promise<void> {
  const config = Config.read(environment(), CONFIG_PARTS);
  host = config.host;
  const logger = new Logger(config);
  const { started } = stopping;
  started.push({ name: 'the lock of the data folder', stop: await lockDataDir(config.dataDir) });
  started.push({ name: 'the folder for uploads', stop: await openUploadsFolder(config.dataDir) });
  let { databaseUrl } = config;
  if (!databaseUrl) {
    const postgres = await EmbeddedPostgres.start(config.dataDir, {
      log: (message) => logger.log(message, 'PostgreSQL'),
      warn: (message) => logger.warn(message, 'PostgreSQL'),
      error: (message) => logger.error(message, 'PostgreSQL'),
    });
    started.push({ name: 'PostgreSQL', stop: (left) => postgres.stop(left) });
    databaseUrl = postgres.url;
  }
  if (stopping.isBegun) return;
  const app = await createServer(config, databaseUrl, logger);
  started.push({ name: 'the server', mostMs: 5500, stop: stoppable(app) });
  void app.get(ProcessLock, { strict: false }).lost.then((reason) => {
    process.stderr.write(`\nKeepsake stops. ${reason.message}\n`);
    void stopping.run(1, Promise.resolve());
  });
  if (stopping.isBegun) return;
  // Nest's types leave out what Node takes besides.
  await app.listen({ port: config.port, host: config.host, backlog: BACKLOG } as unknown as number);
  const { port } = app.getHttpServer().address() as { port: number };
  const access = app.get(AccessService, { strict: false });
  const at = (name: string) => `http://${name}:${port}`;
  const here = at(inUrl(['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host));
  const elsewhere = networkAddresses(host).map(at);
  process.stdout.write(
    welcome(
      { address: here, code: await access.issueCode() },
      elsewhere.length > 0 ? { addresses: elsewhere, code: await access.issueCode() } : null,
      process.stdout.isTTY,
    ),
  );
}

// A terminal that was closed does not hear what is printed; telling it so would never end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
// One turn's or one request's mistake does not end everybody's conversations.
process.on('unhandledRejection', (error) => console.error(`Unhandled rejection: ${describe(error)}`));
process.on('uncaughtException', (error) => console.error(`Uncaught exception: ${describe(error)}`));

const starting = start();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.signal(starting));

starting.catch(async (error: unknown) => {
  const expected = startProblem(error, host);
  const sentence = expected ?? (error instanceof Error ? error.message : String(error));
  process.stderr.write(`\nKeepsake could not start. ${sentence}\n`);
  if (!expected) process.stderr.write(`${describe(error)}\n`);
  await stopping.run(1, starting);
});
