import type { FinishReason, MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SessionView } from '../../../src/contracts/session.js';
import type { RunningTurnView } from '../../../src/contracts/sockets.js';

/** A message on its way: shown at once, sent until the server has acknowledged it. */
export interface Unsent {
  clientId: string;
  text: string;
  createdAt: string;
  /** Its message was heard of before the acknowledgement came, so it is not shown twice. */
  heard: boolean;
}

export interface Refused {
  text: string;
  code: string;
  message: string;
}

export interface TurnFailure {
  turnId: string;
  code: string;
  message: string;
  retryable: boolean;
  /** What the model's server said of it. */
  detail?: string;
  finishReason?: FinishReason;
}

/** What is known of the turn that is being written besides its text; times are this browser's. */
export interface TurnProgress {
  /** The model thinks since then; null where it does not. */
  thinkingSince: number | null;
  /** How long it has thought before that. */
  thoughtMs: number;
  /** Its server wants to be asked again then. */
  waiting: { until: number; code: string } | null;
}

/** A conversation as this client knows it. */
export interface SessionState {
  session: SessionView | null;
  /** By number, without gaps but for what was wiped; one message at each number. */
  messages: MessageView[];
  /** There is more before the first of them. */
  more: boolean;
  /** A stretch of the past that is read, with messages between it and those above that are not here. */
  past: { messages: MessageView[]; more: boolean } | null;
  /** The turn that is being written, and the number of its reply. */
  turn: { turnId: string; seq: number } | null;
  progress: TurnProgress | null;
  /** A turn that was promised and has not begun. */
  awaited: string | null;
  failure: TurnFailure | null;
  unsent: Unsent[];
  refused: Refused | null;
  /** Something was missed: the session is to be opened again. */
  behind: boolean;
}

export type SessionAction =
  | {
      type: 'opened';
      session: SessionView;
      messages: MessageView[];
      turn?: RunningTurnView;
      at: number;
    }
  | { type: 'left' }
  | { type: 'older'; messages: MessageView[]; more: boolean }
  | { type: 'jumped'; messages: MessageView[]; more: boolean; later: boolean }
  | { type: 'later'; messages: MessageView[]; later: boolean }
  | { type: 'returned' }
  | { type: 'changed'; session: SessionView }
  | { type: 'queued'; clientId: string; text: string; createdAt: string }
  | { type: 'acknowledged'; clientId: string; message: MessageView; turnId: string }
  | { type: 'refused'; clientId: string; code: string; message: string }
  | { type: 'awaiting'; turnId: string }
  | { type: 'created'; message: MessageView }
  | { type: 'started'; turnId: string; message: MessageView }
  | { type: 'delta'; turnId: string; offset: number; text: string; at: number }
  | { type: 'thinking'; turnId: string; offset: number; text: string; at: number }
  | { type: 'revised'; turnId: string; thinking: string; text: string }
  | { type: 'waiting'; turnId: string; seconds: number; code: string; at: number }
  | { type: 'finished'; turnId: string; message: MessageView; receipt: Receipt }
  | ({ type: 'failed'; partial: string } & TurnFailure);

export function newSessionState(unsent: Unsent[]): SessionState {
  return {
    session: null,
    messages: [],
    more: false,
    past: null,
    turn: null,
    progress: null,
    awaited: null,
    failure: null,
    unsent,
    refused: null,
    behind: false,
  };
}

export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.type) {
    case 'opened':
      return opened(state, action);
    case 'left':
      // On another branch other messages stand at the same numbers.
      return { ...newSessionState(state.unsent), session: state.session };
    case 'older': {
      const shown = state.past ?? state;
      const first = shown.messages[0]?.seq ?? Infinity;
      const older = action.messages.filter(({ seq }) => seq < first);
      const next = { messages: [...older, ...shown.messages], more: action.more && older.length > 0 };
      return state.past ? { ...state, past: next } : { ...state, ...next };
    }
    case 'jumped':
      return reading(state, action, action.later);
    case 'later': {
      const last = state.past?.messages.at(-1)?.seq ?? Infinity;
      const later = action.messages.filter(({ seq }) => seq > last);
      if (!state.past) return state;
      const { messages, more } = state.past;
      return reading(state, { messages: [...messages, ...later], more }, action.later);
    }
    case 'returned':
      return state.past ? { ...state, past: null } : state;
    case 'changed':
      return {
        ...state,
        session: { ...action.session, receipt: action.session.receipt ?? state.session?.receipt },
      };
    case 'queued': {
      const { clientId, text, createdAt } = action;
      return {
        ...state,
        unsent: [...state.unsent, { clientId, text, createdAt, heard: false }],
        past: null,
        refused: null,
        failure: null,
      };
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
      const text = state.unsent.find(({ clientId }) => clientId === action.clientId)?.text ?? '';
      return {
        ...state,
        unsent: state.unsent.filter(({ clientId }) => clientId !== action.clientId),
        refused: { text, code: action.code, message: action.message },
      };
    }
    case 'awaiting':
      return awaiting({ ...state, failure: null }, action.turnId);
    case 'created':
      return placed({ ...state, unsent: heard(state.unsent, action.message) }, action.message);
    case 'started':
      return {
        ...placed(state, pinnedAsBefore(state, { ...action.message, status: 'streaming' })),
        turn: { turnId: action.turnId, seq: action.message.seq },
        progress: NEW_TURN,
        awaited: state.awaited === action.turnId ? null : state.awaited,
        failure: null,
      };
    case 'delta':
      return delta(spokenAt(state, action), action, 'content');
    case 'thinking':
      return delta(thoughtAt(state, action), action, 'thinking');
    case 'revised': {
      const written = messageOf(state, action.turnId);
      if (!written) return state;
      return placed(state, { ...written, content: action.text, thinking: action.thinking });
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
      const next = broken
        ? placed(state, {
            ...broken,
            content: partial,
            status: 'failed',
            failure: code,
            failureDetail: detail,
            finishReason,
          })
        : state;
      return { ...ended(next, turnId), failure };
    }
  }
}

function opened(state: SessionState, action: Extract<SessionAction, { type: 'opened' }>): SessionState {
  const first = action.messages[0]?.seq ?? 0;
  // What was loaded before stays when it joins what has come; else messages in between would be missing.
  const joins = state.messages.some(({ seq }) => seq >= first);
  const earlier = joins ? state.messages.filter(({ seq }) => seq < first) : [];
  const { turn } = action;
  const messages = [
    ...earlier,
    ...action.messages.map((message): MessageView =>
      message.id === turn?.messageId
        ? { ...message, content: turn.text, thinking: turn.thinking, status: 'streaming' }
        : message,
    ),
  ];
  const written = turn && messages.find(({ id }) => id === turn.messageId);
  const failed = messages.some(
    ({ turnId, status }) => turnId === state.failure?.turnId && status === 'failed',
  );
  return {
    ...state,
    session: action.session,
    messages,
    more: joins ? state.more : action.session.messages > action.messages.length,
    turn: turn && written ? { turnId: turn.turnId, seq: written.seq } : null,
    progress: turn && written ? progressOf(turn, action.at) : null,
    awaited: null,
    failure: failed ? state.failure : null,
    behind: false,
  };
}

/** Reads a stretch of the past; as soon as it joins what is known of the end, there is one list again. */
function reading(
  state: SessionState,
  { messages, more }: { messages: MessageView[]; more: boolean },
  later: boolean,
): SessionState {
  const first = state.messages[0]?.seq ?? 0;
  const last = messages.at(-1)?.seq ?? 0;
  if (later && last < first - 1) return { ...state, past: { messages, more } };
  const older = messages.filter(({ seq }) => seq < first);
  if (!older.length) return { ...state, past: null };
  return { ...state, past: null, messages: [...older, ...state.messages], more };
}

/** A pin is the place's, whatever reply comes to stand there. */
function pinnedAsBefore(state: SessionState, message: MessageView): MessageView {
  const before = state.messages.find(({ seq }) => seq === message.seq);
  return before?.pinned ? { ...message, pinned: true } : message;
}

/** Puts a message at its number, in the place of whatever was there, in the stretch of the past that is read, too. */
function placed(before: SessionState, message: MessageView): SessionState {
  const past = before.past && {
    ...before.past,
    messages: before.past.messages.map((one) => (one.seq === message.seq ? message : one)),
  };
  const state = past ? { ...before, past } : before;
  const { messages, session } = state;
  const first = messages[0];
  if (first && message.seq < first.seq && state.more) return state;
  const last = messages[messages.length - 1];
  const seen = session && { ...session, lastSeq: Math.max(session.lastSeq, message.seq) };
  // Numbers are given without gaps, so one that leaps ahead tells of messages that never came here.
  const behind = state.behind || (session !== null && message.seq > session.lastSeq + 1);
  if (!last || message.seq > last.seq)
    return { ...state, session: seen, behind, messages: [...messages, message] };
  let at = messages.length - 1;
  while (at > 0 && (messages[at]?.seq ?? 0) > message.seq) at--;
  const there = messages[at];
  if (there && there.seq > message.seq)
    return { ...state, session: seen, behind, messages: [message, ...messages] };
  const next = [...messages];
  next.splice(there?.seq === message.seq ? at : at + 1, there?.seq === message.seq ? 1 : 0, message);
  return { ...state, session: seen, behind, messages: next };
}

const NEW_TURN: TurnProgress = { thinkingSince: null, thoughtMs: 0, waiting: null };

/** Of a turn that was running when it was heard of. */
function progressOf({ text, thinking, thinkingMs = 0, waiting }: RunningTurnView, at: number): TurnProgress {
  const thinks = thinking !== undefined && text === '';
  return {
    thinkingSince: thinks ? at - thinkingMs : null,
    thoughtMs: thinks ? 0 : thinkingMs,
    waiting: waiting ? { until: at + waiting.seconds * 1000, code: waiting.code } : null,
  };
}

/** The model speaks: what it thought before is over. */
function spokenAt(state: SessionState, { turnId, at }: { turnId: string; at: number }): SessionState {
  const { progress, turn } = state;
  if (!progress || turn?.turnId !== turnId) return state;
  const { thinkingSince, thoughtMs, waiting } = progress;
  if (thinkingSince === null && !waiting) return state;
  const more = thinkingSince === null ? 0 : at - thinkingSince;
  return { ...state, progress: { thinkingSince: null, thoughtMs: thoughtMs + more, waiting: null } };
}

function thoughtAt(state: SessionState, { turnId, at }: { turnId: string; at: number }): SessionState {
  const { progress, turn } = state;
  if (!progress || turn?.turnId !== turnId || (progress.thinkingSince !== null && !progress.waiting))
    return state;
  const thinkingSince = progress.thinkingSince ?? at;
  return { ...state, progress: { ...progress, thinkingSince, waiting: null } };
}

function messageOf(state: SessionState, turnId: string): MessageView | undefined {
  const { turn, messages } = state;
  return turn?.turnId === turnId ? messages.find(({ seq }) => seq === turn.seq) : undefined;
}

/** More of what is said, or thought. */
function delta(
  state: SessionState,
  action: Extract<SessionAction, { type: 'delta' | 'thinking' }>,
  part: 'content' | 'thinking',
): SessionState {
  const { turn } = state;
  if (turn?.turnId !== action.turnId) {
    // A latecomer of a turn that has ended, or news of one whose beginning was missed.
    const known = state.messages.some((m) => m.turnId === action.turnId && m.role === 'assistant');
    return known || state.failure?.turnId === action.turnId ? state : { ...state, behind: true };
  }
  const message = state.messages.find(({ seq }) => seq === turn.seq);
  if (!message) return { ...state, behind: true };
  const told = message[part] ?? '';
  if (action.offset > told.length) return { ...state, behind: true };
  const fresh = action.text.slice(told.length - action.offset);
  return fresh ? placed(state, { ...message, [part]: told + fresh }) : state;
}

function awaiting(state: SessionState, turnId: string): SessionState {
  const begun = state.messages.some((m) => m.turnId === turnId && m.role === 'assistant');
  return begun || state.turn?.turnId === turnId || state.failure?.turnId === turnId
    ? state
    : { ...state, awaited: turnId };
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
  const at = unsent.findIndex((one) => !one.heard && one.text.trim() === message.content.trim());
  return at < 0 ? unsent : unsent.map((one, i) => (i === at ? { ...one, heard: true } : one));
}
