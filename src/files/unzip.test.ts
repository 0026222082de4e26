import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zipOf, type ZipFile } from '../../test/support/files/zip.js';
import { unzip } from './unzip.js';

const MB = 1024 * 1024;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  );

describe('unzip', () => {
  it('reads stored and deflated files by name, and leaves folders out', async () => {
    const zip = await unzip(
      zipOf([
        { name: 'a.txt', content: 'one' },
        { name: '章/', content: '' },
        { name: '章/第一回.txt', content: '胡桃'.repeat(500), deflate: true },
        { name: 'empty', content: '' },
      ]),
    );
    expect(zip.names).toEqual(['a.txt', '章/第一回.txt', 'empty']);
    expect(text(await zip.read('章/第一回.txt'))).toBe('胡桃'.repeat(500));
    expect(text(await zip.read('a.txt'))).toBe('one');
    expect((await zip.read('empty')).length).toBe(0);
  });

  it('refuses a directory that is far larger than its files need', async () => {
    const described = (extraFields: number) =>
      Array.from({ length: 1500 }, (_, n) => ({ name: `${n}`, content: '', extraFields }));
    expect((await unzip(zipOf(described(20)))).names).toHaveLength(1500);
    expect(await code(unzip(zipOf(described(16_000))))).toBe('archive_unsafe');
  }, 30_000);

  it('says which file is missing', async () => {
    const zip = await unzip(zipOf([{ name: 'a', content: 'x' }]));
    await expect(zip.read('b')).rejects.toMatchObject({
      code: 'file_broken',
      message: expect.stringContaining('b'),
    });
  });

  it.each(['../evil', 'a/../../evil', '/etc/passwd', 'C:/evil', 'a\\b', '..\\evil'])(
    'refuses the name %s',
    async (name) => {
      expect(
        await code(
          unzip(
            zipOf([
              { name: 'good', content: 'x' },
              { name, content: 'x' },
            ]),
          ),
        ),
      ).toBe('archive_unsafe');
    },
  );

  it.each<[string, ZipFile[]]>([
    ['with too many files', Array.from({ length: 5001 }, (_, i) => ({ name: `${i}`, content: '' }))],
    ['with a file that is too large', [{ name: 'a', content: 'x', claimedSize: 21 * MB }]],
    [
      'that are too large together',
      Array.from({ length: 11 }, (_, i) => ({
        name: `${i}`,
        content: Buffer.alloc(100_000),
        claimedSize: 19 * MB,
      })),
    ],
    ['with a bomb', [{ name: 'a', content: Buffer.alloc(10 * MB), deflate: true }]],
  ])('refuses archives %s, before anything is inflated', async (_, files) => {
    expect(await code(unzip(zipOf(files)))).toBe('archive_unsafe');
  });

  it.each([true, false])(
    'stops a file that is larger than its header says (deflated: %s)',
    async (deflate) => {
      const zip = await unzip(
        zipOf([{ name: 'a', content: Buffer.alloc(30 * MB), deflate, claimedSize: 1000 }]),
      );
      expect(await code(zip.read('a'))).toBe('archive_unsafe');
    },
  );

  it.each<[string, Partial<ZipFile>]>([
    ['smaller than its header says', { claimedSize: 500 }],
    ['not what its checksum says', { claimedCrc: 1 }],
    ['in a compression that is not known', { method: 99 }],
    ['no deflated data', { method: 8 }],
  ])('calls a file broken that is %s', async (_, lie) => {
    const zip = await unzip(zipOf([{ name: 'a', content: 'words and words', ...lie }]));
    expect(await code(zip.read('a'))).toBe('file_broken');
  });

  it('asks for no password', async () => {
    expect(await code(unzip(zipOf([{ name: 'a', content: 'x', encrypted: true }])))).toBe('file_encrypted');
  });

  it('calls every archive broken that ends too early', async () => {
    const whole = zipOf([
      { name: 'a', content: 'words '.repeat(100), deflate: true },
      { name: 'b', content: 'more' },
    ]);
    for (let length = 0; length < whole.length; length++) {
      expect(await code(unzip(whole.subarray(0, length)))).toBe('file_broken');
    }
  });

  it('ends with an answer or a problem, whatever bytes are changed', async () => {
    const whole = zipOf([
      { name: 'a', content: 'words '.repeat(100), deflate: true },
      { name: 'b', content: 'more' },
    ]);
    const place = fc.nat({ max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        const readAll = async () => {
          const zip = await unzip(bytes);
          for (const name of zip.names) await zip.read(name);
        };
        expect(['taken', 'file_broken', 'archive_unsafe', 'file_encrypted']).toContain(await code(readAll()));
      }),
    );
  });
});
