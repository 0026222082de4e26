import { isAbsolute, resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { isProxy } from '../access/requests/proxies.js';
import { availableMemory } from './available-memory.js';

const MB = 1024 * 1024;

/** The variables that Keepsake reads; what each means is told in the README. */
const unset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const text = z.preprocess(unset, z.string().trim().optional());
const list = z.preprocess(
  unset,
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(/[\s,]+/)
        .map((item) => item.trim().toLowerCase())
        .filter(Boolean),
    ),
);

const url = (protocols: string[], example: string) =>
  z.preprocess(
    unset,
    z
      .string()
      .trim()
      .refine(
        (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
        `must be an address like ${example}`,
      )
      .optional(),
  );

const environment = z.object({
  PORT: z.preprocess(
    unset,
    z.coerce
      .number('must be a number from 0 to 65535')
      .int('must be a whole number')
      .min(0)
      .max(65535)
      .default(3000),
  ),
  HOST: z.preprocess(unset, z.string().trim().default('127.0.0.1')),
  DATA_DIR: z.preprocess(unset, z.string().trim().default('.keepsake')),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name'),
  OPENAI_BASE_URL: url(['http:', 'https:'], 'https://api.example.com/v1'),
  OPENAI_API_KEY: text,
  MODEL: text,
  MODEL_CONTEXT_WINDOW: z.preprocess(
    unset,
    z.coerce
      .number('must be a number of tokens')
      .int('must be a whole number of tokens')
      .min(1024, 'must be at least 1024 tokens')
      .optional(),
  ),
  MODEL_TRANSPORT: z.preprocess(
    unset,
    z
      .enum(['chat', 'responses', 'responses-ws'], 'must be one of chat, responses, responses-ws')
      .default('chat'),
  ),
  MODEL_PRICE: z.preprocess(
    unset,
    z
      .string()
      .trim()
      .regex(
        /^\d+(\.\d+)?([\s,]+\d+(\.\d+)?){2}$/,
        'must be three prices per million tokens: input, cached input and output, for example 0.28 0.028 0.42',
      )
      .optional(),
  ),
  OWNER_TOKEN: z.preprocess(
    unset,
    z.string().trim().min(16, 'must have at least 16 characters: it opens everything').optional(),
  ),
  INGEST_ALLOW_HOSTS: list.refine(
    (hosts) => hosts.every((host) => /^\S+:\d{1,5}$/.test(host)),
    'must be a list of host:port, for example 192.168.1.10:8080',
  ),
  ALLOWED_HOSTS: list,
  TRUSTED_PROXIES: list.refine(
    (proxies) => proxies.every(isProxy),
    'must be a list of addresses, ranges like 172.16.0.0/12, or the names loopback, linklocal and uniquelocal',
  ),
  MEMORY_MB: z.preprocess(
    unset,
    z.coerce
      .number('must be a number of megabytes')
      .int('must be a whole number of megabytes')
      .min(128, 'must be at least 128 megabytes')
      .optional(),
  ),
  LOG_LEVEL: z.preprocess(
    unset,
    z
      .enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'verbose'],
        'must be one of fatal, error, warn, info, debug, verbose',
      )
      .default('info'),
  ),
});

/** How a model is reached, and what it costs. */
export interface ModelConfig {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly name: string | undefined;
  /** In tokens. */
  readonly window: number | undefined;
  /** Chat completions, unless told otherwise. */
  readonly transport?: 'chat' | 'responses' | 'responses-ws';
  readonly price?: Price | undefined;
}

/** Per million tokens, in whatever currency the provider bills. */
export interface Price {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** The environment did not pass; the message names every variable that is wrong and why. */
export class ConfigError extends Error {}

/** The environment, read once, typed. Injectable by its class. */
export class Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Without one, the embedded PostgreSQL is used. */
  readonly databaseUrl: string | undefined;
  /** All unset: the understudy. */
  readonly model: ModelConfig;
  readonly ownerToken: string | undefined;
  /** `host:port`, lower case. */
  readonly ingestAllowHosts: readonly string[];
  /** Host names without ports, lower case. */
  readonly allowedHosts: readonly string[];
  /** Addresses, ranges and names of ranges whose `X-Forwarded-…` is believed. */
  readonly trustedProxies: readonly string[];
  /** Bytes that Keepsake may take, its child processes and its own PostgreSQL included. */
  readonly memory: number;
  readonly logLevel: z.infer<typeof environment>['LOG_LEVEL'];

  private constructor(values: z.infer<typeof environment>) {
    this.port = values.PORT;
    this.host = values.HOST;
    this.dataDir = isAbsolute(values.DATA_DIR) ? values.DATA_DIR : resolve(values.DATA_DIR);
    this.databaseUrl = values.DATABASE_URL;
    this.model = {
      baseUrl: values.OPENAI_BASE_URL,
      apiKey: values.OPENAI_API_KEY,
      name: values.MODEL,
      window: values.MODEL_CONTEXT_WINDOW,
      transport: values.MODEL_TRANSPORT,
      price: priceOf(values.MODEL_PRICE),
    };
    this.ownerToken = values.OWNER_TOKEN;
    this.ingestAllowHosts = values.INGEST_ALLOW_HOSTS;
    this.allowedHosts = values.ALLOWED_HOSTS.map((host) => domainToASCII(host.replace(/:\d+$/, '')));
    this.trustedProxies = values.TRUSTED_PROXIES.length > 0 ? values.TRUSTED_PROXIES : ['loopback'];
    this.memory = values.MEMORY_MB === undefined ? availableMemory() : values.MEMORY_MB * MB;
    this.logLevel = values.LOG_LEVEL;
  }

  /**
   * @param env the process's environment; empty values count as unset
   * @throws ConfigError naming every variable that is wrong
   */
  static read(env: Record<string, string | undefined>): Config {
    const parsed = environment.safeParse(env);
    if (!parsed.success) {
      const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
      throw new ConfigError(`The configuration cannot be used:\n${[...new Set(lines)].join('\n')}`);
    }
    return new Config(parsed.data);
  }
}

function priceOf(text: string | undefined): Price | undefined {
  if (text === undefined) return undefined;
  const [input = 0, cachedInput = 0, output = 0] = text.split(/[\s,]+/).map(Number);
  return { input, cachedInput, output };
}
