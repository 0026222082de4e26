import { describe, expect, it } from '@jest/globals';
import { InboundEdits } from './inbound-edits.js';
import type { OpenBridge } from './open-bridge.js';

describe('changes of what people wrote at a platform', () => {
  it('are taken over a few at a time in each chat; what was deleted always is', async () => {
    const done: string[] = [];
    const edits = new InboundEdits(
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
    );
    const bridge = { id: 'b', ownerId: 'o' } as OpenBridge;
    for (let n = 0; n < 1000; n++) await edits.take(bridge, 'club', 'm', `Line ${n}`, null);
    expect(done.length).toBeGreaterThan(10);
    expect(done.length).toBeLessThan(100);
    await edits.take(bridge, 'home', 'm', 'I mean well.', null);
    await edits.take(bridge, 'club', 'm', null, null);
    expect(done.slice(-2)).toEqual(['home I mean well.', 'club gone']);
  });
});
