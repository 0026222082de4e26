import { rm } from 'node:fs/promises';

export default async function tearDown() {
  await globalThis.postgres.stop();
  await rm(globalThis.postgresFolder, { recursive: true, force: true });
}
