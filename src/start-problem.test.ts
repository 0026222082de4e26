import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config/config.js';
import { startProblem } from './start-problem.js';

const failed = (told: object) => Object.assign(new Error('as the system says it'), told);

describe('why it could not start', () => {
  it.each([
    ['a port that is taken', { code: 'EADDRINUSE', syscall: 'listen' }, /PORT/],
    ['a port for administrators', { code: 'EACCES', syscall: 'listen' }, /1023/],
    ['a strange host', { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'nowhere.example' }, /HOST/],
    ['an address of another machine', { code: 'EADDRNOTAVAIL', syscall: 'listen' }, /HOST/],
    ['a database that is not there', { code: 'ECONNREFUSED', syscall: 'connect' }, /DATABASE_URL/],
    [
      'a database with no address',
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'db' },
      /DATABASE_URL/,
    ],
    ['a wrong password', { code: '28P01', severity: 'FATAL' }, /password/],
    ['no such database', { code: '3D000', severity: 'FATAL' }, /name/],
    ['a folder that is a file', { code: 'EEXIST', syscall: 'mkdir', path: '/data' }, /DATA_DIR/],
    ['a folder of somebody else', { code: 'EACCES', syscall: 'open', path: '/data/x' }, /DATA_DIR/],
    ['a full disk', { code: 'ENOSPC', syscall: 'write' }, /disk/],
  ])('%s is told with what to do', (_, told, sentence) => {
    expect(startProblem(failed(told), 'nowhere.example')).toMatch(sentence);
  });

  it('a database that takes connections and says nothing does not answer', () => {
    expect(startProblem(new Error('timeout expired'), '')).toMatch(/DATABASE_URL does not answer/);
  });

  it('a wrong variable speaks for itself, and what is unforeseen is left to the log', () => {
    expect(startProblem(new ConfigError('PORT must be a number'), '')).toBe('PORT must be a number');
    expect(startProblem(new TypeError('x is not a function'), '')).toBeNull();
    expect(startProblem(undefined, '')).toBeNull();
  });
});
