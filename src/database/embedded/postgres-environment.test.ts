import { expect, it } from '@jest/globals';
import { postgresEnvironment } from './postgres-environment.js';

it('passes on what a program needs to run, and nothing else', () => {
  const env = {
    PATH: '/bin',
    Path: 'C:\\bin',
    TZ: 'UTC',
    OWNER_TOKEN: 't',
    OPENAI_API_KEY: 'k',
    PGPASSWORD: 'p',
    LC_ALL: 'de',
  };
  expect(postgresEnvironment(env)).toEqual({ PATH: '/bin', Path: 'C:\\bin', TZ: 'UTC', LC_ALL: 'C' });
});
