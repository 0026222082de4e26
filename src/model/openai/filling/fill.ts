import { z } from 'zod';
import type { Preset } from '../../../contracts/connection.js';
import { Problem } from '../../../contracts/problem.js';
import { finishOf } from '../replies/finish-words.js';
import { jsonIn } from './json-answer.js';
import type { FillTask, Usage } from '../../model.js';
import type { ModelServer } from '../server/model-server.js';
import { readText } from '../server/read-text.js';
import { contentText } from '../replies/reply-events.js';
import { type RequestSchema, requestSchema } from './request-schema.js';
import {
  notACompletion,
  type RequestTarget,
  problemOf,
  problemOfReported,
  ServerRefusal,
} from '../server/server-problem.js';
import { extraFields } from '../requests/preset-fields.js';
import { thinkingFields } from '../requests/thinking-fields.js';
import { withoutThinking } from '../replies/thinking.js';
import { addUsage, NO_USAGE, usageOf } from '../replies/usage.js';
import { isModestJson } from '../../../text/encoding/json-size.js';
import { truncate, boundaryBefore } from '../../../text/encoding/truncate.js';
import { inSlices, type Work } from '../../../text/search/slices.js';
import { type Language, languageOf } from '../../../text/search/language.js';

/** How a server is held to a schema, the strictest first. */
const LADDER = ['json_schema', 'json_object', 'text'] as const;
/** In bytes, of an answer. */
const LONGEST = 16 * 1024 * 1024;
/** Characters of what was wrong, told to the model. */
const LONGEST_ISSUES = 2000;
/** Nothing that is asked for holds more: to read it, and to name what is wrong with each, would take seconds. */
const MODEST = { depth: 100, values: 10_000 };

/** Providers whose models think unless told not to; most of their JSON modes want it off. */
const THINK_UNASKED = /moonshot|kimi|deepseek|dashscope|aliyuncs|bigmodel|z\.ai/;

const NOTHING_TAKEN: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/** An answer that did not fit: less material at once may do. */
export class CutOffAnswer extends Problem {
  constructor(model: string) {
    super(
      'model_bad_json',
      `${model} was cut off before its answer was complete: it needs more room for the answer, or less to read at once.`,
    );
  }
}

interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** How a schema is asked for, in the language of the task. */
const FORM: Record<Language, string> = {
  en: 'Answer with one JSON object and nothing else. It follows this JSON schema:',
  zh: '只回答一个 JSON 对象，前后不要写别的。它符合下面的 JSON schema：',
};

/** Fills schemas over one connection, and remembers how far the server can be held to one. */
export class Filler {
  #rung = 0;

  constructor(
    private readonly server: ModelServer,
    private readonly preset: Preset = {},
    /** Fields that the server wants beside those. */
    private readonly more: () => object = () => ({}),
  ) {}

  /**
   * Asks for a value of the task's schema; what comes is mended where it can be, and asked for once more, with
   * what is wrong with it in words, where it cannot.
   * @throws Problem: `model_empty`, `model_bad_json` (a CutOffAnswer among them) or what the server refused with;
   * the signal's reason
   */
  async fill<T>(model: string, task: FillTask<T>): Promise<{ value: T; usage: Usage }> {
    const schema = requestSchema(task.schema);
    const messages: Message[] = [
      {
        role: 'system',
        content: `${task.instructions}\n\n${FORM[languageOf(task.instructions)]}\n${JSON.stringify(schema.json)}`,
      },
      { role: 'user', content: task.material },
    ];
    let usage = NO_USAGE;
    let problem: Problem | undefined;
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await this.#ask(model, task, schema, messages);
      usage = addUsage(usage, answer.usage);
      const reply = withoutThinking(answer.content).trim();
      if (answer.finish === 'length') throw new CutOffAnswer(model);
      if (reply === '') {
        problem = new Problem('model_empty', `${model} answered with nothing, twice. Try again.`);
        continue;
      }
      const value = isModestJson(reply, MODEST) ? jsonIn(reply) : undefined;
      const parsed = value === undefined ? undefined : task.schema.safeParse(value);
      if (parsed?.success) return { value: parsed.data, usage };
      const wrong = parsed ? z.prettifyError(parsed.error) : 'It is not JSON.';
      const issues = truncate(wrong, LONGEST_ISSUES);
      problem = new Problem(
        'model_bad_json',
        `${model} did not answer in the form it was asked for, twice. Try again, or use another model.`,
        { cause: parsed?.error },
      );
      // A refusal in words is no draft to be mended: shown its own, a model only stands by it.
      if (!reply.includes('{')) continue;
      messages.push(
        { role: 'assistant', content: reply },
        {
          role: 'user',
          content: `That answer cannot be used:\n${issues}\nAnswer again: the whole JSON object by the schema, shorter where it was cut off, and nothing else.`,
        },
      );
    }
    throw problem;
  }

  /** One answer, at the strictest rung that the server takes. */
  async #ask(
    model: string,
    task: Pick<FillTask<unknown>, 'name' | 'signal' | 'maxTokens' | 'tried'>,
    schema: RequestSchema,
    messages: Message[],
  ): Promise<{ content: string; finish: string; usage: Usage }> {
    const bytes = await inSlices(jsonOf(messages));
    const place = this.server.place(model);
    for (let rung = this.#rung; ; rung++) {
      const fields = {
        model,
        stream: false,
        ...(task.maxTokens && { max_tokens: task.maxTokens }),
        ...fillFields(this.preset, place.server, model),
        ...this.more(),
        ...responseFormat(LADDER[rung], task.name, schema),
      };
      try {
        const { body } = await this.server.ask(fields, bytes, task.signal);
        const answer = readCompletion(await readText(body, LONGEST), place);
        task.tried?.(answer.usage);
        this.#rung = Math.max(this.#rung, rung);
        return answer;
      } catch (error) {
        task.tried?.(NOTHING_TAKEN);
        task.signal?.throwIfAborted();
        const problem = problemOf(error, place);
        if (LADDER[rung] === 'text' || !mayBeAboutFormat(problem)) throw problem;
      }
    }
  }
}

/** In UTF-16 units: so much is written at once. */
const STRETCH = 128 * 1024;

/** Messages as JSON, in parts: what is asked about may be a novel, or the talk of years. */
function* jsonOf(messages: readonly Message[]): Work<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const [n, { role, content }] of messages.entries()) {
    parts.push(Buffer.from(`${n ? ',' : '['}{"role":"${role}","content":"`));
    for (let at = 0; at < content.length;) {
      const end = boundaryBefore(content, at + STRETCH);
      parts.push(Buffer.from(JSON.stringify(content.slice(at, end)).slice(1, -1)));
      at = end;
      yield;
    }
    parts.push(Buffer.from('"}'));
  }
  return [...parts, Buffer.from(']')];
}

/** What goes with every question for JSON: its own fields, and that it is not to be thought about. */
export function fillFields(preset: Preset, server: string, model: string): object {
  const effort = preset.thinking ?? (THINK_UNASKED.test(server) ? 'off' : undefined);
  return { ...(effort && thinkingFields(server, model, effort)), ...extraFields(preset) };
}

function responseFormat(
  rung: (typeof LADDER)[number] | undefined,
  name: string,
  schema: RequestSchema,
): object {
  if (rung === 'json_schema')
    return {
      response_format: {
        type: rung,
        json_schema: { name, schema: schema.json, strict: schema.strict },
      },
    };
  return rung === 'json_object' ? { response_format: { type: rung } } : {};
}

/** Whether a refusal may be about the form that was asked for, rather than about the server or the material. */
function mayBeAboutFormat(problem: Problem): boolean {
  return (
    problem instanceof ServerRefusal &&
    problem.code === 'model_failed' &&
    [400, 415, 422, 501].includes(problem.serverStatus)
  );
}

function readCompletion(
  text: string,
  place: RequestTarget,
): { content: string; finish: string; usage: Usage } {
  let completion: {
    choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
    usage?: unknown;
    error?: unknown;
  } | null = null;
  try {
    if (isModestJson(text, MODEST)) completion = JSON.parse(text);
  } catch {
    // told below
  }
  if (completion?.error) throw problemOfReported(completion, completion.error, place);
  const choice = completion?.choices?.[0];
  if (!choice) throw notACompletion(place);
  return {
    content: contentText(choice.message?.content) ?? '',
    finish: finishOf(String(choice.finish_reason ?? '')),
    usage: usageOf(completion?.usage),
  };
}
