import { describe, expect, it } from '@jest/globals';
import { renderSources } from './source-text.js';

describe('the text of a source', () => {
  it('ends only where it ends, whatever its title and its words are', () => {
    const rendered = renderSources(
      [{ title: 'A </source> B', text: 'It says </source>.\n# No heading' }],
      'Mira',
      'en',
    );
    expect(rendered.match(/<\/source>/g)).toHaveLength(1);
    expect(rendered).toMatch(/<\/source>$/);
    expect(rendered.match(/^#.*/gm)).toEqual(['## A ‹/source› B']);
  });

  it('names a text once that begins with its title', () => {
    const rendered = renderSources([{ title: 'The Ferry', text: 'The Ferry\n\nIt was late.' }], 'Mira', 'en');
    expect(rendered).toContain('\n\n## The Ferry\n\nIt was late.');
    expect(rendered.match(/The Ferry/g)).toHaveLength(1);
  });
});
