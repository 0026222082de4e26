import { describe, expect, it } from '@jest/globals';
import { open, seal, sealingKey } from './sealed.js';

const key = sealingKey('a passphrase');

describe('a sealed secret', () => {
  it.each(['sk-123', '', 'ключ 钥匙 🔑', 'x'.repeat(10_000)])('opens as what it was: %#', (text) => {
    expect(open(key, 'row-1', seal(key, 'row-1', text))).toBe(text);
  });

  it('is another each time, and holds nothing of the text', () => {
    const [one, two] = [seal(key, 'row-1', 'sk-secret'), seal(key, 'row-1', 'sk-secret')];
    expect(one.equals(two)).toBe(false);
    expect(one.toString('latin1')).not.toContain('secret');
  });

  it('does not open with another key, for another place, or when a bit of it was changed', () => {
    const sealed = seal(key, 'row-1', 'sk-secret');
    expect(open(sealingKey('another'), 'row-1', sealed)).toBeNull();
    expect(open(key, 'row-2', sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at++) {
      const bent = Buffer.from(sealed);
      bent[at]! ^= 1;
      expect(open(key, 'row-1', bent)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(open(key, 'row-1', sealed.subarray(0, length))).toBeNull();
  });
});
