import { describe, expect, it } from '@jest/globals';
import { expressionOf } from './expression.js';

const LABELS = [
  'neutral',
  'joy',
  'anger',
  'sadness',
  'fear',
  'surprise',
  'embarrassment',
  'amusement',
  'caring',
];

describe('expressionOf', () => {
  it.each([
    ['*She smiles and sets the cup down.* “You found it.”', 'joy'],
    ['*He slams the ledger shut, glaring.* “Out. Now.”', 'anger'],
    ['“It was his chair,” *she says, tears on her face.*', 'sadness'],
    ['*Her cheeks flush; she stammers.* “I, well, that is…”', 'embarrassment'],
    ['“Behind you!” *She screams and recoils in terror.*', 'fear'],
    ['*He gasps, eyes widening.* “You are alive?”', 'surprise'],
    ['*He snorts, then laughs until the lamp shakes.*', 'amusement'],
    ['*She hugs him, gently stroking his hair.* “Hush.”', 'caring'],
    ['*她笑了，眼睛弯弯的。*“你来啦。”', 'joy'],
    ['*他猛地一拍桌子，怒吼道：*“滚出去！”', 'anger'],
    ['（她低下头，脸颊发烫）“我……没有啦。”', 'embarrassment'],
    ['*泪水顺着她的脸滑下来。*“他不会回来了。”', 'sadness'],
    ['*他愣住了，睁大眼睛。*“你居然还活着？”', 'surprise'],
    ['*她吓得连连后退，浑身发抖。*', 'fear'],
  ])('%s', (reply, name) => {
    expect(expressionOf(reply, LABELS)).toBe(name);
  });

  it.each([
    'The boat leaves at seven. Bring a coat.',
    '船七点开，记得带外套。',
    '“I am not angry,” she says.',
    '我没有生气，也不难过。',
    '',
  ])('is calm where nothing is certain: %s', (reply) => {
    expect(expressionOf(reply, LABELS)).toBe('neutral');
  });

  it('goes by how a reply ends', () => {
    expect(expressionOf('*He laughs.* “Well.” *Then he reads on. Tears fall; he sobs.*', LABELS)).toBe(
      'sadness',
    );
    expect(expressionOf('*她先是哭了。*“算了。”*然后她笑着抬起头，笑容灿烂。*', LABELS)).toBe('joy');
  });

  it('knows the names that authors give', () => {
    const own = ['Emotion-Happy', 'angry_2', '脸红', 'wink', 'Default.png'];
    expect(expressionOf('*She smiles.*', own)).toBe('Emotion-Happy');
    expect(expressionOf('*怒视着你*', own)).toBe('angry_2');
    expect(expressionOf('*Her cheeks go red, a blush.*', own)).toBe('脸红');
    expect(expressionOf('*He gives a wink.*', own)).toBe('wink');
    expect(expressionOf('It is four.', own)).toBe('Default.png');
  });

  it('shows a feeling nearby where the card has none of its own', () => {
    expect(expressionOf('*She laughs, giggling.*', ['neutral', 'happy', 'sad'])).toBe('happy');
    expect(expressionOf('*他抽泣起来，痛哭。*', ['neutral', 'happy', 'sad'])).toBe('sad');
  });

  it('is none where the card has no calm one', () => {
    expect(expressionOf('It is four.', ['joy'])).toBeNull();
    expect(expressionOf('*She smiles.*', [])).toBeNull();
  });
});
