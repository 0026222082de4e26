import { z } from 'zod';
import type { ConfigPart } from './config.js';

const HEAD = `# Settings of Keepsake, all optional. Copy this file to .env in the same folder and take away the # of what you set.
# What is set in the environment itself comes first.`;

const COMPOSE = `# For docker compose alone: the password of the database that it brings. Must be set there.
#POSTGRES_PASSWORD=`;

/** One variable as people are told of it. */
export interface Variable {
  name: string;
  description: string;
  /** Its default, else a value that could stand there. */
  example: string;
}

/** Every variable that is read. */
export function variables(parts: readonly ConfigPart[]): Variable[] {
  return parts.flatMap((part) => {
    const { properties = {} } = z.toJSONSchema(part, { io: 'input' });
    return Object.entries(properties).map(([name, schema]) => {
      const { description, default: byDefault, example } = schema as Record<string, unknown>;
      if (!description) throw new Error(`${name} has no sentence.`);
      return { name, description: String(description), example: String(example ?? byDefault ?? '') };
    });
  });
}

/** The file `.env.example`. */
export function envExample(parts: readonly ConfigPart[]): string {
  const lines = variables(parts).map(({ name, description, example }) => {
    const value = /\s/.test(example) ? `"${example}"` : example;
    return `# ${description}\n#${name}=${value}`;
  });
  return `${[HEAD, ...lines, COMPOSE].join('\n\n')}\n`;
}
