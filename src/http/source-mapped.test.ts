import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sourceMapped } from './source-mapped.js';

describe('places of a stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-maps-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => pathToFileURL(join(folder, name)).href;
  // Row 2, column 3 was row 10, column 5 of a file of ours; row 3 is a package's.
  const map = { version: 3, sources: ['../../src/talk/say.ts'], names: [], mappings: ';EASI;A;' };
  writeFileSync(join(folder, 'main.js.map'), JSON.stringify(map));
  writeFileSync(join(folder, 'broken.js.map'), '{');

  it('are those of the files as they are written', () => {
    expect(sourceMapped([`    at say (${at('main.js')}:2:3)`, `    at async ${at('main.js')}:2:3`])).toEqual([
      '    at say (src/talk/say.ts:10:5)',
      '    at async src/talk/say.ts:10:5',
    ]);
  });

  it('stay where nothing is known of them', () => {
    const lines = [
      `    at one (${at('other.js')}:2:3)`,
      `    at two (${at('broken.js')}:2:3)`,
      `    at before (${at('main.js')}:1:1)`,
      `    at package (${at('main.js')}:3:2)`,
      '    at node:internal/process/task_queues:95:5',
      'Error: at nothing',
    ];
    expect(sourceMapped(lines)).toEqual(lines);
  });
});
