import { describe, expect, it } from '@jest/globals';
import type { Sheet } from '../../contracts/sheet.js';
import { divideExtracted, read } from '../../text/speakers/reading.js';
import { extractSheet } from './extractive-sheet.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';

function sheetOf(name: string, text: string): Sheet {
  const reading = read(SOURCE, text, divideExtracted({ text }));
  const person = reading.people.find((one) => [one.name, ...one.aliases].includes(name));
  return extractSheet(name, [reading], person && [person.name, ...person.aliases]);
}

const texts = (claims: Sheet['identity']) => claims.map(({ text }) => text);

const LOCK = `“Where's Abel?” said Martha Venn. “These are Abel's boats.”

“Laid up with his chest,” said Joseph Crouch. “I'm his nephew.”

Martha was a widow. She had kept the lock for eleven years, ever since her husband drowned in it. She was a broad, slow woman of forty-three. Now she could tell by the sound of the water which gate was leaking.

Her daughter Ellen was not like her. Ellen was thin and quick. She taught the infants at the chapel school for six shillings a week.

“I married Daniel against my brother's word,” said Martha. “That is all.”

“You never told me,” said Ellen.

“My uncle is not to know,” said Martha.

“You never asked,” said Martha.

Joseph had been an engineer once, an enormous man with a small head. He owned a hundred and forty bells. He spoke five languages, all of them too loudly.`;

describe('who is whose, in English', () => {
  it('goes by a pronoun at the head of a paragraph, where the one before was about one alone', () => {
    expect(texts(sheetOf('Ellen', LOCK).relationships)).toContain('Ellen is Martha Venn’s daughter.');
    expect(texts(sheetOf('Martha Venn', LOCK).relationships)).toContain('Ellen is Martha Venn’s daughter.');
  });

  it('tells of kin without a name, also of whom somebody tells themselves', () => {
    const told = sheetOf('Martha Venn', LOCK).relationships;
    expect(told.map(({ about }) => about)).toEqual(expect.arrayContaining(['husband', 'uncle']));
    expect(texts(sheetOf('Joseph Crouch', LOCK).identity).join()).toContain("I'm his nephew.");
  });

  it('knows no brother by being called so once in the vocative, and nobody by half a name', () => {
    const text = `“My dear brother, I am not so sure,” said Ruth Calder.\n\n“Are you not?” said Agnes Thorne.\n\nAgnes had a sister, Mrs. Hale, in the town.`;
    expect(sheetOf('Ruth Calder', text).relationships.map(({ about }) => about)).not.toContain('brother');
    expect(texts(sheetOf('Agnes Thorne', text).relationships).join()).not.toMatch(/\bMrs is\b/);
  });

  it('does not make a man somebody’s sister', () => {
    const text = `“Good evening,” said Mr. Vane.\n\n“Good evening,” said Miss Orme.\n\nMiss Orme's sister, Mr. Vane thought, was out. Mr. Vane was Miss Orme's sister, as the child put it.`;
    expect(texts(sheetOf('Mr. Vane', text).relationships).join()).not.toContain('sister.');
  });

  it('tells how two who talk alone call each other', () => {
    const text = `“Are you cold?” said Silas Pell.\n\n“No, uncle,” said Ellen Venn.\n\n“You are,” said Silas Pell.\n\n“A little, uncle,” said Ellen Venn.`;
    expect(texts(sheetOf('Ellen Venn', text).relationships)).toContain(
      'Ellen Venn calls Silas Pell “uncle”.',
    );
    expect(texts(sheetOf('Silas Pell', text).relationships)).toContain(
      'Ellen Venn calls Silas Pell “uncle”.',
    );
  });
});

describe('who somebody is, in English', () => {
  it('goes on about them behind a noun that says what they are', () => {
    const told = texts(sheetOf('Joseph Crouch', LOCK).identity).join('\n');
    for (const part of ['He owned a hundred and forty', 'He spoke five languages'])
      expect(told).toContain(part);
  });

  it('tells what somebody can do, and what they say of their marriage', () => {
    const sheet = sheetOf('Martha Venn', LOCK);
    expect(texts(sheet.identity).join('\n')).toContain('she could tell by the sound');
    expect(texts(sheet.timeline).join('\n')).toContain('I married Daniel against');
  });

  it('does not take a moment for a trait, nor a child for whom it is called after', () => {
    const text = `${LOCK}\n\nJoseph was silent. Joseph was determined. We have a son called Joseph, who is deaf as a post.`;
    const told = texts(sheetOf('Joseph Crouch', text).identity).join('\n');
    expect(told).not.toMatch(/silent|determined|deaf as a post/);
  });
});

const FERRY = `沈秀兰嫁到白沙渡的那年十九岁。秀兰是药铺家的姑娘。秀兰和她丈夫不一样。她话少，手巧，认得字，也会接骨。她生得白净，左手腕上有一块烫伤的疤。

“药铺的小姐，图什么？”许大娘说。

“图水生。”秀兰说。

“回去吧。”许大娘说。

“娘，我不回去。”秀兰说。

秀兰的父亲沈万和在镇上开药铺，沈万和一辈子没有少给过人一钱。那年河上的水一直没有退，渡口的人都说，再下一场雨，老柳树底下那块界石就看不见了，谁家的船也别想靠岸。

“我来撑船。”周水生说。

“你歇着。”秀兰说。

周水生是青石镇掌柜周老舵的独子，周老舵在河上撑了四十年船。`;

describe('who is whose, in Chinese', () => {
  it('knows a name with the family name before it', () => {
    const told =
      texts(sheetOf('秀兰', FERRY).timeline).join('\n') + texts(sheetOf('秀兰', FERRY).identity).join('\n');
    expect(told).toContain('沈秀兰嫁到白沙渡');
  });

  it('names kin that the cast does not know, and whose child somebody is', () => {
    expect(texts(sheetOf('秀兰', FERRY).relationships)).toContain('沈万和是秀兰的父亲。');
    expect(texts(sheetOf('周水生', FERRY).relationships).join('\n')).toMatch(/周水生是周老舵的独子。/);
  });

  it('goes on about whoever begins, though another is named beside', () => {
    const { identity, voice } = sheetOf('秀兰', FERRY);
    const told = texts([...identity, ...voice]).join('\n');
    for (const part of ['她话少，手巧', '她生得白净']) expect(told).toContain(part);
  });

  it('tells how two who talk alone call each other', () => {
    expect(texts(sheetOf('秀兰', FERRY).relationships)).toContain('秀兰叫许大娘“娘”。');
  });
});
