import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJsonBytes } from './json-bytes.js';

const MOST = { depth: 1000, values: 10_000, text: 1000 };
const read = (text: string, start = 0) => readJsonBytes(Buffer.from(text), start, MOST);

describe('JSON from bytes', () => {
  it('is what JSON.parse makes of it, and ends where it ends', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const text = `${JSON.stringify(value, null, indent)} {"next":1}`;
        const { value: got, end, fault } = read(text);
        expect(fault).toBeNull();
        // A key of this name would be taken for a prototype, and is left out.
        if (!json.includes('__proto__')) expect(got).toEqual(value);
        expect(text.slice(end)).toBe(' {"next":1}');
      }),
    );
  });

  it('keeps of a cut or broken text what came whole', () => {
    const text = '{"a":[1,{"b":"灯"},{"b":1,"c":"half';
    const { value, fault } = read(text);
    expect([value, fault]).toEqual([{ a: [1, { b: '灯' }] }, 'cut']);
    expect(read('{"a":1,"b":tru')).toMatchObject({ value: { a: 1 }, fault: 'cut' });
    expect(read('[1,2 3]')).toMatchObject({ value: [1, 2], fault: 'broken' });
    expect(read('["\\x"]')).toMatchObject({ value: [], fault: 'broken' });
    expect(read('')).toMatchObject({ value: undefined, fault: 'cut' });
  });

  it('bounds depth, values and texts', () => {
    expect(read('['.repeat(1e6)).fault).toBe('unwieldy');
    expect(read(`[${'1,'.repeat(20_000)}1]`).fault).toBe('unwieldy');
    expect(read(JSON.stringify(['a'.repeat(1001), 'b']))).toMatchObject({ value: ['', 'b'], emptied: 1 });
    expect(read('[NaN,-Infinity]').value).toEqual([null, null]);
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
    expect(Object.keys(read('{"__proto__":{"polluted":1},"a":2}').value as object)).toEqual(['a']);
  });
});
