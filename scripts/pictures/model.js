import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { CHINESE, CLAIMS, GREETING, QUESTIONS, REPLIES, SCENARIO } from './story.js';

const NAME = 'storyteller-large';
const ANSWERS = new Map([
  ...QUESTIONS.map((question, n) => [question, REPLIES[n]]),
  [CHINESE.question, CHINESE.reply],
]);

/** A language model's server that knows one sheet and the answers to a few questions. */
export async function startStoryteller() {
  const kept = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const data = [{ id: NAME, object: 'model', context_length: 128_000 }];
      return response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ object: 'list', data }));
    }
    const { messages, stream, response_format } = await json(request);
    const prompt = JSON.stringify(messages);
    const content = stream
      ? [...ANSWERS].findLast(([question]) => messages.some((one) => one.content.includes(question)))?.[1]
      : JSON.stringify(filled(response_format?.json_schema?.name, messages.at(-1).content));
    const usage = usageOf(prompt, kept, content ?? '');
    kept.push(prompt);
    const answer = { id: 'a', created: 0, model: NAME };
    if (!stream) {
      const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }];
      return response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ ...answer, object: 'chat.completion', choices, usage }));
    }
    response.setHeader('content-type', 'text/event-stream');
    const tell = (more) =>
      response.write(`data: ${JSON.stringify({ ...answer, object: 'chat.completion.chunk', ...more })}\n\n`);
    tell({ choices: [{ index: 0, delta: { content: content ?? '…' } }] });
    tell({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    tell({ choices: [], usage });
    response.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    name: NAME,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a schema is filled with: the sheet, each quotation with the passage of the material that it is found in. */
function filled(schema, material) {
  if (schema !== 'worldview_sheet') return { pairs: [], texts: [] };
  const passages = [...material.matchAll(/^\[((?:\d+:)?p\d+)\] ([^\n]+)/gm)];
  const claims = CLAIMS.map(([part, text, kind, quote, about = null]) => {
    const passage = passages.find(([, , told]) => told.includes(quote))?.[1];
    if (!passage) throw new Error(`No passage of the novel says “${quote}”.`);
    return { part, text, kind, about, quotes: [{ passage, quote }] };
  });
  return { claims, scenario: SCENARIO, greeting: GREETING };
}

/** Four characters a token; what an earlier request began with as well is cached. */
function usageOf(prompt, kept, content) {
  const shared = (other) => {
    let at = 0;
    while (at < other.length && other[at] === prompt[at]) at++;
    return at;
  };
  const tokens = (length) => Math.ceil(length / 4);
  const cached = Math.max(0, ...kept.map(shared));
  return {
    prompt_tokens: tokens(prompt.length),
    completion_tokens: tokens(content.length),
    total_tokens: tokens(prompt.length + content.length),
    prompt_tokens_details: { cached_tokens: tokens(cached) },
  };
}
