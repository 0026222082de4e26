import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeResponses } from '../../../../test/support/fakes/fake-responses.js';
import { Transcript, type PromptMessage } from '../../../context/request/transcript.js';
import { compose } from '../../../context/request/composed-messages.js';
import type { Prompt, ReplyEvent } from '../../model.js';
import { OpenAiModel } from '../openai-model.js';

const fakes: FakeResponses[] = [];
const models: OpenAiModel[] = [];

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

async function connected(transport: 'responses' | 'responses-ws') {
  const fake = await new FakeResponses().listen();
  const model = new OpenAiModel({
    baseUrl: fake.url,
    apiKey: 'sk-test',
    name: 'fake-1',
    window: 100_000,
    transport,
    price: { input: 4, cachedInput: 1, output: 8 },
  });
  fakes.push(fake);
  models.push(model);
  return { fake, story: new Story(model) };
}

/** A session as the turn runner tells it. */
class Story {
  transcript: Transcript;
  private seq = 0;
  cacheKey = 'session-1';

  constructor(
    private readonly model: OpenAiModel,
    prefix = 'You are 林黛玉. '.repeat(2000),
  ) {
    this.transcript = new Transcript(prefix, 1000);
  }

  tell(role: PromptMessage['role'], content: string): void {
    this.transcript.append([{ seq: ++this.seq, role, speaker: null, label: '', content, tokens: 1 }]);
  }

  prompt(tail: string): Prompt {
    const { transcript } = this;
    const mark = transcript.markSent();
    return {
      messages: compose(transcript, tail).messages,
      maxTokens: 200,
      cacheKey: this.cacheKey,
      keptPrefix: {
        ...mark,
        prefixBytes: transcript.prefixBytes,
        lastTextFrom: transcript.lastTextFrom,
        beginsWith: ({ bytes, hash }) => transcript.beginsWith(bytes, hash),
      },
    };
  }

  /** Says something and keeps the reply. */
  async turn(text: string, tail = '[now] “noon”', signal = new AbortController().signal) {
    this.tell('user', text);
    return this.again(tail, signal);
  }

  async again(tail = '[now] “noon”', signal = new AbortController().signal) {
    let reply = '';
    let thinking = '';
    let end: Extract<ReplyEvent, { type: 'end' }> | undefined;
    const prompt = this.prompt(tail);
    for await (const event of this.model.reply(prompt, signal)) {
      if (event.type === 'delta') reply += event.text;
      else if (event.type === 'thinking') thinking += event.text;
      else if (event.type === 'end') end = event;
    }
    this.tell('assistant', reply);
    const whole = JSON.parse(Buffer.concat(prompt.messages).toString()) as object[];
    return { reply, thinking, end: end!, whole, tail };
  }
}

describe('responses over HTTP', () => {
  it('sends the whole each time, reads the events, and reckons what it cost', async () => {
    const { fake, story } = await connected('responses');
    fake.reply = () => 'I am “here”,\n你好。';
    for (const text of ['Who are you?', 'And I?']) {
      const { reply, end, whole } = await story.turn(text);
      expect(reply).toBe('I am “here”,\n你好。');
      expect(fake.last.input).toEqual(whole);
      expect(fake.last.body).toMatchObject({
        store: false,
        stream: true,
        max_output_tokens: 200,
        prompt_cache_key: 'session-1',
      });
      const { promptTokens, cachedTokens, completionTokens, cost } = end.usage;
      expect(promptTokens).toBeGreaterThan(8000);
      expect(cost).toBeCloseTo(
        ((promptTokens! - cachedTokens!) * 4 + cachedTokens! + completionTokens! * 8) / 1e6,
        9,
      );
      expect(end.over).toBeUndefined();
    }
  });

  it('says what the server reports within the stream', async () => {
    const { fake, story } = await connected('responses');
    const error = { code: 'context_length_exceeded', message: 'Your input exceeds the context window.' };
    fake.next({ error: { status: 400, error } });
    await expect(story.turn('Hello')).rejects.toMatchObject({ code: 'model_context_too_long' });
    fake.next({ incomplete: true });
    expect((await story.again()).end.finish).toBe('length');
  });
});

describe('responses over a socket', () => {
  it('sends only what is new, and the server reads what it would have been sent whole', async () => {
    const { fake, story } = await connected('responses-ws');
    const tails: string[] = [];
    for (let n = 1; n <= 6; n++) {
      const { end, whole, tail } = await story.turn(`Question ${n}, “quoted”\n第${n}问`, `[now] tail ${n}`);
      const { last } = fake;
      expect(last.over).toBe('ws');
      expect(last.body.previous_response_id).toBe(n === 1 ? undefined : `resp_${n - 1}`);
      expect(end.over!.sentBytes).toBe(last.bytes);
      if (n > 1) {
        expect(last.input).toHaveLength(1);
        expect(last.bytes).toBeLessThan(600);
        expect(end.over!.heldTailBytes).toBeGreaterThan((n - 1) * 14);
      } else expect(end.over!.heldTailBytes).toBe(0);
      // Apart from the tails of earlier turns, which it still holds.
      const without = last.conversation.map(({ role, content }) => ({
        role,
        content: tails.reduce((text, old) => text.replace(`\n\n${old}`, ''), content),
      }));
      expect(without).toEqual(whole);
      tails.push(tail);
    }
    expect(fake.handshakes).toBe(1);
  });

  it('sends the whole again when the story is another: a reply again, an edit, a fold', async () => {
    const { fake, story } = await connected('responses-ws');
    await story.turn('One');
    expect((await story.turn('Two')).end.over!.heldTailBytes).toBeGreaterThan(0);
    const prefix = story.transcript;
    story.transcript = new Transcript('Another beginning. '.repeat(2000), 1000);
    const { whole, end } = await story.turn('Three');
    expect(fake.last.body.previous_response_id).toBeUndefined();
    expect(fake.last.conversation).toEqual(whole);
    expect(end.over!.heldTailBytes).toBe(0);
    story.transcript = prefix;
    story.tell('assistant', 'Something it never said.');
    const edited = await story.turn('Four');
    expect(fake.last.conversation).toEqual(edited.whole);
  });

  it('sends the whole again when old tails pass a twentieth of it', async () => {
    const { fake, story } = await connected('responses-ws');
    const wholes: number[] = [];
    for (let n = 1; n <= 12; n++) {
      const { end, whole } = await story.turn(`Q${n}`, 'x'.repeat(700));
      const all = Buffer.byteLength(JSON.stringify(whole));
      expect(end.over!.heldTailBytes).toBeLessThanOrEqual(0.05 * all);
      if (!fake.last.body.previous_response_id) wholes.push(n);
    }
    expect(wholes.length).toBeGreaterThan(1);
    expect(wholes.length).toBeLessThan(6);
  });

  it('goes on when the connection or the id is lost, and nobody sees it', async () => {
    const { fake, story } = await connected('responses-ws');
    await story.turn('One');
    for (const socket of fake.sockets) socket.terminate();
    const { whole } = await story.turn('Two');
    expect(fake.last.conversation).toEqual(whole);

    fake.next({
      error: {
        status: 400,
        error: { code: 'previous_response_not_found', message: 'Previous response not found.' },
      },
    });
    const third = await story.turn('Three');
    expect(fake.last.conversation).toEqual(third.whole);

    fake.next({ closeAfter: 0 });
    const fourth = await story.turn('Four');
    expect(fake.last.conversation).toEqual(fourth.whole);

    fake.next({
      error: {
        status: 400,
        error: { code: 'websocket_connection_limit_reached', message: 'Create a new one.' },
      },
    });
    const fifth = await story.turn('Five');
    expect(fake.last.conversation).toEqual(fifth.whole);
    expect((await story.turn('Six')).end.over!.heldTailBytes).toBeGreaterThan(0);
  });

  it('does not say a word twice: what breaks off after the first is told', async () => {
    const { fake, story } = await connected('responses-ws');
    fake.next({ closeAfter: 1 });
    await expect(story.turn('One')).rejects.toMatchObject({ code: 'model_failed' });
    expect(fake.asked).toHaveLength(1);
    expect((await story.again()).reply).toBe('Answer 2.');
  });

  it('is stopped at once, and the next turn is whole', async () => {
    const { fake, story } = await connected('responses-ws');
    await story.turn('One');
    fake.next({ hang: true });
    const halt = new AbortController();
    const stopped = story.turn('Two', '[now]', halt.signal);
    setTimeout(() => halt.abort('stop'), 100);
    await expect(stopped).rejects.toBe('stop');
    const { whole } = await story.turn('Three');
    expect(fake.last.conversation).toEqual(whole);
  });

  it('holds each session on a connection of its own', async () => {
    const { fake, story } = await connected('responses-ws');
    const other = new Story(models[0]!, 'You are 阿Q. '.repeat(2000));
    other.cacheKey = 'session-2';
    await Promise.all([story.turn('One'), other.turn('eins')]);
    await Promise.all([story.turn('Two'), other.turn('zwei')]);
    expect(fake.handshakes).toBe(2);
    expect(fake.asked.filter(({ body }) => body.previous_response_id)).toHaveLength(2);
    expect(fake.asked.map(({ conversation }) => conversation[0]!.content.slice(0, 8)).sort()).toEqual([
      'You are ',
      'You are ',
      'You are ',
      'You are ',
    ]);
  });

  it('goes over HTTP where a server has no sockets', async () => {
    const { fake, story } = await connected('responses-ws');
    fake.refuseHandshake.push(404);
    const { reply, end, whole } = await story.turn('One');
    expect(reply).toBe('Answer 1.');
    expect(end.over).toBeUndefined();
    expect(fake.last).toMatchObject({ over: 'http', input: whole });
    await story.turn('Two');
    expect(fake.handshakes).toBe(1);
  });

  it.each(['responses', 'responses-ws'] as const)(
    'tells what the model thinks, over %s',
    async (transport) => {
      const { fake, story } = await connected(transport);
      fake.next({ reasoning: ['A greeting.', 'I greet back.'], reply: 'Hello.' });
      expect(await story.turn('Hi')).toMatchObject({
        reply: 'Hello.',
        thinking: 'A greeting.\n\nI greet back.',
        end: { finish: 'stop' },
      });
    },
  );

  it('tells what the server refuses', async () => {
    const { fake, story } = await connected('responses-ws');
    const error = { code: 'model_not_found', message: 'The model `fake-1` does not exist.' };
    fake.next({ error: { status: 400, error } });
    await expect(story.turn('One')).rejects.toMatchObject({ code: 'model_unknown' });
    fake.next({ incomplete: true });
    expect((await story.again()).end.finish).toBe('length');
  });
});
