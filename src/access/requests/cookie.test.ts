import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { cookieOf } from './cookie.js';

const of = (cookie: string | undefined, host = 'keep.example') =>
  cookieOf({ headers: { host, cookie } } as unknown as IncomingMessage);

describe('cookieOf', () => {
  it.each<[string, string | undefined, string | null]>([
    ['no header', undefined, null],
    ['an empty header', '', null],
    ['its own cookie among others', 'a=1; keepsake=x_y-z; b=2', 'x_y-z'],
    ['the first of two', 'keepsake=first; keepsake=second', 'first'],
    ['a name that only begins alike', 'keepsakes=1; keepsake-81=2', null],
    ['a name without a value', 'keepsake; keepsake=x', 'x'],
    ['an escape that is none', 'keepsake=%E0%A4%A', '%E0%A4%A'],
    ['a name of every object', '__proto__=1; constructor=2', null],
  ])('reads %s', (_, header, value) => {
    expect(of(header)).toBe(value);
  });

  it('goes by the port that was asked for', () => {
    const both = 'keepsake-3000=a; keepsake-81=b; keepsake=c';
    expect(of(both, 'localhost:81')).toBe('b');
    expect(of(both, 'localhost')).toBe('c');
  });
});
