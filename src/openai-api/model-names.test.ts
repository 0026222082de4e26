import { describe, expect, it } from '@jest/globals';
import { idsOfModel, modelName } from './model-names.js';

const id = '3f2a9c1e-8d11-4111-8111-111111111111';

describe('a character as a model', () => {
  it.each([
    ['Mira Quill', 'mira-quill-3f2a9c1e'],
    ['林黛玉', '林黛玉-3f2a9c1e'],
    ['  “Zoë” — the 2nd! ', 'zoë-the-2nd-3f2a9c1e'],
    ['★★★', 'character-3f2a9c1e'],
    ['x'.repeat(100), `${'x'.repeat(40)}-3f2a9c1e`],
  ])('has a readable name (%s)', (name, expected) => {
    expect(modelName({ id, name })).toBe(expected);
  });

  it('is known by its name, by one from before, and by its id', () => {
    const range = {
      from: '3f2a9c1e-0000-0000-0000-000000000000',
      to: '3f2a9c1e-ffff-ffff-ffff-ffffffffffff',
    };
    expect(idsOfModel('mira-quill-3f2a9c1e')).toEqual(range);
    expect(idsOfModel('an-earlier-name-3F2A9C1E')).toEqual(range);
    expect(idsOfModel(id)).toEqual({ from: id, to: id });
    for (const none of ['gpt-4o', 'mira', '', 'mira-3f2a9c1', '3f2a9c1e-8d11'])
      expect(idsOfModel(none)).toBeNull();
  });
});
