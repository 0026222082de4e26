import { expect, it } from '@jest/globals';
import { languageAsked } from './import-report.js';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh-Hans', 'zh'],
  ['fr, zh-CN;q=0.8, en;q=0.5', 'zh'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['zh;q=0', 'en'],
  ['*;q=;;,,zh', 'zh'],
])('is asked for by %j: %s', (header, language) => expect(languageAsked(header)).toBe(language));
