import { Injectable } from '@nestjs/common';
import { Problem } from '../contracts/problem.js';
import { NewSessionsService } from '../sessions/new-sessions.service.js';

import { type DraftEvent, DraftsService } from '../sessions/drafts/drafts.service.js';
import { type StartedReply, TalkService } from '../sessions/turns/talk.service.js';
import { TurnsService } from '../sessions/turns/turns.service.js';
import { type ACTIONS, type Answered, type CompletionRequest, linesOf, samplingOf } from './completion.js';
import { type Intent, intentOf, type SentLine, type StoredLine } from './sent-history.js';
import { SentPictures } from './sent-pictures.js';
import { StorySteps } from './story-steps.service.js';

/** A piece of what is answered. */
export type Piece = { type: 'text' | 'thinking'; text: string };

/** What a client is answered with, and what was done for it. */
export interface Answering {
  id: string;
  sessionId: string;
  did: Intent['kind'];
  edits: Intent['edits'];
  /**
   * Hears all of it to the end.
   * @returns null when whoever asked is gone before it
   * @throws Problem why there is none
   */
  run: (hear: (piece: Piece) => void) => Promise<Answered | null>;
}

/** How a client asks, beside the body of its request. */
export interface Asking {
  characterId: string;
  /** The one that was begun by this key, or has it for its id, where there is one. */
  sessionId: string | null;
  /** Which conversation: its id, or a key of the client's. */
  sessionKey: string;
  idempotencyKey: string | null;
  /** Whether it says that it asks for the second time. */
  isRetry: boolean;
  streams: boolean;
}

/** Does in a story what a client wants that sends its own history with every request. */
@Injectable()
export class CompletionsService {
  constructor(
    private readonly sessions: NewSessionsService,
    private readonly steps: StorySteps,
    private readonly pictures: SentPictures,
    private readonly turns: TurnsService,
    private readonly talk: TalkService,
    private readonly drafts: DraftsService,
  ) {}

  /**
   * @param gone stops the reply that is written for this request; what came by then is kept
   * @throws Problem as `TalkService.say`, idempotency_conflict
   */
  async begin(
    ownerId: string,
    asking: Asking,
    request: CompletionRequest,
    gone: AbortSignal,
  ): Promise<Answering> {
    const { characterId, sessionKey, idempotencyKey } = asking;
    const sessionId =
      asking.sessionId ?? (await this.sessions.findOrCreate(ownerId, characterId, sessionKey));
    const lines = linesOf(request);
    const spoken = lines.filter(({ role }) => role !== 'system');
    const said = idempotencyKey !== null && (await this.steps.wasSaid(ownerId, sessionId, idempotencyKey));
    const action = said ? 'say' : request.metadata?.action;
    const atEnd = await this.steps.end(ownerId, sessionId, spoken.length);
    const story = action ? atEnd : await this.steps.openMeant(ownerId, sessionId, lines, atEnd);
    const intent = wantedOf(lines, action, story, asking.isRetry);
    await this.steps.take(ownerId, sessionId, intent, request.metadata?.edits === 'apply');
    const { kind: did, edits } = intent;
    const doing = { ownerId, sessionId, asking, request, gone, said };
    return { ...(await this.carryOut(doing, intent, story)), sessionId, did, edits };
  }

  private async carryOut(
    { ownerId, sessionId, asking, request, gone, said }: Doing,
    intent: Intent,
    story: readonly StoredLine[],
  ): Promise<Pick<Answering, 'id' | 'run'>> {
    switch (intent.kind) {
      case 'greet':
        return stored(greetingOf(story));
      case 'repeat':
        return stored(story.find(({ id }) => id === intent.id)!);
      case 'impersonate':
        return drafted(this.drafts.write(ownerId, sessionId, '', gone), gone);
      case 'aside':
        return drafted(this.drafts.answerAside(ownerId, sessionId, intent.instruction, gone), gone);
      case 'say': {
        const { text, name, pictures: sent = [] } = intent.line;
        const memberId = await this.steps.memberNamed(ownerId, sessionId, name);
        const pictures = said ? [] : await this.pictures.take(ownerId, sessionId, sent, gone);
        const { idempotencyKey: clientId } = asking;
        const incoming = { text, clientId, memberId, pictures, sampling: samplingOf(request) };
        const started = await this.talk.say(ownerId, sessionId, incoming, asking.streams, gone);
        const { message, twin } = started;
        if (twin && (message.raw ?? message.content) !== text)
          throw new Problem(
            'idempotency_conflict',
            'This Idempotency-Key came with another message before. Use a new one for each.',
          );
        return this.replied(ownerId, started, '', gone);
      }
      case 'regenerate':
      case 'continue': {
        const { kind } = intent;
        const ask = { sampling: samplingOf(request) };
        const started = await this.talk.rewrite(ownerId, sessionId, kind, ask, asking.streams, gone);
        return this.replied(ownerId, started, kind === 'continue' ? carriedOn(intent, story) : '', gone);
      }
    }
  }

  /** @param base what the reply begins with that the client has already */
  private replied(
    ownerId: string,
    { turnId, whole }: StartedReply,
    base: string,
    gone: AbortSignal,
  ): Pick<Answering, 'id' | 'run'> {
    const stop = () => {
      try {
        this.turns.stop(ownerId, turnId);
      } catch {
        // It has ended, or another is written before it.
      }
    };
    if (gone.aborted) stop();
    gone.addEventListener('abort', stop);
    const run: Answering['run'] = async (hear) => {
      try {
        const told = new ToldReply(base, hear);
        const found = await whole((event) => {
          if (event.name === 'turn.delta') told.text(event.body.text);
          else if (event.name === 'turn.thinking') hear({ type: 'thinking', text: event.body.text });
          else if (event.name === 'turn.revised') told.all(event.body.text);
        });
        if (!found) return null;
        const { content, thinking } = found.reply;
        told.all(content);
        return { content: without(base, content), thinking, receipt: found.receipt };
      } finally {
        gone.removeEventListener('abort', stop);
      }
    };
    return { id: turnId, run };
  }
}

interface Doing {
  ownerId: string;
  sessionId: string;
  asking: Asking;
  request: CompletionRequest;
  gone: AbortSignal;
  /** The line of this name was said before. */
  said: boolean;
}

/** What the client says that it wants, else what its history tells. */
function wantedOf(
  lines: readonly SentLine[],
  action: (typeof ACTIONS)[number] | null | undefined,
  story: readonly StoredLine[],
  isRetry: boolean,
): Intent {
  const last = lines.findLast(({ role }) => role === 'user');
  if (action === 'say' && last) return { kind: 'say', line: last, edits: [] };
  if (action && action !== 'say') return { kind: action, edits: [] };
  return intentOf(lines, story, isRetry);
}

/** @throws Problem empty_message where there is none, or more was said than that */
function greetingOf(story: readonly StoredLine[]): StoredLine {
  const [first] = story;
  if (first?.role === 'assistant' && story.length === 1) return first;
  throw new Problem(
    'empty_message',
    'There is no message of a user here. Send one; a conversation that begins may be asked for its greeting without.',
  );
}

function carriedOn({ from, choose }: Intent, story: readonly StoredLine[]): string {
  const last = story.find(({ id }) => id === from) ?? story.at(-1);
  return last?.others?.find(({ id }) => id === choose)?.content ?? last?.content ?? '';
}

const without = (base: string, text: string) => (text.startsWith(base) ? text.slice(base.length) : text);

/** Tells a reply as it grows. What was told cannot be taken back: where it turns out otherwise, it begins anew below. */
class ToldReply {
  constructor(
    private told: string,
    private readonly hear: (piece: Piece) => void,
  ) {}

  text(text: string): void {
    if (text === '') return;
    this.hear({ type: 'text', text });
    this.told += text;
  }

  all(text: string): void {
    if (!text.startsWith(this.told)) {
      this.hear({ type: 'text', text: '\n\n' });
      this.told = '';
    }
    this.text(text.slice(this.told.length));
  }
}

function stored({ id, content }: StoredLine): Pick<Answering, 'id' | 'run'> {
  const run: Answering['run'] = async (hear) => {
    hear({ type: 'text', text: content });
    return { content, receipt: null };
  };
  return { id, run };
}

function drafted(events: AsyncIterable<DraftEvent>, gone: AbortSignal): Pick<Answering, 'id' | 'run'> {
  const run: Answering['run'] = async (hear) => {
    let all = '';
    const told = new ToldReply('', hear);
    try {
      for await (const event of events) {
        if (event.type === 'end') return { content: all, receipt: event.receipt };
        all = event.anew ? event.text : all + event.text;
        told.all(all);
      }
    } catch (error) {
      if (!gone.aborted) throw error;
    }
    return null;
  };
  return { id: crypto.randomUUID(), run };
}
