import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Problem } from '../../contracts/problem.js';
import { LeftOut } from '../left-out.js';
import { readRows } from './row-reader.js';
import type { TableName } from './row-schemas.js';
import { type ReadLines, RowStream } from './row-stream.js';

const at = '2026-01-01T00:00:00Z';
const id = randomUUID();
const claim = (text: string) => ({ id: 'a', text, kind: 'invented', citations: [] });
const sheetRow = (sheet: object) => ({ character_id: id, version: 1, sheet, cause: 'edit', created_at: at });
const characterRow = (name: string) => ({
  id,
  name,
  sheet_version: 1,
  created_at: at,
  updated_at: at,
});

/** What a row becomes, by columns, and why it was left out or changed. */
function read(table: TableName, row: object, columns: string[]) {
  const { rows, leftOut } = readRows(table, [Buffer.from(JSON.stringify(row))], 0);
  const cells = Buffer.from(rows).toString().trimEnd().split('\t');
  return {
    row: Object.fromEntries(columns.map((column, n) => [column, cells[n]])),
    reasons: leftOut.flatMap(({ reasons }) => reasons.map(({ reason }) => reason)),
  };
}
const readSheet = (sheet: object) => {
  const { row, reasons } = read('sheets', sheetRow(sheet), ['character_id', 'version', 'sheet']);
  return { sheet: row.sheet && JSON.parse(row.sheet), reasons };
};

describe('a row of an archive', () => {
  it('has no picture that takes more of a turn than is counted for it', () => {
    const picture = (sentBytes: number, tokens: number) => {
      const sent = `\\x${Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(sentBytes)]).toString('hex')}`;
      const row = {
        ...{ id, session_id: id, name: 'bell', media_type: 'image/jpeg', bytes: sent.slice(0, 34), sent },
        ...{ width: 10, height: 10, tokens, created_at: at },
      };
      const columns = [
        'id',
        'session_id',
        'name',
        'media_type',
        'bytes',
        'sent',
        'width',
        'height',
        'tokens',
      ];
      return read('session_pictures', row, columns);
    };
    expect(picture(900, 1).row.tokens).toBe('1');
    expect(picture(700_000, 1398).row.tokens).toBe('1398');
    expect(Number(picture(700_000, 1).row.tokens)).toBeGreaterThan(300);
    expect(picture(5_000_000, 200_000)).toMatchObject({ row: { id: '' }, reasons: ['invalid'] });
  });

  it('has no lorebook entry with more keys than one may have', () => {
    const keys = Array.from({ length: 3000 }, (_, n) => `k${n}`);
    const good = { keys: ['bell'], content: 'It rings.' };
    for (const bad of [
      { keys: [...keys, ...keys], content: 'Too many.' },
      { keys, secondary_keys: keys, content: 'Too many together.' },
    ]) {
      const { sheet, reasons } = readSheet({
        scenario: 'Here.',
        lorebook: { name: 'B', entries: [good, bad] },
      });
      expect(reasons).toEqual(['mended']);
      expect(sheet).toMatchObject({ scenario: 'Here.', lorebook: { name: 'B', entries: [good] } });
      expect(sheet.lorebook.entries).toHaveLength(1);
    }
  });

  it('has no part that is longer than one may be', () => {
    const long = 'x'.repeat(1_000_001);
    const { sheet, reasons } = readSheet({
      language: 'zh',
      identity: [claim('Short.'), claim(long)],
      scenario: long,
      greetings: ['Hello.', long],
      lorebook: { description: long, entries: [{ keys: ['a'], content: long }] },
    });
    expect(reasons).toEqual(['mended']);
    expect(sheet).toMatchObject({
      language: 'zh',
      identity: [claim('Short.')],
      scenario: '',
      greetings: ['Hello.'],
      lorebook: { entries: [] },
    });
  });

  it('is no sheet that is larger than one may grow', () => {
    const identity = Array.from({ length: 14 }, () => claim('x'.repeat(950_000)));
    expect(readSheet({ identity }).reasons).toEqual(['invalid']);
    expect(readSheet({ identity: identity.slice(0, 5) }).reasons).toEqual([]);
  });

  it('has no longer name than somebody may have: expressions of a lorebook repeat it', () => {
    const { row, reasons } = read('characters', characterRow('阿'.repeat(2000)), ['id', 'name']);
    expect([row.name, reasons]).toEqual(['阿'.repeat(200), []]);
  });
});

describe('the rows of an archive', () => {
  const file = (rows: object[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const streamed = async (bytes: Buffer, chunk: number, longest: number, readLines: ReadLines) => {
    const leftOut = new LeftOut();
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, n) =>
      bytes.subarray(n * chunk, (n + 1) * chunk),
    );
    const stream = Readable.from(chunks, { objectMode: false }).pipe(
      new RowStream('characters', longest, leftOut, readLines),
    );
    const read: Buffer[] = [];
    for await (const part of stream) read.push(part as Buffer);
    return { rows: Buffer.concat(read).toString().split('\n').slice(0, -1), leftOut: leftOut.view() };
  };
  const here: ReadLines = async (...given) => readRows(...given);

  it('are read in their order, many at once and long ones alone, however the file is cut', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => ({
      ...characterRow(`${n}`),
      ...(n % 100 === 50 && { card: { long: 'x'.repeat(600_000) } }),
    }));
    for (const chunk of [999, 65_536, 10_000_000]) {
      const sizes: number[] = [];
      const { rows: read, leftOut } = await streamed(file(rows), chunk, 1e9, (...given) => {
        sizes.push(given[1].reduce((sum, { length }) => sum + length, 0));
        return here(...given);
      });
      expect(leftOut).toEqual([]);
      expect(read.map((row) => row.split('\t')[1])).toEqual(rows.map(({ name }) => name));
      expect(sizes.length).toBeLessThan(15);
    }
  });

  it('that are too long, or end the thread that reads them, are left out by the number of their line', async () => {
    const long = (name: string, length: number) => ({
      ...characterRow(name),
      card: { long: 'x'.repeat(length) },
    });
    const rows = [characterRow('a'), long('heavy', 700_000), {}, long('long', 2_000_000), characterRow('b')];
    const { rows: read, leftOut } = await streamed(file(rows), 65_536, 1_000_000, (table, lines, before) => {
      if (Buffer.concat(lines).includes('heavy')) throw new Problem('file_too_heavy', 'Too much.');
      return here(table, lines, before);
    });
    expect(read.map((row) => row.split('\t')[1])).toEqual(['a', 'b']);
    expect(leftOut).toMatchObject([
      {
        reasons: [
          { reason: 'unreadable', count: 2, examples: ['line 2', 'line 4'] },
          { reason: 'invalid', count: 1, examples: ['line 3'] },
        ],
      },
    ]);
  });
});
