import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { LeftOut } from '../left-out.js';
import { withoutLongTexts } from './long-texts.js';
import { readRows } from './row-reader.js';
import { RowStream } from './row-stream.js';

const SECTION = { source_id: randomUUID(), n: 1, title: 'One', text: '' };
const columns = new Set(['text', 'bytes']);

/** What PostgreSQL's COPY would store of these lines: cells by row. */
async function copied(table: 'sections' | 'card_assets', lines: readonly (string | Buffer)[], chunk = 5000) {
  const file = Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]));
  const chunks = Array.from({ length: Math.ceil(file.length / chunk) }, (_, n) =>
    file.subarray(n * chunk, (n + 1) * chunk),
  );
  const leftOut = new LeftOut();
  const read: Buffer[] = [];
  const reader = new RowStream(table, 100_000, leftOut, async (...given) => readRows(...given));
  for await (const part of Readable.from(chunks, { objectMode: false }).pipe(reader))
    read.push(part as Buffer);
  const rows = Buffer.concat(read).toString().split('\n').slice(0, -1);
  return { rows: rows.map((row) => row.split('\t').map(cellOf)), leftOut: leftOut.view() };
}

const SIGNS: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', N: 'NULL' };
/** As the documentation of COPY says. */
const cellOf = (cell: string) => cell.replace(/\\(.)/gs, (_, sign: string) => SIGNS[sign] ?? sign);

describe('a long text of a row', () => {
  it('is stored as a parsed one would be, whatever is in it and wherever it is cut', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '\\',
        '"',
        '\\"',
        '\n',
        '\t',
        '\r\n',
        '\b\f',
        '/',
        '\u2028',
        '😀',
        '\u0001',
        '\0',
        '\ud800',
        '\\N',
        '\\.',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece),
        fc.integer({ min: 50, max: 6000 }),
        fc.boolean(),
        async (pieces, chunk, long) => {
          const text = pieces.join('') + 'x'.repeat(long ? 3000 : 0);
          const { rows, leftOut } = await copied('sections', [JSON.stringify({ ...SECTION, text })], chunk);
          expect(leftOut).toEqual([]);
          expect(rows).toEqual([
            [SECTION.source_id, '1', 'One', text.toWellFormed().replaceAll('\0', '\ufffd')],
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is taken out of the columns that may be long alone, and never out of what stands in them', () => {
    const long = 'x'.repeat(3000);
    const row = {
      title: long,
      text: long,
      more: { text: long, deep: [{ text: long }] },
      bytes: `\\x${'ab'.repeat(2000)}`,
      last: 'y',
    };
    const { rest, texts } = withoutLongTexts(Buffer.from(JSON.stringify(row)), columns);
    expect(JSON.parse(rest.toString())).toEqual({ ...row, text: '', bytes: '' });
    expect([...texts.keys()]).toEqual(['text', 'bytes']);
  });

  it.each([
    ['a control character', Buffer.from(`\t${'x'.repeat(3000)}`)],
    ['a zero character', Buffer.from(`\0${'x'.repeat(3000)}`)],
    ['an escape that is none', Buffer.from(`\\N${'x'.repeat(3000)}`)],
    ['no end', Buffer.from(`${'x'.repeat(3000)}\\`)],
  ])('with %s is no JSON', async (_, bytes) => {
    const [before, after] = JSON.stringify({ ...SECTION, text: '|' }).split('|') as [string, string];
    const line = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    const { rows, leftOut } = await copied('sections', [line, JSON.stringify({ ...SECTION, n: 2 })]);
    expect(rows.map(([, n]) => n)).toEqual(['2']);
    expect(leftOut).toMatchObject([{ table: 'sections', reasons: [{ reason: 'unreadable', count: 1 }] }]);
  });

  it('that is no UTF-8 is stored as far as it is', async () => {
    const line = Buffer.concat(
      JSON.stringify({ ...SECTION, text: 'é|' + 'x'.repeat(3000) })
        .split('|')
        .flatMap((part) => [Buffer.from(part), Buffer.from([0xed, 0xa0, 0x80])])
        .slice(0, -1),
    );
    const { rows } = await copied('sections', [line]);
    expect(rows[0]![3]).toBe('é\ufffd\ufffd\ufffd' + 'x'.repeat(3000));
  });

  it('of bytes is hexadecimal to its end', async () => {
    const asset = (name: string, bytes: string) =>
      JSON.stringify({ character_id: SECTION.source_id, name, bytes });
    const hex = 'ab'.repeat(40_000);
    const { rows, leftOut } = await copied('card_assets', [
      asset('right', `\\x${hex}`),
      asset('short', `\\xab`),
      asset('wrong', `\\x${hex}ag`),
      asset('odd', `\\x${hex}a`),
      asset('bare', hex),
      asset('escaped', `\\x${hex}\\\\`),
    ]);
    expect(rows.map(([, name]) => name)).toEqual(['right', 'short']);
    expect(rows[0]![2]).toBe(`\\x${hex}`);
    expect(leftOut[0]!.count).toBe(4);
  });
});
