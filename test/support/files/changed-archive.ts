import { randomUUID } from 'node:crypto';
import { type ArchiveRows, MANIFEST } from './archive.js';
import { chance } from '../chance.js';
import { zipOf, type ZipFile } from './zip.js';

type Random = ReturnType<typeof chance>;
type Row = Record<string, any>;

/** Stands in a row for JSON that JavaScript does not write. */
const RAW = 'raw:';
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  1.5,
  1000,
  999_999_999,
  2_147_483_647,
  2 ** 31,
  2 ** 53,
  -1e308,
  '',
  ' ',
  'x',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x\ud800',
  '\u202e\u0007\u001b[2J',
  '{{char}}{{user}}{{random:a,b}}',
  'x'.repeat(5000),
  '一'.repeat(300_000),
  '\u0001'.repeat(5000),
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  'infinity',
  '99999-01-01T00:00:00+00:00',
  '-0001-01-01T00:00:00+00:00',
  '0001-01-01T00:00:00+00:00',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999999+00:00',
  '9999-12-31T23:59:59-14:00',
  '2026-02-30T00:00:00+00:00',
  '2026-01-01T24:00:00+00:00',
  '2026-12-31T23:59:60+00:00',
  '2026-01-01',
  '\\x',
  '\\xzz',
  '\\N',
  '\\.',
  '\\x89504e470d0a1a0a',
  [],
  {},
  [null],
  [[]],
  [1, 'a', {}],
  { a: {} },
  { entries: {} },
  { entries: [null, { keys: 7 }, { keys: [null], content: 5 }] },
  { code: 'x', message: 'y' },
  Array.from({ length: 300 }, (_, n) => n),
  `${RAW}1e400`,
  `${RAW}-0`,
  `${RAW}${'['.repeat(400)}${']'.repeat(400)}`,
  `${RAW}{"__proto__":{"a":1},"constructor":{"prototype":null}}`,
];

/** A backup changed at a few places by chance, and what was done to it. The same seed gives the same. */
export function changedArchive(honest: ArchiveRows, seed: number): { bytes: Buffer; what: string[] } {
  const random = chance(seed);
  const rows = structuredClone(honest) as Record<string, Row[]>;
  const what: string[] = [];
  for (let n = 1 + random.below(random.pick([1, 3, 12])); n > 0; n--) {
    const table = random.pick(Object.keys(rows).filter((name) => rows[name]!.length));
    what.push(`${table}: ${random.pick(CHANGES)(rows, table, random)}`);
  }
  const files: ZipFile[] = Object.entries(rows).map(([table, all]) => ({
    name: `${table}.jsonl`,
    content: all.map(lineOf).join('\n'),
    deflate: random.below(2) === 0,
  }));
  if (random.below(4) === 0) shuffle(files, random);
  if (random.below(12) === 0) what.push(spoilFiles(files, random));
  const bytes = zipOf([MANIFEST, ...files]);
  if (random.below(12) === 0) return { bytes: spoilBytes(bytes, what, random), what };
  return { bytes, what };
}

/** What may be done to a table; each says what it did. */
const CHANGES: readonly ((rows: Record<string, Row[]>, table: string, random: Random) => string)[] = [
  changeValue,
  changeValue,
  changeValue,
  changeValue,
  changeColumn,
  (rows, table, random) => {
    const all = rows[table]!;
    all.splice(random.below(all.length), 1 + random.below(3));
    return 'rows are missing';
  },
  (rows, table) => {
    delete rows[table];
    return 'the file is missing';
  },
  (rows, table, random) => {
    const twin = { ...random.pick(rows[table]!) };
    if ('id' in twin && random.below(2)) twin.id = randomUUID();
    rows[table]!.splice(random.below(rows[table]!.length + 1), 0, twin);
    return 'a row is there twice';
  },
  (rows, table, random) => {
    const row = random.pick(rows[table]!);
    const key = random.pick(Object.keys(row));
    delete row[key];
    return `${key} is missing`;
  },
  (rows, table, random) => {
    random.pick(rows[table]!)[random.pick(['owner_id', 'ingest_id', 'holder', '"; --', '__proto__x'])] =
      randomUUID();
    return 'a column too many';
  },
  (rows, table, random) => {
    shuffle(rows[table]!, random);
    return 'rows in another order';
  },
  (rows, table, random) => {
    // The same value in two rows, or two that change places.
    const [one, other] = [random.pick(rows[table]!), random.pick(rows[table]!)];
    const key = random.pick(Object.keys(one));
    const swap = random.below(2) === 0;
    [one[key], other[key]] = swap ? [other[key], one[key]] : [other[key], other[key]];
    return `${key} of another row`;
  },
  (rows, table, random) => {
    // A row of another table, an id of another kind.
    const other = random.pick(Object.keys(rows).filter((name) => rows[name]!.length));
    const row = random.pick(rows[table]!);
    const key = random.pick(Object.keys(row));
    const stranger = random.pick(rows[other]!);
    const from = random.pick(Object.keys(stranger));
    row[key] = stranger[from];
    return `${key} is ${from} of ${other}`;
  },
];

function changeValue(rows: Record<string, Row[]>, table: string, random: Random): string {
  let at: any = random.pick(rows[table]!);
  let path = '';
  for (;;) {
    const key = random.pick(Object.keys(at));
    path += `.${key}`;
    const inner = at[key];
    const deeper = typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0;
    if (!deeper || random.below(3) === 0) {
      at[key] = random.pick(VALUES);
      return `${path} = ${JSON.stringify(at[key])?.slice(0, 60)}`;
    }
    at = inner;
  }
}

function changeColumn(rows: Record<string, Row[]>, table: string, random: Random): string {
  const key = random.pick(Object.keys(rows[table]![0]!));
  const value = random.pick([...VALUES, rows[table]![0]![key], rows[table]![0]!.id]);
  for (const row of rows[table]!) row[key] = value;
  return `every ${key} = ${JSON.stringify(value)?.slice(0, 60)}`;
}

/** A row as a line of JSON, with what stands raw in it. */
const lineOf = (row: Row) =>
  JSON.stringify(row).replaceAll(new RegExp(`"${RAW}((?:[^"\\\\]|\\\\.)*)"`, 'g'), (_, json: string) =>
    json.replaceAll('\\"', '"'),
  );

function spoilFiles(files: ZipFile[], random: Random): string {
  const file = random.pick(files);
  switch (random.below(6)) {
    case 0:
      files.push({ ...file });
      return `${file.name} twice`;
    case 1:
      file.content = Buffer.concat([Buffer.from(file.content as string), Buffer.from([10, 0, 255, 123, 10])]);
      return `${file.name} ends in bytes`;
    case 2:
      file.claimedSize = random.pick([0, 1, 1e6, 4e9]);
      return `${file.name} claims ${file.claimedSize} bytes`;
    case 3:
      file.content = Buffer.alloc(30_000_000);
      file.deflate = true;
      return `${file.name} is a bomb`;
    case 4:
      file.method = random.pick([1, 9, 99]);
      return `${file.name} is packed by method ${file.method}`;
    default:
      file.content = String(file.content).replaceAll('\n', '');
      return `${file.name} in one line`;
  }
}

function spoilBytes(bytes: Buffer, what: string[], random: Random): Buffer {
  if (random.below(2)) {
    what.push('cut');
    return bytes.subarray(0, random.below(bytes.length));
  }
  what.push('bits flipped');
  for (let n = 0; n < 5; n++) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  return bytes;
}

function shuffle(items: unknown[], random: Random): void {
  for (let n = items.length - 1; n > 0; n--) {
    const other = random.below(n + 1);
    [items[n], items[other]] = [items[other], items[n]];
  }
}
