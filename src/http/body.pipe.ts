import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { ZodType } from 'zod';
import { readBody } from './read-body.js';

/** Nest's own way to check what comes by a schema, up to the first thing that is wrong. */
@Injectable()
export class BodyPipe extends StandardSchemaValidationPipe {
  protected override validate<T>(value: unknown, schema: unknown): { value: T } {
    return { value: readBody(schema as ZodType<T>, value) };
  }
}
