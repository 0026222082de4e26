import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

type Item = { role: string; content: string };
type SentItem = Item & { type?: string };

/** One response that was asked for. */
export interface AskedResponse {
  over: 'http' | 'ws';
  /** Bytes of the frame or the body. */
  bytes: number;
  body: {
    previous_response_id?: string;
    store?: boolean;
    max_output_tokens?: number;
    prompt_cache_key?: string;
  };
  /** Without its types. */
  input: Item[];
  /** Each item said that it is a message. */
  typed: boolean;
  /** What the model reads: what the server held, and the input. */
  conversation: Item[];
}

/** How the next response is answered; what is left out, as usual. */
export interface ResponsesAnswer {
  reply?: string;
  /** Summaries of what was thought before it. */
  reasoning?: string[];
  /** Closes the connection after so many deltas; 0: before the first event. */
  closeAfter?: number;
  /** An `error` event instead of an answer. */
  error?: { status: number; error: { code: string; message: string } };
  /** Ends as `response.incomplete`, for want of room. */
  incomplete?: boolean;
  /** Says a first delta and no more. */
  hang?: boolean;
}

/**
 * A server of OpenAI's Responses, over HTTP and over sockets, where each connection holds its last response and
 * nothing is stored. Events and errors in the form and order in which the real one sends them.
 */
export class FakeResponses {
  url = '';
  readonly asked: AskedResponse[] = [];
  /** Statuses that the next handshakes are refused with. */
  readonly refuseHandshake: number[] = [];
  readonly sockets = new Set<WebSocket>();
  handshakes = 0;
  reply = (n: number) => `Answer ${n}.`;
  private readonly planned: ResponsesAnswer[] = [];
  private readonly upgrades = new WebSocketServer({ noServer: true, maxPayload: 1 << 30 });
  private readonly server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.url === '/v1/responses') this.overHttp(Buffer.concat(chunks).toString(), response);
      else response.writeHead(404).end('{}');
    });
  });

  next(answer: ResponsesAnswer): void {
    this.planned.push(answer);
  }

  get last(): AskedResponse {
    return this.asked.at(-1)!;
  }

  async listen(): Promise<this> {
    this.server.on('upgrade', (request, socket, head) => {
      this.handshakes++;
      const status = request.url === '/v1/responses' ? this.refuseHandshake.shift() : 404;
      if (status) socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      else this.upgrades.handleUpgrade(request, socket, head, (ws) => this.overSocket(ws));
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private overHttp(text: string, response: ServerResponse): void {
    const body = JSON.parse(text) as AskedResponse['body'] & { input: SentItem[] };
    const sent = inputOf(body.input);
    const asked = { over: 'http', bytes: text.length, body, ...sent, conversation: sent.input } as const;
    this.asked.push(asked);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.answer(asked, (event) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
    response.end();
  }

  private overSocket(socket: WebSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    let held: { id: string; conversation: Item[] } | null = null;
    socket.on('message', (data: Buffer, isBinary) => {
      const { type, ...body } = JSON.parse(data.toString()) as AskedResponse['body'] & {
        type: string;
        input: SentItem[];
      };
      if (isBinary || type !== 'response.create') throw new Error('no such frame');
      const send = (event: object) => socket.send(JSON.stringify(event));
      const before = body.previous_response_id;
      if (before && before !== held?.id) {
        const message = `Previous response with id '${before}' not found.`;
        return send({ type: 'error', status: 400, error: { code: 'previous_response_not_found', message } });
      }
      const sent = inputOf(body.input);
      const conversation = [...(before ? held!.conversation : []), ...sent.input];
      const asked: AskedResponse = { over: 'ws', bytes: data.length, body, ...sent, conversation };
      this.asked.push(asked);
      const answered = this.answer(asked, send, () => socket.terminate());
      held = answered && { id: answered.id, conversation: [...conversation, answered.item] };
    });
  }

  private answer(
    asked: AskedResponse,
    send: (event: { type: string }) => void,
    cut: () => void = () => {},
  ): { id: string; item: Item } | null {
    const n = this.asked.length;
    const plan = this.planned.shift() ?? {};
    const id = `resp_${n}`;
    if (plan.error) {
      send({ type: 'error', ...plan.error } as { type: string });
      return null;
    }
    let sequence_number = 0;
    const tell = (type: string, rest: object) =>
      send({ type, sequence_number: sequence_number++, ...rest } as never);
    if (!asked.typed) {
      // As llama.cpp refuses it; OpenAI lets the type be left out.
      const error = { code: 'invalid_request_error', message: "'type' of input item must be 'message'" };
      send({ type: 'error', status: 400, error } as { type: string });
      return null;
    }
    if (plan.closeAfter === 0) {
      cut();
      return null;
    }
    const text = plan.reply ?? this.reply(n);
    const response = { id, object: 'response', status: 'in_progress', output: [], usage: null, error: null };
    tell('response.created', { response });
    tell('response.in_progress', { response });
    for (const [summary_index, summary] of (plan.reasoning ?? []).entries()) {
      const place = { item_id: `rs_${n}`, output_index: 0, summary_index };
      tell('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } });
      for (const delta of summary.match(/[^]{1,6}/gu) ?? [])
        tell('response.reasoning_summary_text.delta', { ...place, delta });
    }
    const item = { id: `msg_${n}`, type: 'message', role: 'assistant', content: [] };
    tell('response.output_item.added', { output_index: 0, item });
    const part = { item_id: item.id, output_index: 0, content_index: 0 };
    tell('response.content_part.added', { ...part, part: { type: 'output_text', text: '' } });
    let deltas = 0;
    for (const delta of text.match(/[^]{1,6}/gu) ?? []) {
      if (deltas === plan.closeAfter) {
        cut();
        return null;
      }
      if (plan.hang && deltas === 1) return null;
      tell('response.output_text.delta', { ...part, delta });
      deltas++;
    }
    tell('response.output_text.done', { ...part, text });
    const content = [{ type: 'output_text', text, annotations: [] }];
    tell('response.output_item.done', { output_index: 0, item: { ...item, content } });
    const read = Math.ceil(Buffer.byteLength(JSON.stringify(asked.conversation)) / 4);
    const ended = {
      ...response,
      status: plan.incomplete ? 'incomplete' : 'completed',
      incomplete_details: plan.incomplete ? { reason: 'max_output_tokens' } : null,
      output: [{ ...item, content }],
      usage: {
        input_tokens: read,
        input_tokens_details: { cached_tokens: read >> 1 },
        output_tokens: Math.ceil(text.length / 4),
        total_tokens: read + Math.ceil(text.length / 4),
      },
    };
    tell(plan.incomplete ? 'response.incomplete' : 'response.completed', { response: ended });
    return { id, item: { role: 'assistant', content: text } };
  }
}

const inputOf = (items: SentItem[]) => ({
  input: items.map(({ role, content }) => ({ role, content })),
  typed: items.every(({ type }) => type === 'message'),
});
