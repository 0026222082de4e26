import type { JsonSchema } from './json-schema-value.js';

/** What strict servers refuse, each a switch of its own. */
export interface Strictness {
  /** Numbers that the protocol says are integers. */
  integers: boolean;
  /** Roles that are none, a system message that is not the first, and no message of the user's at all. */
  roles: boolean;
  /** A message without text. */
  emptyContent: boolean;
  /** Fields that chat completions do not have. */
  unknownFields: boolean;
  /** Two messages of one role in a row: many chat templates raise an error. Off for rooms with several speakers. */
  alternation: boolean;
  /** A schema beyond what OpenAI's strict mode takes. */
  schema: boolean;
}

export const STRICT: Strictness = {
  integers: true,
  roles: true,
  emptyContent: true,
  unknownFields: true,
  alternation: true,
  schema: true,
};

const INTEGERS = ['max_tokens', 'max_completion_tokens', 'n', 'seed', 'top_logprobs', 'top_k'];
/** Of the reference of `POST /chat/completions`, as OpenAI publishes it, and what many servers know beside it. */
const FIELDS = new Set(
  (
    'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens ' +
    'metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort response_format ' +
    'safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools top_logprobs top_p ' +
    'user verbosity web_search_options'
  ).split(' '),
);
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);
/** Keywords of JSON Schema that OpenAI's strict mode takes. */
const KEYWORDS = new Set(
  (
    'type properties required additionalProperties items enum const anyOf description title $ref $defs pattern format ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems'
  ).split(' '),
);

interface Body {
  messages: { role: string; content: unknown }[];
  response_format?: { type: string; json_schema?: { name: string; schema: JsonSchema; strict?: boolean } };
}

/** What a strict server says of a request that it refuses; undefined where it takes it. */
export function objection(body: Body, strict: Strictness): string | undefined {
  const { messages } = body;
  if (strict.integers)
    for (const name of INTEGERS) {
      const value = (body as unknown as Record<string, unknown>)[name];
      if (value !== undefined && (!Number.isInteger(value) || (name.startsWith('max') && Number(value) < 1)))
        return `Invalid type for '${name}': expected a positive integer, but got ${JSON.stringify(value)} instead.`;
    }
  if (strict.unknownFields)
    for (const name of Object.keys(body))
      if (!FIELDS.has(name)) return `Unrecognized request argument supplied: ${name}`;
  if (strict.roles) {
    const odd = messages.find(({ role }) => !ROLES.has(role));
    if (odd)
      return `Invalid value: '${odd.role}'. Supported values are: 'system', 'assistant', 'user', 'tool'.`;
    if (messages.some(({ role }, n) => role === 'system' && n > 0))
      return 'System message must be at the beginning.';
    if (!messages.some(({ role }) => role === 'user')) return 'No user query found in messages.';
  }
  if (strict.emptyContent) {
    const n = messages.findIndex(({ content }) => textOf(content).trim() === '');
    if (n >= 0) return `messages.${n}: all messages must have non-empty content`;
  }
  if (strict.alternation) {
    const n = messages.findIndex(({ role }, at) => at > 0 && role === messages[at - 1]!.role);
    if (n >= 0) return 'Conversation roles must alternate user/assistant/user/assistant/...';
  }
  const format = body.response_format?.json_schema;
  if (strict.schema && format) {
    if (!/^[\w-]{1,64}$/.test(format.name))
      return `Invalid 'response_format.json_schema.name': '${format.name}'.`;
    const wrong = format.strict ? wrongSchema(format.schema as Node, []) : undefined;
    if (wrong) return `Invalid schema for response_format '${format.name}': ${wrong}`;
  }
  return undefined;
}

/** The text of a message, which may come in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as { text?: unknown }[]) : [];
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

type Node = Record<string, unknown>;

function wrongSchema(node: Node, path: string[]): string | undefined {
  const at = `In context=(${path.map((step) => `'${step}'`).join(', ')})`;
  for (const key of Object.keys(node)) if (!KEYWORDS.has(key)) return `${at}, '${key}' is not permitted.`;
  if (!path.length && node['type'] !== 'object') return 'schema must be a JSON Schema of type "object".';
  if (node['type'] === 'object') {
    if (node['additionalProperties'] !== false)
      return `${at}, 'additionalProperties' is required to be supplied and to be false.`;
    const names = Object.keys((node['properties'] ?? {}) as Node);
    const missing = names.find((name) => !((node['required'] ?? []) as string[]).includes(name));
    if (missing) return `${at}, 'required' is required to include every key. Missing '${missing}'.`;
  }
  const children: [string, unknown][] = [
    ...Object.entries((node['properties'] ?? {}) as Node),
    ...Object.entries((node['$defs'] ?? {}) as Node),
    ...((node['anyOf'] ?? []) as unknown[]).map((child, n): [string, unknown] => [`anyOf ${n}`, child]),
    ...(node['items'] ? [['items', node['items']] as [string, unknown]] : []),
  ];
  for (const [name, child] of children) {
    const wrong = wrongSchema(child as Node, [...path, name]);
    if (wrong) return wrong;
  }
  return undefined;
}
