/** The file of an archive that says what it is. */
export const MANIFEST = 'keepsake.json';
const FORMAT = 1;

export function manifestOf(at: Date): string {
  return JSON.stringify({ keepsake: 'backup', format: FORMAT, at: at.toISOString() });
}

export function isManifest(text: string): boolean {
  try {
    const read = JSON.parse(text) as { keepsake?: unknown; format?: unknown } | null;
    return read?.keepsake === 'backup' && read.format === FORMAT;
  } catch {
    return false;
  }
}
