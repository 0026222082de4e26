import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where files that are being uploaded lie until they are taken in. */
export const uploadsFolder = (dataDir: string): string => join(dataDir, 'uploads');

/**
 * Makes the folder for uploads anew, empty, for this process's user alone. What a killed process left there goes.
 *
 * @param dataDir held by this process
 * @returns what removes the folder
 */
export async function openUploadsFolder(dataDir: string): Promise<() => Promise<void>> {
  const folder = uploadsFolder(dataDir);
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove();
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  return remove;
}
