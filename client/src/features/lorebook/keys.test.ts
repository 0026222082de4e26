import { expect, it } from '@jest/globals';
import { keysIn, withKeys } from './keys.js';

it.each([
  ['rope, hawser', ['rope', 'hawser']],
  ['绳子，缆绳、 缆', ['绳子', '缆绳', '缆']],
  ['a\n\nb;c', ['a', 'b', 'c']],
  [' /h[au]{1,2}wser/i ', ['/h[au]{1,2}wser/i']],
  [' , ', []],
  ['', []],
])('reads %j as keys', (text, keys) => expect(keysIn(text)).toEqual(keys));

it('has each key once', () => expect(withKeys(['a', 'b'], ['b', 'c'])).toEqual(['a', 'b', 'c']));
