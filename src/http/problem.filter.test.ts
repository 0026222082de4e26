import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { viewOf } from './problem.filter.js';

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
