import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Config } from '../config/config.js';
import { processConfig } from './process.config.js';
import { Logger } from './logger.js';

describe('the log', () => {
  afterEach(() => void jest.restoreAllMocks());

  it.each([
    ['info', ['of our own']],
    ['debug', ['of the framework', 'of our own']],
    ['warn', []],
  ])('says at %s what is ours, and of the framework only where one looks closer', (LOG_LEVEL, said) => {
    let printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (printed += String(text)) !== '');
    const logger = new Logger(Config.read({ LOG_LEVEL }, [processConfig]));
    logger.log('of the framework', 'RouterExplorer');
    logger.log('of our own', 'PostgreSQL');
    expect(['of the framework', 'of our own'].filter((text) => printed.includes(text))).toEqual(said);
  });
});
