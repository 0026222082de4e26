import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Problem } from '../contracts/problem.js';
import { describe as logged, viewOf } from './problem.filter.js';

Logger.overrideLogger(false);

const refused = (code: string) =>
  new QueryFailedError(
    'SELECT $1',
    ['a secret'],
    Object.assign(new Error('words'), { code, severity: 'ERROR' }),
  );

describe('what the database refuses', () => {
  it.each([
    ['a zero character', refused('22021'), 'bad_request', 400],
    ['a number out of range', refused('22003'), 'bad_request', 400],
    ['a full disk', refused('53100'), 'disk_full', 507],
    ['a database that shuts down', refused('57P01'), 'database_away', 503],
    [
      'a database that is gone',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      'database_away',
      503,
    ],
    ['a connection that breaks', new Error('Connection terminated unexpectedly'), 'database_away', 503],
    ['a connection that is never answered', new Error('timeout expired'), 'database_away', 503],
    ['a mistake in a statement', refused('42601'), 'internal', 500],
    ['anything else', new TypeError('x is not a function'), 'internal', 500],
  ])('%s is told by its code', (_, error, code, statusCode) => {
    const view = viewOf(error);
    expect(view).toMatchObject({ code, statusCode });
    expect(view.message).not.toContain('secret');
  });
});

describe('what the log is told of an error', () => {
  const thrown = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  const SECRET = 'I am afraid of the dark';

  it.each([
    [
      'a refusal, with what a server says of what it was sent',
      new Problem('model_failed', `The server refused the request (400): "${SECRET}".`),
      'Problem model_failed',
    ],
    ['a text that is no JSON', thrown(() => JSON.parse(SECRET)), 'SyntaxError'],
    [
      'an argument that is none',
      Object.assign(new TypeError(`The "path" argument … Received '${SECRET}'`), {
        code: 'ERR_INVALID_ARG_VALUE',
      }),
      'TypeError ERR_INVALID_ARG_VALUE',
    ],
    [
      'an answer of a server, as its client throws it',
      Object.assign(new Error(`400 ${SECRET}`), { status: 400 }),
      'Error',
    ],
    ['a statement that failed', refused('42601'), 'QueryFailedError'],
  ])('%s: what it is and where, and no words of others', (_, error, name) => {
    const line = logged(error);
    expect(line.startsWith(name)).toBe(true);
    expect(line).toMatch(/\n\s+at /);
    for (const words of [SECRET, SECRET.slice(0, 6), 'a secret', 'words']) expect(line).not.toContain(words);
  });

  it('our own mistakes, in their own words', () => {
    expect(logged(new TypeError('x is not a function'))).toContain('TypeError: x is not a function');
  });
});
