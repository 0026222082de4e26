import { describe, expect, it } from '@jest/globals';
import { isOutOfCharacter } from './out-of-character.js';

describe('a message outside the story', () => {
  it.each([
    '[OOC: shorter, please]',
    ' (ooc: that was fun :D (really)) ',
    '（OOC：写短一点（两段以内））',
    '【OOC 今天先到这里】',
    '((brb))',
    '（（去吃饭））',
    '[OOC: thanks :)] [OOC: and one more thing]',
    '[OOC: see [1] above]',
  ])('is all of it in brackets: %s', (text) => expect(isOutOfCharacter(text)).toBe(true));

  it.each([
    '[OOC: shorter] *He opens the door* (slowly)',
    '*He waves.* [OOC: brb]',
    '(he nods)',
    '（点点头）',
    '[October]',
    'OOC: without brackets',
    '',
    `[OOC ${'['.repeat(50_000)}`,
    `${'[OOC]'.repeat(20_000)}x`,
  ])('is not where the story goes on: %.40s', (text) => expect(isOutOfCharacter(text)).toBe(false));
});
