import type { MessageView } from '../../../src/contracts/message.js';
import { joinedWithEnd, movedTo, trimmed, withEarlier, withLater, withMessage } from './message-range.js';
import {
  newSessionState,
  type SessionAction,
  type SessionState,
  type Unsent,
  type WrittenTurn,
} from './session-state.js';
import { NEW_TURN, progressOf, spoken, thought, type TurnProgress } from './turn-progress.js';

/** A conversation after what has happened to it. */
export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.type) {
    case 'opened':
      return opened(state, action);
    case 'left':
      // On another branch other messages stand at the same numbers.
      return { ...newSessionState(state.unsent), session: state.session };
    case 'earlier':
      return { ...state, ...withEarlier(state, action.messages, action.more) };
    case 'later':
      return { ...state, ...withLater(state, action.messages, action.more, state.session?.lastSeq ?? 0) };
    case 'moved':
      return { ...state, ...movedTo(state, action.to, state.session?.lastSeq ?? 0) };
    case 'trimmed':
      return { ...state, ...trimmed(state, action.readSeq) };
    case 'changed':
      return {
        ...state,
        session: { ...action.session, receipt: action.session.receipt ?? state.session?.receipt },
      };
    case 'queued': {
      const { type: _, ...queued } = action;
      const unsent = [...state.unsent, { ...queued, heard: false }];
      return { ...state, unsent, refused: null, failure: null };
    }
    case 'acknowledged': {
      const next = {
        ...placed(state, action.message),
        unsent: state.unsent.filter(({ clientId }) => clientId !== action.clientId),
      };
      const answered = next.messages.some((m) => m.role === 'assistant' && m.seq > action.message.seq);
      return answered ? next : awaiting(next, action.turnId);
    }
    case 'refused': {
      const refused = state.unsent.find(({ clientId }) => clientId === action.clientId);
      return {
        ...state,
        unsent: state.unsent.filter(({ clientId }) => clientId !== action.clientId),
        refused: {
          text: refused?.text ?? '',
          pictures: refused?.pictures,
          code: action.code,
          message: action.message,
        },
      };
    }
    case 'awaiting':
      return awaiting({ ...state, failure: null }, action.turnId);
    case 'created':
      return placed({ ...state, unsent: heard(state.unsent, action.message) }, action.message);
    case 'started':
      return {
        ...placed(state, pinnedAsBefore(state, { ...action.message, status: 'streaming' })),
        turn: writtenTurn(action.turnId, action.message),
        progress: NEW_TURN,
        finished: null,
        awaited: state.awaited === action.turnId ? null : state.awaited,
        failure: null,
      };
    case 'delta':
      return delta(progressing(state, action, spoken), action, 'text');
    case 'thinking':
      return delta(progressing(state, action, thought), action, 'thinking');
    case 'revised': {
      const { turnId, text, thinking } = action;
      return state.turn?.turnId === turnId ? { ...state, turn: { ...state.turn, text, thinking } } : state;
    }
    case 'waiting': {
      const { turnId, seconds, code, at } = action;
      if (state.turn?.turnId !== turnId || !state.progress) return state;
      return { ...state, progress: { ...state.progress, waiting: { until: at + seconds * 1000, code } } };
    }
    case 'finished': {
      const next = placed(state, pinnedAsBefore(state, action.message));
      return {
        ...ended(next, action.turnId),
        finished: action.message,
        session: next.session && {
          ...next.session,
          // It was for this reply only.
          noteOnce: next.session.noteOnce === action.receipt.noteOnce ? '' : next.session.noteOnce,
          receipt: action.receipt,
        },
      };
    }
    case 'failed': {
      const { type: _, partial, ...failure } = action;
      const { turnId, code, detail, finishReason } = failure;
      const broken = state.messages.find((m) => m.turnId === turnId && m.role === 'assistant');
      const thinking = state.turn?.turnId === turnId ? state.turn.thinking : broken?.thinking;
      const next = broken
        ? placed(state, {
            ...{ ...broken, content: partial, thinking, status: 'failed' },
            ...{ failure: code, failureDetail: detail, finishReason },
          })
        : state;
      return { ...ended(next, turnId), failure };
    }
  }
}

function opened(state: SessionState, action: Extract<SessionAction, { type: 'opened' }>): SessionState {
  const { session, turn } = action;
  const newest = action.messages.map((message): MessageView =>
    message.id === turn?.messageId
      ? { ...message, content: turn.text, thinking: turn.thinking, status: 'streaming' }
      : message,
  );
  const written = turn && newest.find(({ id }) => id === turn.messageId);
  const failed = newest.some(({ turnId, status }) => turnId === state.failure?.turnId && status === 'failed');
  // Whoever reads the past and is connected again goes on reading; what waits to be sent is seen at the end.
  const reads = state.later && !action.toEnd && state.unsent.length === 0;
  const end = { messages: newest, earlier: session.messages > newest.length, later: false };
  return {
    ...state,
    ...(joinedWithEnd(state, newest) ?? (reads ? {} : end)),
    session,
    turn: turn && written ? writtenTurn(turn.turnId, written) : null,
    progress: turn && written ? progressOf(turn, action.at) : null,
    awaited: null,
    failure: failed ? state.failure : null,
    behind: false,
  };
}

/** A pin is the place's, whatever reply comes to stand there. */
function pinnedAsBefore(state: SessionState, message: MessageView): MessageView {
  const before = state.messages.find(({ seq }) => seq === message.seq);
  return before?.pinned ? { ...message, pinned: true } : message;
}

/** Puts a message at its number, if that is among those held. */
function placed(state: SessionState, message: MessageView): SessionState {
  const { session } = state;
  return {
    ...state,
    ...withMessage(state, message),
    session: session && message.seq > session.lastSeq ? { ...session, lastSeq: message.seq } : session,
    // Numbers are given without gaps, so one that leaps ahead tells of messages that never came here.
    behind: state.behind || (session !== null && message.seq > session.lastSeq + 1),
  };
}

function progressing(
  state: SessionState,
  { turnId, at }: { turnId: string; at: number },
  goOn: (progress: TurnProgress, at: number) => TurnProgress,
): SessionState {
  const { progress, turn } = state;
  if (!progress || turn?.turnId !== turnId) return state;
  const next = goOn(progress, at);
  return next === progress ? state : { ...state, progress: next };
}

const writtenTurn = (turnId: string, { seq, content, thinking }: MessageView): WrittenTurn => ({
  turnId,
  seq,
  text: content,
  thinking,
});

/** The reply of a turn has come here, or what became of it. */
function isKnown({ messages, finished, failure }: SessionState, turnId: string): boolean {
  if (finished?.turnId === turnId || failure?.turnId === turnId) return true;
  return messages.some((m) => m.turnId === turnId && m.role === 'assistant');
}

/** More of what is said, or thought. The messages stay as they are, so that nothing else is drawn anew with each word. */
function delta(
  state: SessionState,
  action: Extract<SessionAction, { type: 'delta' | 'thinking' }>,
  part: 'text' | 'thinking',
): SessionState {
  const { turn } = state;
  // A latecomer of a turn that has ended, or news of one whose beginning was missed.
  if (turn?.turnId !== action.turnId)
    return isKnown(state, action.turnId) ? state : { ...state, behind: true };
  const told = turn[part] ?? '';
  if (action.offset > told.length) return { ...state, behind: true };
  const fresh = action.text.slice(told.length - action.offset);
  return fresh ? { ...state, turn: { ...turn, [part]: told + fresh } } : state;
}

function awaiting(state: SessionState, turnId: string): SessionState {
  return state.turn?.turnId === turnId || isKnown(state, turnId) ? state : { ...state, awaited: turnId };
}

function ended(state: SessionState, turnId: string): SessionState {
  return {
    ...state,
    turn: state.turn?.turnId === turnId ? null : state.turn,
    progress: state.turn?.turnId === turnId ? null : state.progress,
    awaited: state.awaited === turnId ? null : state.awaited,
  };
}

function heard(unsent: Unsent[], message: MessageView): Unsent[] {
  if (message.role !== 'user') return unsent;
  const isOf = (one: Unsent) =>
    one.text.trim() === message.content.trim() && one.pictures?.[0]?.id === message.pictures?.[0]?.id;
  const at = unsent.findIndex((one) => !one.heard && isOf(one));
  return at < 0 ? unsent : unsent.map((one, i) => (i === at ? { ...one, heard: true } : one));
}
