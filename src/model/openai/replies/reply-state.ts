import { Problem } from '../../../contracts/problem.js';
import { type Finish, type ReplyEvent, WordlessReply } from '../../model.js';
import { finishOf } from './finish-words.js';
import type { ParsedEvent } from './reply-events.js';
import { notACompletion, type RequestTarget, problemOfReported } from '../server/server-problem.js';
import { type ThinkingHabit, ThinkingSplitter } from './thinking.js';
import { ReplyCollector } from './reply-collector.js';
import { usageOf } from './usage.js';

/** UTF-16 units of a reply; a server that says more than this does not stop by itself. */
const LONGEST_REPLY = 1_000_000;

/** What is known of a reply from the events so far. */
export class ReplyState {
  /** The server said that this is all. */
  done = false;
  #finish: string | null = null;
  #usage: unknown;
  #refused = false;
  #tool: string | undefined;
  #heard = false;
  #hasContent = false;
  readonly #reply = new ReplyCollector();
  readonly #splitter: ThinkingSplitter;

  /**
   * @param read what an event of this API says
   * @param habit what is known of how this model thinks
   */
  constructor(
    private readonly place: RequestTarget,
    private readonly read: (event: object) => ParsedEvent,
    habit?: ThinkingHabit,
  ) {
    this.#splitter = new ThinkingSplitter(this.#reply, habit);
  }

  /** Takes one event in, as it came. */
  take(data: string): void {
    if (this.done || data.trim() === '') return;
    if (data.trim() === '[DONE]') this.done = true;
    else this.hear(this.#parse(data));
  }

  /**
   * Takes one event in.
   * @throws Problem that the event reports
   */
  hear(event: object): void {
    this.#heard = true;
    const said = this.read(event);
    if (said.error) throw problemOfReported(event, said.error, this.place);
    this.done ||= said.done ?? false;
    this.#usage = said.usage ?? this.#usage;
    this.#finish = said.finish || this.#finish;
    this.#refused ||= said.refused ?? false;
    this.#tool ??= said.tool;
    if (said.thinksAnew) this.#reply.beginThinking();
    this.#think(said.thought ?? (this.#reply.thoughtLength > 0 ? '' : (said.wholeThought ?? '')));
    this.#say(said.text ?? (this.#hasContent ? '' : (said.whole ?? '')));
  }

  /** What has come since it was last asked for. */
  told(): ReplyEvent[] {
    return this.#reply.told();
  }

  /** Nothing more comes: what was held back can be told. */
  close(): void {
    this.#splitter.end(this.#reason() === 'length');
    this.#reply.end();
  }

  /**
   * The last event, once nothing more comes.
   * @throws Problem where it has not ended, WordlessReply where nothing was said
   */
  end(): ReplyEvent {
    if (!this.#heard && !this.done) throw this.unreadable();
    const reason = this.#reason();
    if ((this.#finish === null && !this.done) || reason === 'broken')
      throw new Problem(
        'model_failed',
        `The model server at ${this.place.server} stopped before the reply was complete. Try again; its own log tells more.`,
        reason === 'broken' ? { detail: this.#finish! } : undefined,
      );
    const usage = usageOf(this.#usage);
    if (!this.#reply.hasText) throw this.#wordless(reason, usage);
    return { type: 'end', finish: reason, usage };
  }

  /** What came is nothing that this API sends. */
  unreadable(): Problem {
    return notACompletion(this.place);
  }

  #reason(): ReturnType<typeof finishOf> {
    return this.#refused ? 'refused' : finishOf(this.#finish ?? 'stop');
  }

  #think(thought: string): void {
    if (thought === '') return;
    this.#splitter.thinksElsewhere();
    this.#reply.think(thought);
  }

  #say(text: string): void {
    if (text === '') return;
    if (this.#reply.length + text.length > LONGEST_REPLY)
      throw new Problem(
        'model_failed',
        `${this.place.model} did not stop: its reply was broken off after ${LONGEST_REPLY} characters. What came before is kept; look at the settings of the model server.`,
      );
    this.#hasContent = true;
    this.#splitter.push(text);
  }

  #wordless(finish: Finish, usage: ReturnType<typeof usageOf>): WordlessReply {
    const { server, model } = this.place;
    const wordless = (code: WordlessReply['code'], sentence: string, detail?: string) =>
      new WordlessReply(code, sentence, finish, usage, detail);
    if (finish === 'refused' || finish === 'filtered')
      return wordless(
        'model_refused',
        `${server} held the reply back (content filter). Say it in another way.`,
      );
    if (this.#tool !== undefined)
      return wordless(
        'model_called_tool',
        `${model} asked for a tool in place of a reply. Turn its tools off where it is served, or use another model.`,
        this.#tool.slice(0, 100),
      );
    if (finish === 'length')
      return wordless(
        'model_empty',
        `${model} used up the room for its reply before it said anything; a model that thinks at length needs a larger window.`,
      );
    return wordless(
      'model_empty',
      this.#reply.thoughtLength > 0
        ? `${model} thought, and then said nothing. Try again.`
        : `${model} answered with nothing. Try again.`,
    );
  }

  #parse(data: string): object {
    try {
      const value: unknown = JSON.parse(data);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // told below
    }
    throw this.unreadable();
  }
}
