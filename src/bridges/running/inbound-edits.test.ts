import { describe, expect, it } from '@jest/globals';
import { InboundEdits } from './inbound-edits.js';
import type { OpenBridge } from './open-bridge.js';

describe('changes of what people wrote at a platform', () => {
  const editing = (done: string[]) =>
    new InboundEdits(
      {
        edit: () => Promise.resolve(false),
        burstOf: (_: unknown, chat: string) =>
          Promise.resolve({ burst: chat, sessionId: chat, lines: [{ messageId: 'm', length: 4 }] }),
        noteEdit: () => Promise.resolve(),
      } as never,
      {} as never,
      {
        byClientId: (sessionId: string) => Promise.resolve({ id: 'm', sessionId, content: 'What was said.' }),
      } as never,
      {
        edit: (_: string, chat: string, __: string, text: string) =>
          Promise.resolve(done.push(`${chat} ${text}`)),
        hide: (_: string, chat: string) => Promise.resolve(done.push(`${chat} gone`)),
      } as never,
      {
        find: (_: unknown, __: string, chat: string) => Promise.resolve(chat === 'home' ? null : {}),
      } as never,
    );
  const bridgeOf = (...rooms: string[]) => ({ id: 'b', ownerId: 'o', settings: { rooms } }) as OpenBridge;
  const [club, home] = [{ chat: 'club' }, { chat: 'home' }];

  it('are taken over a few at a time in each chat; what was deleted always is', async () => {
    const done: string[] = [];
    const edits = editing(done);
    const bridge = bridgeOf('club');
    for (let n = 0; n < 1000; n++) await edits.take(bridge, club, 'm', `Line ${n}`, null);
    expect(done.length).toBeGreaterThan(10);
    expect(done.length).toBeLessThan(100);
    await edits.take(bridge, home, 'm', 'I mean well.', null);
    await edits.take(bridge, club, 'm', null, null);
    expect(done.slice(-2)).toEqual(['home I mean well.', 'club gone']);
  });

  it('are not taken over in a room that was shut again, unless something was deleted', async () => {
    const done: string[] = [];
    const edits = editing(done);
    await edits.take(bridgeOf('other'), club, 'm', 'Obey.', null);
    await edits.take(bridgeOf('other'), home, 'm', 'I mean well.', null);
    await edits.take(bridgeOf('channel'), { ...club, parent: 'channel' }, 'm', 'In a thread.', null);
    await edits.take(bridgeOf('other'), club, 'm', null, null);
    expect(done).toEqual(['home I mean well.', 'club In a thread.', 'club gone']);
  });
});
