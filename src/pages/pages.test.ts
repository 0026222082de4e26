import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readHtml } from './article.js';
import type { Extracted } from './extracted.js';

/** Pages written here in the markup of each host, beside what a person reads on them. */
const FOLDER = 'test/pages/';

const told = ({ title, text, headings = [], subject, licence, revision, url }: Extracted): string => {
  const about = Object.entries({ title, subject, licence, revision, url }).filter(
    ([, value]) => value !== undefined,
  );
  let marked = '';
  let at = 0;
  for (const heading of headings) {
    marked += `${text.slice(at, heading.start)}§ ${heading.title}\n`;
    at = heading.start;
  }
  return `${about.map(([key, value]) => `${key}: ${value}`).join('\n')}\n\n${marked}${text.slice(at)}\n`;
};

describe('a saved page', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.html')))('%s', (name) => {
    const page = readHtml(readFileSync(FOLDER + name, 'utf8'));
    expect(told(page)).toBe(readFileSync(FOLDER + name.replace(/html$/, 'txt'), 'utf8'));
  });
});
