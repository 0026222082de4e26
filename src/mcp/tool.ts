import type { z } from 'zod';
import type { Scope } from '../contracts/api-key.js';

/** What an agent may ask for. */
export interface Tool {
  name: string;
  /** For the agent: what it does, and what comes of it. */
  description: string;
  /** What a key needs for it. */
  scope: Scope;
  /** Whether it changes nothing. */
  readOnly: boolean;
  input: z.ZodRawShape;
  /** @returns what is told to the agent, as JSON where it is no text */
  run(ownerId: string, input: never, gone: AbortSignal): Promise<unknown>;
}

/** A tool whose `run` is given what its `input` says. */
export function tool<Shape extends z.ZodRawShape>(
  one: Omit<Tool, 'input' | 'run'> & {
    input: Shape;
    run(ownerId: string, input: z.infer<z.ZodObject<Shape>>, gone: AbortSignal): Promise<unknown>;
  },
): Tool {
  return one as unknown as Tool;
}
