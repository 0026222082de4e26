import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';
import { gathered } from './gathered.js';
import type { Share } from './intake.js';

const MB = 1024 * 1024;
/** Text fields of one form, and the bytes of all of them together. Long texts come as files. */
const MOST_FIELDS = 24;
const MOST_FIELD_BYTES = MB;
const LONGEST_FIELD_NAME = 100;
/** RFC 2046 allows 70. */
const LONGEST_BOUNDARY = 200;
/** Room on the disk that uploads leave to the database. */
const DISK_MARGIN = 256 * MB;
/** The disk is looked at again after so many bytes. */
const LOOK_EVERY = 16 * MB;

/** A file as it was uploaded, on disk. */
export interface UploadedFile {
  /** The form's field that it came in. */
  field: string;
  /** As the client calls it, without a path; never a name on this disk. */
  name: string;
  path: string;
  /** In bytes. */
  size: number;
}

/** What a form held. */
export interface Form {
  /** A name that came several times has a list. */
  fields: Record<string, string | string[]>;
  files: UploadedFile[];
}

/** What a form may hold. */
export interface FormLimits {
  files: number;
  /** In bytes. */
  fileSize: number;
}

/** Where a form goes to, and what it counts against. */
export interface Destination {
  folder: string;
  disk: Share;
  memory: Share;
}

/**
 * Receives a multipart form: its files go to disk as they come, its fields stay in memory. Whatever is wrong with it
 * ends the reading at once and leaves no file behind.
 *
 * @throws Problem bad_request, file_too_large, uploads_busy, disk_full
 */
export async function receive(request: IncomingMessage, limits: FormLimits, to: Destination): Promise<Form> {
  const announced = Number(request.headers['content-length'] ?? 0);
  await assertRoom(to.folder, announced);
  const form: Form = { fields: Object.create(null) as Form['fields'], files: [] };
  const writing: Promise<unknown>[] = [];
  const failure: { of?: unknown } = {};
  const parser = parserOf(request, limits);
  const fail = (error: unknown) => {
    failure.of ??= error;
    parser.destroy();
  };

  let fieldBytes = 0;
  parser.on('field', (name: string | undefined, value, { valueTruncated }) => {
    try {
      fieldBytes += value.length;
      if (valueTruncated || fieldBytes > MOST_FIELD_BYTES)
        throw malformed('Its text fields are too long: send a long text as a file.');
      to.memory.add(value.length);
      addField(form.fields, nameOfField(name), value);
    } catch (error) {
      fail(error);
    }
  });
  parser.on('file', (name: string | undefined, stream, { filename }) => {
    // An empty file input of a page sends a part without a name.
    if (!filename) return void stream.on('error', () => {}).resume();
    stream.once('limit', () => fail(tooLarge(limits)));
    try {
      const path = join(to.folder, randomBytes(16).toString('hex'));
      const file = { field: nameOfField(name), name: nameOfFile(filename), path, size: 0 };
      form.files.push(file);
      writing.push(writeFile(stream, file, to).catch(fail));
    } catch (error) {
      stream.on('error', () => {}).resume();
      fail(error);
    }
  });
  parser.on('filesLimit', () => fail(tooManyFiles(limits)));
  parser.on('fieldsLimit', () => fail(malformed('It has too many fields.')));
  parser.on('partsLimit', () => fail(malformed('It has too many parts.')));
  parser.on('error', (error) => fail(malformed(`${(error as Error).message}.`)));

  const closed = new Promise<void>((resolve) => parser.once('close', resolve));
  const feed = async () => {
    for await (const piece of gathered(request)) {
      // The rest of what is refused is read and thrown away.
      if (failure.of !== undefined || parser.write(piece)) continue;
      const drained = new Promise<void>((resolve) => parser.once('drain', resolve));
      await Promise.race([drained, closed]);
    }
    parser.end();
  };
  // Whoever is refused is told so at once, however long the rest takes to come.
  void feed().catch(fail);
  await closed;
  await Promise.all(writing);
  if (failure.of === undefined) return form;
  await Promise.all(form.files.map(({ path }) => rm(path, { force: true })));
  throw problemOf(failure.of);
}

function parserOf(request: IncomingMessage, limits: FormLimits): busboy.Busboy {
  const boundary = /boundary=("[^"]*"|[^;]*)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  if (boundary.length > LONGEST_BOUNDARY) throw malformed('Its boundary is too long.');
  try {
    return busboy({
      headers: request.headers,
      // One more than is allowed: the parser counts what it cuts off.
      limits: {
        files: limits.files,
        fileSize: limits.fileSize + 1,
        fields: MOST_FIELDS,
        fieldSize: MOST_FIELD_BYTES + 1,
        parts: limits.files + MOST_FIELDS + 1,
      },
    });
  } catch (error) {
    throw malformed(`${(error as Error).message}.`);
  }
}

/** Writes one file as it comes, and counts it. */
async function writeFile(stream: Readable, file: UploadedFile, { folder, disk }: Destination): Promise<void> {
  let looked = 0;
  const counted = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      disk.add(piece.length);
      file.size += piece.length;
      if (file.size - looked >= LOOK_EVERY) {
        looked = file.size;
        await assertRoom(folder, 0);
      }
      yield piece;
    }
  };
  await pipeline(stream, counted, createWriteStream(file.path, { flags: 'wx', mode: 0o600 }));
}

/** @throws Problem disk_full when the disk has no room for so many bytes and the database besides */
async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize - bytes < DISK_MARGIN) throw diskFull();
}

function addField(fields: Form['fields'], name: string, value: string): void {
  const before = fields[name];
  fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
}

/** `urls[]` is how some clients say that there are several. */
function nameOfField(name: string | undefined): string {
  if (!name || name.length > LONGEST_FIELD_NAME) throw malformed('A field has no name, or one too long.');
  return name.replace(/\[\]$/, '');
}

/** Names come as bytes that are most often UTF-8, and with quotes and line breaks escaped as pages do. */
function nameOfFile(name: string): string {
  const isBytes = /^[\0-\xff]*$/.test(name);
  const utf8 = isBytes ? Buffer.from(name, 'latin1').toString('utf8') : name;
  const plain = (utf8.includes('\uFFFD') ? name : utf8).replace(/%(0A|0D|22)/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return truncate(storable(plain.replace(/^.*[/\\]/s, '')), 200) || 'file';
}

function problemOf(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const { code } = (error ?? {}) as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull();
  // Nobody hears this: whoever sent the form is gone.
  if (code === 'ECONNRESET') return malformed('It was broken off.');
  return error;
}

const malformed = (why: string) => new Problem('bad_request', `This form could not be read. ${why}`);

const diskFull = () =>
  new Problem(
    'disk_full',
    'There is not enough room on the disk of the server for this file. Make room on it.',
  );

const tooLarge = ({ fileSize }: FormLimits) =>
  new Problem(
    'file_too_large',
    `This file is too large: up to ${Math.floor(fileSize / 1e6)} MB are taken in.`,
  );

const tooManyFiles = ({ files }: FormLimits) =>
  new Problem(
    'file_too_large',
    files === 1
      ? 'One file is taken in at a time.'
      : `Up to ${files} files are taken in at a time: upload them in parts.`,
  );
