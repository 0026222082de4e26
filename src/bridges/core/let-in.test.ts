import { describe, expect, it } from '@jest/globals';
import { isHeard, isLetIn } from './let-in.js';

describe('who is let in', () => {
  it('is a room by itself, by its channel or by its server', () => {
    const place = { chat: 'thread', parent: 'channel', server: 'guild' };
    expect(isLetIn({ rooms: ['thread'] }, place)).toBe(true);
    expect(isLetIn({ rooms: ['channel'] }, place)).toBe(true);
    expect(isLetIn({ servers: ['guild'] }, place)).toBe(true);
    expect(isLetIn({ rooms: ['guild'], servers: ['channel'] }, place)).toBe(false);
    expect(isLetIn({}, { chat: 'thread' })).toBe(false);
  });

  it('is heard in it with one of the roles, where there are any', () => {
    const doors = { rooms: ['club'], roles: ['reader', 'writer'] };
    expect(isHeard(doors, { chat: 'club' }, ['writer'])).toBe(true);
    expect(isHeard(doors, { chat: 'club' }, [])).toBe(false);
    expect(isHeard(doors, { chat: 'elsewhere' }, ['writer'])).toBe(false);
    expect(isHeard({ rooms: ['club'] }, { chat: 'club' }, [])).toBe(true);
  });
});
