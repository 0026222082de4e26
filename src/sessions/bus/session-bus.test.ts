import { setImmediate as next, setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SessionEvent, SessionBus } from './session-bus.js';

const delta = (sessionId: string, offset: number, text: string) =>
  ({ sessionId, name: 'turn.delta', body: { turnId: sessionId, sessionId, offset, text } }) as SessionEvent;
const other = (sessionId: string, id: number) =>
  ({ sessionId, name: 'branch.opened', body: { sessionId, branchId: String(id) } }) as SessionEvent;

/** What happened, with neighbouring deltas of one reply joined. */
function joined(events: readonly SessionEvent[]): unknown[] {
  const said: unknown[] = [];
  let open: { text: string } | null = null;
  for (const event of events) {
    if (event.name !== 'turn.delta') {
      said.push(event.body);
      open = null;
    } else if (open) {
      open.text += event.body.text;
    } else {
      open = { ...event.body };
      said.push(open);
    }
  }
  return said;
}

const of = (id: string, events: readonly SessionEvent[]) =>
  joined(events.filter(({ sessionId }) => sessionId === id));

describe('What happens in sessions', () => {
  it('is told in its order, deltas whole and at their offsets, whenever it is looked at', async () => {
    const steps = fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ in: fc.constantFrom('a', 'b'), says: fc.string({ minLength: 1 }) }),
        },
        { weight: 2, arbitrary: fc.record({ in: fc.constantFrom('a', 'b') }) },
        { weight: 1, arbitrary: fc.constantFrom('flush' as const, 'wait' as const) },
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const bus = new SessionBus();
        const happened: SessionEvent[] = [];
        const heard: SessionEvent[] = [];
        const heardOfA: SessionEvent[] = [];
        bus.subscribeAll((event) => heard.push(event));
        bus.subscribe('a', (event) => heardOfA.push(event));
        const offsets = { a: 0, b: 0 };
        for (const [n, step] of all.entries()) {
          if (step === 'flush') {
            bus.flush();
            expect(of('b', heard)).toEqual(of('b', happened));
            continue;
          }
          if (step === 'wait') {
            await after(1);
            continue;
          }
          const id = step.in as 'a' | 'b';
          const event = 'says' in step ? delta(id, offsets[id], step.says) : other(id, n);
          if ('says' in step) offsets[id] += step.says.length;
          happened.push(event);
          bus.publish(structuredClone(event));
        }
        bus.flush();
        for (const id of ['a', 'b']) {
          expect(of(id, heard)).toEqual(of(id, happened));
        }
        expect(heardOfA).toEqual(heard.filter(({ sessionId }) => sessionId === 'a'));
      }),
      { numRuns: 60 },
    );
  });

  it('is told after what made it has gone on, and without anybody asking', async () => {
    const bus = new SessionBus();
    const heard: SessionEvent[] = [];
    bus.subscribeAll((event) => heard.push(event));
    for (let n = 0; n < 5; n++) bus.publish(delta('a', n, 'x'));
    expect(heard).toEqual([]);
    while (heard.length < 5) await next();
    expect(joined(heard)).toEqual([{ turnId: 'a', sessionId: 'a', offset: 0, text: 'xxxxx' }]);
  });
});

describe('What is to be done in sessions', () => {
  it('is done by all that handle it and by nobody else, and has been done when the command is answered', async () => {
    const bus = new SessionBus();
    const done: unknown[] = [];
    bus.handle('stop', async ({ sessionId }) => {
      await after(1);
      done.push(['the turn', sessionId]);
    });
    bus.handle('stop', ({ sessionId }) => done.push(['the clock', sessionId]));
    bus.handle('invalidate', () => done.push('nothing of this'));
    await bus.command({ sessionId: 'a', name: 'stop', body: {} });
    expect(done).toEqual([
      ['the clock', 'a'],
      ['the turn', 'a'],
    ]);
    await bus.command({ sessionId: 'a', name: 'open', body: { ownerId: 'o' } });
    expect(done).toHaveLength(2);
  });

  it('tells whoever asked for it what went wrong', async () => {
    const bus = new SessionBus();
    bus.handle('stop', () => {
      throw new Error('It would not stop.');
    });
    await expect(bus.command({ sessionId: 'a', name: 'stop', body: {} })).rejects.toThrow('would not stop');
  });
});
