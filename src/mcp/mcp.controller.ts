import { Controller, HttpCode, Logger, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentKey, CurrentOwner } from '../access/requests/current-owner.js';
import type { KeyInUse } from '../access/requests/owned.js';
import { ANY, Scoped } from '../access/requests/scoped.js';
import { Problem } from '../contracts/problem.js';
import { goneWith } from '../http/event-stream.js';
import { viewOf } from '../http/problem.filter.js';
import { AuthoringTools } from './authoring-tools.js';
import { TalkingTools } from './talking-tools.js';
import type { Tool } from './tool.js';

const INSTRUCTIONS =
  'Keepsake holds characters, each with a sheet of claims, and conversations with them that last. Find ids with the tools that search and list.';

/** Loaded when somebody asks: every start would wait for it otherwise. */
async function protocol() {
  const [{ McpServer }, { StreamableHTTPServerTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/mcp.js'),
    import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
  ]);
  return { McpServer, StreamableHTTPServerTransport };
}

/** A server of the Model Context Protocol over streamable HTTP, without sessions: each request is answered by itself. */
@Controller('mcp')
export class McpController {
  private readonly logger = new Logger('Mcp');
  private readonly tools: readonly Tool[];

  constructor(authoring: AuthoringTools, talking: TalkingTools) {
    this.tools = [...authoring.all, ...talking.all];
  }

  /**
   * A message of JSON-RPC. A key sees and calls the tools that its scopes allow. There are no batches, as in the protocol
   * since 2025-06-18: a thousand calls would count as one request of a key.
   */
  @Scoped(ANY)
  @Post()
  @HttpCode(200)
  async ask(
    @CurrentOwner() ownerId: string,
    @CurrentKey() key: KeyInUse | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (Array.isArray(request.body))
      throw new Problem('bad_request', 'Send one message of JSON-RPC at a time: there are no batches.');
    const { McpServer, StreamableHTTPServerTransport } = await protocol();
    const server = new McpServer({ name: 'keepsake', version: '1' }, { instructions: INSTRUCTIONS });
    const gone = goneWith(response);
    for (const one of this.tools) {
      if (key && !key.scopes.includes(one.scope)) continue;
      const { name, description, input, readOnly } = one;
      server.registerTool(
        name,
        { description, inputSchema: z.strictObject(input), annotations: { readOnlyHint: readOnly } },
        async (given: unknown) => this.call(one, ownerId, given, gone),
      );
    }
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: true,
    });
    response.once('close', () => void server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  }

  private async call(one: Tool, ownerId: string, given: unknown, gone: AbortSignal) {
    const text = (text: string) => [{ type: 'text' as const, text }];
    try {
      const told = await one.run(ownerId, given as never, gone);
      return { content: text(typeof told === 'string' ? told : JSON.stringify(told)) };
    } catch (error) {
      const { code, message } = viewOf(error);
      if (code === 'internal') this.logger.warn(`The tool ${one.name} failed.`);
      return { isError: true, content: text(`${code}: ${message}`) };
    }
  }
}
