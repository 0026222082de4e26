import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SessionView } from '../../../src/contracts/session.js';
import { reduceSession } from './session-reducer.js';
import { newSessionState, type SessionAction, type SessionState } from './session-state.js';

function message(seq: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id: `m${seq}`,
    sessionId: 's',
    seq,
    role: seq % 2 ? 'assistant' : 'user',
    speaker: '',
    content: `said ${seq}`,
    createdAt: '2026-01-01T00:00:00.000Z',
    turnId: null,
    status: 'complete',
    swipes: 1,
    version: 1,
    ...more,
  };
}

function messages(from: number, to: number): MessageView[] {
  return Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
}

function session(lastSeq: number): SessionView {
  return {
    id: 's',
    title: '',
    characterId: 'c',
    characterName: 'Ada',
    hasAvatar: false,
    avatarHash: null,
    members: [],
    persona: { name: '', description: '' },
    personaId: null,
    connectionId: null,
    branchId: 'b',
    note: '',
    noteOnce: '',
    tokenBudget: null,
    recall: 'balanced',
    storyTime: 'mine',
    upToSection: null,
    upToTitle: null,
    pinSource: null,
    sourcePinned: false,
    lastSeq,
    messages: lastSeq,
    lastLine: '',
    createdAt: '',
    updatedAt: '',
  };
}

const receipt = { messagesTotal: 3 } as Receipt;

function after(state: SessionState, ...actions: SessionAction[]): SessionState {
  return actions.reduce(reduceSession, state);
}

function openedAt(first: number, last: number): SessionState {
  return after(newSessionState([]), {
    type: 'opened',
    at: 0,
    session: session(last),
    messages: messages(first, last),
  });
}

const reply = message(4, { role: 'assistant', turnId: 't', content: '', status: 'streaming' });
const streaming = () => after(openedAt(1, 3), { type: 'started', turnId: 't', message: reply });
const seqs = (state: SessionState) => state.messages.map(({ seq }) => seq);

describe('deltas', () => {
  it('give the same text however they are cut, repeated or late, or say that something was missed', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const cuts = fc.array(fc.record({ from: fc.nat(60), length: fc.integer({ min: 1, max: 12 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, cuts, (whole, pieces) => {
        let state = streaming();
        for (const { from, length } of pieces) {
          const piece = whole.slice(from, from + length);
          const before = state.turn?.text ?? '';
          state = after(state, { type: 'delta', turnId: 't', offset: from, text: piece, at: 0 });
          const content = state.turn?.text ?? '';
          expect(whole.startsWith(content)).toBe(true);
          expect(content.length).toBe(
            from <= before.length
              ? Math.max(before.length, Math.min(from + length, whole.length))
              : before.length,
          );
          if (from > before.length) expect(state.behind).toBe(true);
          if (state.behind) return;
        }
      }),
    );
  });

  it('leave the messages as they are, so that only the reply is drawn anew', () => {
    const before = streaming();
    const grown = after(before, { type: 'delta', turnId: 't', offset: 0, text: 'She', at: 0 });
    expect(grown.messages).toBe(before.messages);
    expect(grown.session).toBe(before.session);
  });

  it('go on with what there was of a reply that is carried on', () => {
    const cut = { ...reply, content: 'She looks' };
    const grown = after(
      openedAt(1, 3),
      { type: 'started', turnId: 't', message: cut },
      { type: 'delta', turnId: 't', offset: 9, text: ' up.', at: 0 },
    );
    expect(grown.turn?.text).toBe('She looks up.');
  });

  it('of a turn whose beginning was missed ask for the session anew', () => {
    const state = after(openedAt(1, 3), { type: 'delta', turnId: 'other', offset: 0, text: 'x', at: 0 });
    expect(state.behind).toBe(true);
    const again = after(state, { type: 'opened', at: 0, session: session(3), messages: messages(1, 3) });
    expect(again.behind).toBe(false);
  });

  it('that come after the end change nothing', () => {
    const done = after(streaming(), {
      type: 'finished',
      turnId: 't',
      message: { ...reply, content: '你好', status: 'complete' },
      receipt,
    });
    expect(after(done, { type: 'delta', turnId: 't', offset: 0, text: '你好', at: 0 })).toBe(done);
    expect(done.turn).toBeNull();
    expect(done.session?.receipt).toBe(receipt);
  });
});

describe('opening', () => {
  it('takes up the turn that is being written, with its text so far', () => {
    const state = after(newSessionState([]), {
      type: 'opened',
      at: 0,
      session: session(4),
      messages: [...messages(1, 3), reply],
      turn: { turnId: 't', messageId: 'm4', text: 'She looks' },
    });
    const next = after(state, { type: 'delta', turnId: 't', offset: 9, text: ' up.', at: 0 });
    expect(next.turn?.text).toBe('She looks up.');
    expect(next.messages[3]).toMatchObject({ status: 'streaming' });
  });

  it('keeps earlier messages that join what has come, and drops those that no longer do', () => {
    const read = after(openedAt(51, 100), { type: 'earlier', messages: messages(1, 50), more: false });
    expect(seqs(read)).toHaveLength(100);
    const joined = after(read, { type: 'opened', at: 0, session: session(102), messages: messages(53, 102) });
    expect(seqs(joined)).toEqual(messages(1, 102).map(({ seq }) => seq));
    expect(joined.earlier).toBe(false);
    const apart = after(read, { type: 'opened', at: 0, session: session(200), messages: messages(151, 200) });
    expect(seqs(apart)[0]).toBe(151);
    expect(apart.earlier).toBe(true);
  });
});

describe('reading the past', () => {
  const stretch = (from: number, to: number): SessionAction => ({
    type: 'moved',
    to: { messages: messages(from, to), earlier: from > 1, later: to < 400 },
  });
  const read = (from: number, to: number) => after(openedAt(351, 400), stretch(from, to));
  const opens = (first: number, last: number, toEnd = false): SessionAction => ({
    ...{ type: 'opened', at: 0, session: session(last), messages: messages(first, last), toEnd },
  });

  it('goes on while others write, and comes back to the end page by page', () => {
    const far = read(91, 150);
    expect(far).toMatchObject({ earlier: true, later: true });
    const live = after(far, { type: 'created', message: message(401) });
    expect(seqs(live)).toEqual(seqs(far));
    expect(live.behind).toBe(false);
    const changed = after(live, { type: 'created', message: message(100, { content: 'changed' }) });
    expect(changed.messages.find(({ seq }) => seq === 100)!.content).toBe('changed');
    const before = after(live, { type: 'earlier', messages: messages(41, 90), more: true });
    expect(seqs(before)[0]).toBe(41);
    const nearer = after(before, { type: 'later', messages: messages(151, 300), more: true });
    // The page was read before the newest message was heard of.
    const near = after(nearer, { type: 'later', messages: messages(301, 400), more: false });
    expect(near.later).toBe(true);
    const joined = after(near, { type: 'later', messages: messages(401, 401), more: false });
    expect(seqs(joined)).toEqual(messages(41, 401).map(({ seq }) => seq));
    expect(joined).toMatchObject({ earlier: true, later: false });
  });

  it('holds nothing of a reply that grows elsewhere, and tells of its end', () => {
    const started = after(
      read(91, 150),
      { type: 'created', message: message(401, { role: 'user' }) },
      { type: 'started', turnId: 't', message: message(402, { turnId: 't', content: '' }) },
      { type: 'delta', turnId: 't', offset: 0, text: 'Far away', at: 0 },
    );
    expect(started).toMatchObject({ behind: false, turn: { turnId: 't', seq: 402 } });
    expect(seqs(started).at(-1)).toBe(150);
    const told = message(402, { turnId: 't', content: 'Far away.' });
    const done = after(started, { type: 'finished', turnId: 't', message: told, receipt });
    expect(done).toMatchObject({ finished: told, turn: null });
    expect(after(done, { type: 'delta', turnId: 't', offset: 0, text: 'Far', at: 0 }).behind).toBe(false);
    expect(after(done, { type: 'awaiting', turnId: 't' }).awaited).toBeNull();
  });

  it('outlasts a lost connection, but not a message of one’s own or the wish for the end', () => {
    expect(seqs(after(read(91, 150), opens(353, 402)))).toEqual(seqs(read(91, 150)));
    expect(after(read(91, 150), opens(353, 402, true))).toMatchObject({ earlier: true, later: false });
    const sent = after(read(91, 150), { type: 'queued', clientId: 'a', text: 'x', createdAt: '' });
    expect(seqs(after(sent, opens(353, 402)))[0]).toBe(353);
    expect(after(read(91, 150), { type: 'left' })).toMatchObject({ messages: [], later: false });
  });

  it('keeps what is in step with events over what a page says', () => {
    const grown = after(openedAt(351, 400), {
      type: 'created',
      message: message(380, { content: 'changed' }),
    });
    const moved = after(grown, stretch(371, 400));
    expect(moved.messages.find(({ seq }) => seq === 380)!.content).toBe('changed');
    expect(moved.later).toBe(false);
    const heard = after(grown, { type: 'created', message: message(401) }, stretch(371, 400));
    expect(heard.later).toBe(true);
  });

  it('is one list without gaps, whatever is read in whatever order', () => {
    const spans = fc.array(
      fc.record({ from: fc.integer({ min: 1, max: 390 }), length: fc.integer({ min: 1, max: 80 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, (jumps) => {
        let state = openedAt(351, 400);
        for (const { from, length } of jumps) {
          const to = Math.min(400, from + length);
          state = after(state, stretch(from, to), {
            ...{
              type: 'later',
              messages: messages(to + 1, Math.min(400, to + length)),
              more: to + length < 400,
            },
          });
          const shown = seqs(state);
          expect(shown).toEqual(messages(shown[0]!, shown.at(-1)!).map(({ seq }) => seq));
          expect(shown).toContain(from);
          expect(state.later).toBe(shown.at(-1)! < 400);
        }
      }),
    );
  });

  it('keeps a pin where another reply comes to stand', () => {
    const pinned = after(openedAt(1, 3), {
      type: 'created',
      message: message(3, { pinned: true, turnId: 't' }),
    });
    const again = after(pinned, {
      type: 'started',
      turnId: 'u',
      message: message(3, { turnId: 'u', content: '' }),
    });
    const done = after(again, {
      type: 'finished',
      turnId: 'u',
      message: message(3, { turnId: 'u' }),
      receipt,
    });
    expect(done.messages[2]!.pinned).toBe(true);
    expect(after(done, { type: 'created', message: message(3) }).messages[2]!.pinned).toBeUndefined();
  });
});

describe('sending', () => {
  const queued = (state: SessionState) =>
    after(state, { type: 'queued', clientId: 'a', text: 'hello', createdAt: '' });
  const stored = message(4, { role: 'user', content: 'hello', turnId: 't' });

  it('shows a message once, whichever of its news comes first', () => {
    const heardFirst = after(queued(openedAt(1, 3)), { type: 'created', message: stored });
    expect(heardFirst.unsent).toEqual([expect.objectContaining({ clientId: 'a', heard: true })]);
    expect(seqs(heardFirst)).toEqual([1, 2, 3, 4]);
    const acknowledged: SessionAction = { type: 'acknowledged', clientId: 'a', message: stored, turnId: 't' };
    for (const state of [
      after(heardFirst, acknowledged),
      after(queued(openedAt(1, 3)), acknowledged, { type: 'created', message: stored }),
    ]) {
      expect(state.unsent).toEqual([]);
      expect(seqs(state)).toEqual([1, 2, 3, 4]);
      expect(state.awaited).toBe('t');
    }
  });

  it('does not wait for an answer that has been given', () => {
    const answered = after(
      openedAt(1, 3),
      { type: 'created', message: stored },
      {
        type: 'finished',
        turnId: 't',
        message: message(5, { turnId: 't' }),
        receipt,
      },
    );
    const late = after(answered, { type: 'acknowledged', clientId: 'a', message: stored, turnId: 't' });
    expect(late.awaited).toBeNull();
  });

  it('gives back the text of what was refused', () => {
    const state = after(queued(openedAt(1, 3)), {
      type: 'refused',
      clientId: 'a',
      code: 'context_too_long',
      message: 'Too long.',
    });
    expect(state.unsent).toEqual([]);
    expect(state.refused).toEqual({ text: 'hello', code: 'context_too_long', message: 'Too long.' });
  });
});

describe('other news', () => {
  it('puts another reply in the place of the one before', () => {
    const other = message(3, { id: 'other', swipes: 2, content: '', status: 'streaming', turnId: 'u' });
    const state = after(openedAt(1, 3), { type: 'started', turnId: 'u', message: other });
    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(state.messages[2]?.id).toBe('other');
  });

  it('of a message that leaps ahead tells that some are missing', () => {
    expect(after(openedAt(1, 3), { type: 'created', message: message(4) }).behind).toBe(false);
    expect(after(openedAt(1, 3), { type: 'created', message: message(6) }).behind).toBe(true);
  });

  it('of a turn that failed keeps what there was of the reply', () => {
    const thinks: SessionAction = { type: 'thinking', turnId: 't', offset: 0, text: 'Hm', at: 0 };
    const state = after(streaming(), thinks, {
      type: 'failed',
      turnId: 't',
      code: 'model_failed',
      message: 'No.',
      retryable: true,
      partial: 'She be',
    });
    expect(state.messages[3]).toMatchObject({ content: 'She be', thinking: 'Hm', status: 'failed' });
    expect(state.turn).toBeNull();
    expect(state.failure).toMatchObject({ code: 'model_failed', retryable: true });
  });

  it('tells thinking apart from what is said, and for how long', () => {
    const reply = message(4, { role: 'assistant', content: '', status: 'streaming', turnId: 't' });
    const started: SessionAction = { type: 'started', turnId: 't', message: reply };
    const thinks = (offset: number, text: string, at: number): SessionAction => ({
      ...{ type: 'thinking', turnId: 't' },
      ...{ offset, text, at },
    });
    const thinking = after(openedAt(1, 3), started, thinks(0, 'Hm', 1000), thinks(1, 'm.', 2000));
    expect(thinking.turn).toMatchObject({ text: '', thinking: 'Hm.' });
    expect(thinking.progress).toMatchObject({ thinkingSince: 1000, thoughtMs: 0 });
    const said = after(thinking, { type: 'delta', turnId: 't', offset: 0, text: 'Yes', at: 5000 });
    expect(said.progress).toMatchObject({ thinkingSince: null, thoughtMs: 4000 });
    const revised = after(said, { type: 'revised', turnId: 't', thinking: 'Hm.\n\nYes', text: '' });
    expect(revised.turn).toMatchObject({ text: '', thinking: 'Hm.\n\nYes' });
    expect(after(thinking, thinks(9, 'gap', 3000)).behind).toBe(true);
  });

  it('knows of a pause until something comes, and of a turn that was running before', () => {
    const reply = message(4, { role: 'assistant', content: '', status: 'streaming', turnId: 't' });
    const waiting = after(
      openedAt(1, 3),
      { type: 'started', turnId: 't', message: reply },
      { type: 'waiting', turnId: 't', seconds: 3, code: 'model_rate_limited', at: 1000 },
    );
    expect(waiting.progress?.waiting).toEqual({ until: 4000, code: 'model_rate_limited' });
    expect(
      after(waiting, { type: 'delta', turnId: 't', offset: 0, text: 'a', at: 4500 }).progress?.waiting,
    ).toBe(null);
    const turn = { turnId: 't', messageId: 'm4', text: '', thinking: 'Hm', thinkingMs: 700 };
    const opened = reduceSession(newSessionState([]), {
      ...{ type: 'opened', session: session(4), messages: [...messages(1, 3), reply] },
      ...{ turn, at: 9000 },
    });
    expect(opened.turn).toMatchObject({ thinking: 'Hm' });
    expect(opened.messages.at(-1)).toMatchObject({ status: 'streaming' });
    expect(opened.progress).toMatchObject({ thinkingSince: 8300 });
  });
});
