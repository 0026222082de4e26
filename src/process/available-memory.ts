import { totalmem } from 'node:os';

/**
 * Bytes that this process and its children may take together: what the machine has, or what its container allows
 * (cgroup v1 and v2, as libuv reads them).
 */
export function availableMemory(): number {
  // 0 where nothing is set, and more than any machine has where cgroup v1 sets nothing.
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}
