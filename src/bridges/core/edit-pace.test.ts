import { describe, expect, it } from '@jest/globals';
import { DISCORD, ONEBOT } from './capabilities.js';
import { nextEdit, previewOf } from './edit-pace.js';

describe('a reply that grows', () => {
  it('is shown up to what one message takes', () => {
    expect(previewOf('Hello. ', DISCORD)).toBe('Hello.');
    const cut = previewOf('😀'.repeat(3000), DISCORD);
    expect([...cut]).toHaveLength(1900);
    expect(cut.endsWith('😀…')).toBe(true);
  });

  it('is first shown when it says something, then edited no more often than is allowed', () => {
    const never = { text: '', at: null };
    expect(nextEdit('Hm', never, 0, DISCORD)).toBeNull();
    expect(nextEdit('x'.repeat(20), never, 0, DISCORD)).toBe(0);
    expect(nextEdit('ab', { text: 'a', at: 1000 }, 1500, DISCORD)).toBe(800);
    expect(nextEdit('ab', { text: 'a', at: 1000 }, 9000, DISCORD)).toBe(0);
    expect(nextEdit('ab', { text: 'ab', at: 1000 }, 9000, DISCORD)).toBeNull();
    expect(nextEdit('x'.repeat(20), never, 0, ONEBOT)).toBeNull();
  });
});
