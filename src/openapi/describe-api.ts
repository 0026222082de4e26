import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ModulesContainer } from '@nestjs/core';
import { z } from 'zod';
import { Gate } from '../access/gate/gate.js';
import { routeHandlers } from '../access/requests/public.js';
import { ANY, scopeOf } from '../access/requests/scoped.js';
import { projectFile } from '../config/project-file.js';
import { EXAMPLES } from './examples.js';
import { mended, referenced } from './mended-schemas.js';
import { refusals, REFUSALS } from './refusals.js';
import { type Content, form, json, type Schema } from './schemas.js';
import { SUMMARIES } from './summaries.js';
import { BARE_PICTURES, BODIES, FILES, PICTURES, WRITTEN } from './written-answers.js';

/** What the build has read from the controllers, by the names of operations (`scripts/describe-answers.js`). */
interface Answers {
  operations: Record<string, { summary?: string; schema?: Schema }>;
  schemas: Record<string, Schema>;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
  description?: string;
}

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  security?: object[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<
    string,
    { $ref?: string; description?: string; content?: Content; headers?: Record<string, object> }
  >;
}

const ABOUT = `Characters that are written, talked with and remembered.

Send the owner's token or an API key as \`Authorization: Bearer …\`; each route says which scope a key needs. Ids are
UUIDs, times ISO 8601 in UTC. Lists page with \`limit\` and \`before\`: a page's \`next\` is the \`before\` of the following
one. A field that there is not is refused with its name. A POST with an \`Idempotency-Key\` is done once
within a day. Under \`/v1\` speaks an OpenAI-compatible server. The sockets are described in docs/socket.md, and a walk
through all of it in docs/api.md.`;

/** The HTTP side of the server, in full, as an OpenAPI document. */
export function describeApi(app: NestExpressApplication): object {
  const { operations, schemas } = JSON.parse(
    readFileSync(projectFile('dist/answers.json'), 'utf8'),
  ) as Answers;
  const outline = new DocumentBuilder()
    .setTitle('Keepsake')
    .setDescription(ABOUT)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: "The owner's token, or an API key (`ksk_…`)" },
      'bearer',
    )
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
  const scopes = scopesOf(app);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as unknown as Record<string, Operation>)) {
      const { operationId } = operation;
      const isPublic = gate.isPublic(method.toUpperCase(), path);
      if (isPublic) operation.security = [];
      complete(operation, method, path, operations[operationId] ?? {});
      Object.assign(operation.responses, refusals(path, isPublic));
      describe(operation, operations[operationId]?.summary, isPublic ? null : scopes.get(operationId));
      operation.operationId = plainId(operationId);
    }
  }
  const paths = mended(document.paths);
  const own = document.components?.schemas as Record<string, Schema> | undefined;
  const components = { schemas: { ...own, ...schemas, ...REFUSALS.schemas }, responses: REFUSALS.responses };
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      responses: components.responses,
      schemas: referenced({ paths, responses: components.responses }, mended(components.schemas)),
    },
  };
}

/** What a key needs for an operation; undefined where no key opens it. */
type KeyNeed = ReturnType<typeof scopeOf>;

/** The scope of each operation; undefined where no key opens it. */
function scopesOf(app: NestExpressApplication): Map<string, KeyNeed> {
  const modules = app.get(ModulesContainer, { strict: false });
  return new Map(
    routeHandlers(modules).map(({ controller, name, handler }) => [
      `${controller.name}_${name}`,
      scopeOf(controller, handler),
    ]),
  );
}

/** `CharactersController_view` as `charactersView`. */
function plainId(operationId: string): string {
  const [controller = '', handler = ''] = operationId.split('_');
  const name = controller.replace(/Controller$/, '');
  return `${name[0]!.toLowerCase()}${name.slice(1)}${handler[0]!.toUpperCase()}${handler.slice(1)}`;
}

/**
 * The first sentence is what a list of routes shows.
 * @param scope null where anybody may ask
 */
function describe(operation: Operation, comment: string | undefined, scope: KeyNeed | null): void {
  const told = (comment ?? SUMMARIES[operation.operationId] ?? operation.operationId).replace(
    /\s*\n\s*/g,
    ' ',
  );
  const end = /[.:](?= |$)/.exec(told)?.index ?? told.length;
  operation.summary = told.slice(0, end);
  const needs =
    scope === null
      ? 'For anybody.'
      : scope === ANY
        ? 'Any API key; what it may do hangs on its scopes.'
        : scope
          ? `An API key needs the scope \`${scope}\`.`
          : 'For the owner’s own sign-in: no API key opens it.';
  operation.description = `${told.endsWith('.') ? told : `${told}.`}\n\n${needs}`;
}

function complete(
  operation: Operation,
  method: string,
  path: string,
  { schema }: Answers['operations'][string],
): void {
  const { operationId: id, responses } = operation;
  operation.parameters = parametersOf(operation, method, path);
  if (BODIES[id]) {
    const body = z.toJSONSchema(BODIES[id], { target: 'openapi-3.0', io: 'input' });
    operation.requestBody = { required: true, content: json(body as Schema) };
  }
  if (FILES[id]) operation.requestBody = { required: true, content: form(FILES[id]) };
  if (BARE_PICTURES.has(id)) Object.assign(operation.requestBody!.content, PICTURES);
  if (id === 'IngestsController_create') takeFiles(operation.requestBody!.content);
  const sent = operation.requestBody?.content['application/json'];
  if (sent && id in EXAMPLES) sent.example = EXAMPLES[id];
  const [status] = Object.keys(responses);
  const content = schema ? json(schema) : WRITTEN[id];
  responses[status!] = {
    description: status === '204' ? 'Done' : status === '202' ? 'It is being done' : 'As asked for',
    ...(content && { content }),
    ...(/^(?:CharactersController_(?:create|view|change)|LoreEntriesController_(?!remove))/.test(id) && {
      headers: {
        ETag: { description: 'The edition of the character, for If-Match', schema: { type: 'string' } },
      },
    }),
  };
}

function takeFiles(content: Content): void {
  const fields = content['application/json']!.schema['properties'] as Record<string, Schema>;
  const file: Schema = { type: 'string', format: 'binary' };
  Object.assign(
    content,
    form({ type: 'object', properties: { ...fields, files: { type: 'array', items: file } } }),
  );
}

const HEADERS: Record<string, string> = {
  'accept-language': 'In which language a report is written, and by which names are sorted: `en` or `zh`',
  'if-match': 'The ETag of the edition that is to be changed; any other is refused with 412',
};

/** Those of the path, whether the handler reads them one by one or together, and headers, which may be left out. */
function parametersOf({ parameters }: Operation, method: string, path: string): Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => ({
    name,
    in: 'path',
    required: true,
    schema: pathSchema(name),
  }));
  const others = parameters
    .filter((parameter) => parameter.in !== 'path')
    .map((parameter) =>
      parameter.in === 'header'
        ? { ...parameter, required: false, description: HEADERS[parameter.name.toLowerCase()] ?? '' }
        : parameter,
    );
  const named: Parameter = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A name for this request: sent again within a day, it is answered again and not done twice',
    schema: { type: 'string', maxLength: 255 },
  };
  return [...inPath, ...others, ...(method === 'post' ? [named] : [])];
}

function pathSchema(name: string): Schema {
  if (name === 'n') return { type: 'integer' };
  if (name === 'language') return { type: 'string', enum: ['en', 'zh'] };
  if (name === 'name' || name === 'model') return { type: 'string' };
  return name === 'passageId' ? { type: 'string', pattern: '^p\\d+$' } : { type: 'string', format: 'uuid' };
}
