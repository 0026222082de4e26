import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { Gate } from './access/gate/gate.js';
import { SHEET_BODIES } from './characters/imports/sheet-bodies.js';
import { PROBLEMS } from './contracts/problem.js';
import { projectFile } from './config/project-file.js';

type Schema = Record<string, unknown>;
type Content = Record<string, { schema: Schema }>;

/** What the build has read from the controllers, by the names of operations (`scripts/describe-answers.js`). */
interface Answers {
  operations: Record<string, { summary?: string; schema?: Schema }>;
  schemas: Record<string, Schema>;
}

interface Operation {
  operationId: string;
  summary?: string;
  security?: object[];
  parameters: { name: string; in: string; schema: Schema }[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

const typed = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const json = (schema: Schema): Content => ({ 'application/json': { schema } });
const bytes = (...types: string[]): Content =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
const text = (...types: string[]): Content =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
const file: Schema = { type: 'string', format: 'binary' };

const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'];

/** Of the handlers that write their answers themselves. */
const WRITTEN: Record<string, Content> = {
  BackupController_write: bytes('application/zip'),
  AvatarsController_read: bytes(...PICTURES),
  ExpressionsController_picture: bytes(...PICTURES),
  CharactersController_export: { ...bytes('image/png', 'application/zip'), ...json({ type: 'object' }) },
  CompletionsController_complete: { ...json({ type: 'object' }), ...text('text/event-stream') },
  DraftsController_write: { ...json(typed('DraftView')), ...text('text/event-stream') },
  HistoryController_export: text('application/x-ndjson', 'text/markdown'),
  LorebookController_give: json({ type: 'object' }),
  SentController_request: json({
    oneOf: [typed('SentView'), { type: 'array', items: { type: 'object' } }],
  }),
  MetricsController_read: text('text/plain'),
  PicturesController_picture: bytes(...PICTURES),
  SessionPicturesController_read: bytes(...PICTURES),
  ContextController_context: json(typed('ContextView')),
  TalkController_say: {
    ...json(
      object({ message: typed('MessageView'), reply: typed('MessageView'), receipt: typed('Receipt') }),
    ),
    ...text('text/event-stream'),
  },
};

/** Of the handlers that take files: the field, and whether there may be several. */
const FILES: Record<string, Schema> = {
  AvatarsController_set: object({ file }),
  BackupController_restore: object({ file }),
  CharactersController_import: object({ file }),
  HistoryController_import: object({ file }),
  LorebookController_take: object({ file }),
  SessionPicturesController_add: object({ file }),
};
/** Of these, the handlers that take the picture as the body as well. */
const BARE_PICTURES = new Set(['AvatarsController_set', 'SessionPicturesController_add']);

/** Of the handlers that are given a body as it came: what is in it. */
const BODIES: Record<string, z.ZodType> = {
  CharactersController_create: SHEET_BODIES.create,
  CharactersController_change: SHEET_BODIES.change,
};

/** The HTTP side of the server, in full, as an OpenAPI document. */
export function describeApi(app: NestExpressApplication): object {
  const { operations, schemas } = JSON.parse(
    readFileSync(projectFile('dist/answers.json'), 'utf8'),
  ) as Answers;
  const outline = new DocumentBuilder()
    .setTitle('Keepsake')
    .setDescription(
      "Ids are UUIDs, times ISO 8601 in UTC. Lists page with `limit` and `before`: a page's `next` is the `before` of the following one. The sockets are described in docs/socket.md.",
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: "The owner's token" }, 'bearer')
    .addCookieAuth(
      'keepsake',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'Set by signing in; with the port of Host: `keepsake-3000`',
      },
      'cookie',
    )
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie')
    .build();
  const document = SwaggerModule.createDocument(app, outline);
  const gate = app.get(Gate, { strict: false });
  document.components!.schemas = { ...document.components!.schemas, ...schemas, ...errors() } as never;
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      if (gate.isPublic(method.toUpperCase(), path)) operation.security = [];
      complete(operation, path, operations[operation.operationId] ?? {});
    }
  }
  return document;
}

function complete(
  operation: Operation,
  path: string,
  { summary, schema }: Answers['operations'][string],
): void {
  const { operationId: id, parameters, responses } = operation;
  if (summary) operation.summary = summary;
  for (const parameter of parameters) if (parameter.in === 'path') parameter.schema = inPath(parameter.name);
  if (BODIES[id]) {
    const body = z.toJSONSchema(BODIES[id], { target: 'openapi-3.0', io: 'input' });
    operation.requestBody = { required: true, content: json(body as Schema) };
  }
  if (FILES[id]) operation.requestBody = { required: true, content: form(FILES[id]) };
  if (BARE_PICTURES.has(id)) Object.assign(operation.requestBody!.content, bytes(...PICTURES));
  if (id === 'IngestsController_create') {
    const { content } = operation.requestBody!;
    const fields = content['application/json']!.schema['properties'] as Record<string, Schema>;
    Object.assign(
      content,
      form({ type: 'object', properties: { ...fields, files: { type: 'array', items: file } } }),
    );
  }
  const [status] = Object.keys(responses);
  const content = schema ? json(schema) : WRITTEN[id];
  responses[status!] = {
    description: status === '204' ? 'Done' : status === '202' ? 'It is being done' : 'As asked for',
    ...(content && { content }),
  };
  responses['default'] = {
    description: 'What is wrong, and what to do about it',
    content: json(typed(path.startsWith('/v1/') ? 'CompletionError' : 'ErrorView')),
  };
}

const form = (schema: Schema): Content => ({ 'multipart/form-data': { schema } });

function inPath(name: string): Schema {
  if (name === 'n') return { type: 'integer' };
  return name === 'passageId' ? { type: 'string', pattern: '^p\\d+$' } : { type: 'string', format: 'uuid' };
}

function errors(): Record<string, Schema> {
  const code = { type: 'string', enum: Object.keys(PROBLEMS) };
  const message = { type: 'string', description: 'For a person: what to do about it' };
  return {
    ErrorView: object({ statusCode: { type: 'integer' }, code, message }),
    CompletionError: object({
      error: object({ message, type: { type: 'string' }, code, param: { type: 'string', nullable: true } }),
    }),
  };
}
