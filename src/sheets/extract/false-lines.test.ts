import { describe, expect, it } from '@jest/globals';
import { divideExtracted, read } from '../../text/speakers/reading.js';
import { extractSheet } from './extractive-sheet.js';

/** All that the sheet of somebody says, but for the figures. */
function told(text: string, name: string): string {
  const reading = read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text }));
  const person = reading.people.find((one) => one.name === name || one.aliases.includes(name));
  const sheet = extractSheet(name, [reading], person && [person.name, ...person.aliases]);
  return [...sheet.identity, ...sheet.drives, ...sheet.relationships, ...sheet.timeline]
    .map((claim) => claim.text)
    .filter(
      (claim) =>
        !/^(?:Is (?:first|last) named|Stands together)|^(?:初见于|最后见于|与.*一同出现)/.test(claim),
    )
    .join('\n');
}

const TALK =
  '“Good evening,” said Hester Vail.\n\n“Good evening,” said Adam Reed.\n\n“Sit down,” said Hester.\n\n“Thank you,” said Adam.';
const ZH = '“晚上好。”顾青岚说。\n\n“晚上好。”孟秀英说。\n\n“坐吧。”顾青岚说。\n\n“好的。”孟秀英说。';

describe('whose somebody is not, in English', () => {
  it('is no sister who is only called a dear one', () => {
    const text = `${TALK}\n\nAdam was content, and from that day he never teased his dear sister Hester about it.`;
    expect(told(text, 'Adam Reed')).not.toContain('is Adam Reed’s sister');
    const plain = `${TALK}\n\nAdam wrote a long letter that night to his sister Hester in town.`;
    expect(told(plain, 'Adam Reed')).toContain('Hester Vail is Adam Reed’s sister.');
  });

  it.each([
    [
      'mother',
      'Hester was tired. She sat down, she took up her work. “It is late,” said her mother, turning to the lake.',
    ],
    ['husband', 'Hester was tired. She sat down. Hester said what was proper, and asked after her husband.'],
    ['wife', '“Whenever I marry, somebody must choose my wife for me,” said Adam.'],
    ['mother', '“I am as fond of my house as any mother of hers,” said Hester.'],
    ['father', '“He ought to have said, ‘I must go and see my father at once’ to them,” said Adam.'],
    ['brother', '“We expect my brother and sister to come in the spring,” said Hester.'],
  ])('knows no %s by %s', (word, sentence) => {
    for (const name of ['Hester Vail', 'Adam Reed'])
      expect(told(`${TALK}\n\n${sentence}`, name)).not.toContain(`’s ${word}:`);
  });

  it('does not take for somebody a pronoun that stands before their name', () => {
    const text = `${TALK}\n\nAdam was a carpenter. He was tall.\n\nAdam went in. He had long vowed never to sell, but Adam's going was a blow. Adam sat down. He hated Adam's dog.`;
    expect(told(text, 'Adam Reed')).not.toMatch(/vowed|hated/);
  });

  it('does not know whose it is, of what somebody is told', () => {
    const text = `${TALK}\n\nHester was tired. She sat down. She had heard that Miss Orme was proud; but a minute of it convinced her, that she was only exceedingly shy.`;
    expect(told(text, 'Hester Vail')).not.toContain('exceedingly shy');
  });

  it('calls no man mamma, and no Uncle Silas uncle', () => {
    const text = `“Are you cold?” said Mr. Pell.\n\n“No, mamma,” said Ellen Venn.\n\n“You are,” said Mr. Pell.\n\n“A little, mamma,” said Ellen Venn.`;
    expect(told(text, 'Ellen Venn')).not.toContain('mamma');
  });
});

describe('what happens to nobody, in English', () => {
  it.each([
    'Adam buried his face in his hands.',
    'Adam was a man of forty. He sat down. Adam buried his face in his hands.',
    'To persuade him that Adam had deceived himself was easy.',
    'Adam disappeared for an instant behind the cart.',
    'Adam ran away to indulge the inclination.',
    'Adam confessed himself a little surprised.',
    'There was a slice of Adam’s wedding-cake on the shelf.',
    'Of having another daughter married to Adam, they thought with pleasure.',
  ])('%s', (sentence) => {
    const reading = read(
      '00000000-0000-4000-8000-000000000000',
      `${TALK}\n\n${sentence}`,
      divideExtracted({ text: `${TALK}\n\n${sentence}` }),
    );
    expect(
      extractSheet('Adam Reed', [reading])
        .timeline.map(({ text }) => text)
        .join(),
    ).not.toContain(sentence.slice(-20));
  });

  it.each([
    'Adam was the only one whose help she asked.',
    'Adam was the very person fixed on for it.',
    'Adam longed to know what had passed.',
    'Adam was determined to make no effort.',
    'Adam was afraid of talking longer about it.',
    'Adam had no business there.',
    'Adam could not forgive him that.',
  ])('nor tells who somebody is: %s', (sentence) => {
    // In a short text, what somebody means to do next may be all that is told of them.
    const long = `${TALK}\n\nAdam was a carpenter of forty.\n\n${sentence}\n\n${'The rain went on all that day. '.repeat(3500)}`;
    expect(told(long, 'Adam Reed')).not.toContain(sentence);
  });
});

describe('what is not so, in Chinese', () => {
  it.each([
    ['儿子', '“你倒比先前出挑了，倒像我的儿子。”顾青岚说。'],
    ['儿子', '“我儿子你站稳着，听我说。”顾青岚说。'],
    ['奶奶', '“我的奶奶！你怎么来了。”顾青岚说。'],
    ['娘', '“我娘家的人都走了。”顾青岚说。'],
    ['弟子', '“我弟子一向不干那样的事。”顾青岚说。'],
    ['徒弟', '“你就对他说召我徒弟来。”顾青岚说。'],
    ['娘', '顾青岚娘儿两个都哭了。'],
  ])('knows no %s by %s', (word, sentence) => {
    expect(told(`${ZH}\n\n${sentence}`, '顾青岚')).not.toContain(`顾青岚的${word}：`);
  });

  it('calls nobody by a word that stands in a list', () => {
    const text = `“你来了？”孟秀英说。\n\n“你们姑娘，姐姐，妹妹都在这里。”顾青岚说。\n\n“好的。”孟秀英说。`;
    expect(told(text, '顾青岚')).not.toContain('叫孟秀英');
  });

  it.each([
    '顾青岚已哭得泪干气绝。',
    '顾青岚坐在大战船上看他们。',
    '顾青岚见秀英中箭，忙去救她。',
    '于是顾青岚赐彭羕死于狱中。',
    '顾青岚收了单子。',
    '顾青岚面如土色，一句话也没有说。',
  ])('takes for no turn: %s', (sentence) => {
    const text = `${ZH}\n\n顾青岚是村里的教师。\n\n${sentence}`;
    const long = `${text}\n\n${'河上的水一直没有退，渡口的人都说再下一场雨就看不见界石了。'.repeat(1500)}`;
    expect(told(long, '顾青岚')).not.toContain(sentence.slice(0, 8));
  });

  it('tells what somebody gives of theirs, throws down, and whom they hold', () => {
    const text = `${ZH}\n\n顾青岚把她的围巾留给了我。\n\n顾青岚把帽子往桌上一摔，走了。\n\n骂到最后，顾青岚抱着我哭了。`;
    const all = told(text, '顾青岚');
    for (const part of ['围巾留给了我', '把帽子往桌上一摔', '抱着我哭了']) expect(all).toContain(part);
  });
});

describe('in a long text', () => {
  const often = `Hester Vail went down to the water and looked at the boats. `.repeat(160);
  const filler = `${'The rain went on all that day. '.repeat(3500)}`;

  it('takes kin only from lines that name who says them, or from two', () => {
    const text = `${TALK}\n\n${often}\n\n“It was cold,” said Hester.\n\n“Was it?” said Adam.\n\n“So my uncle was told.”\n\n“Indeed,” said Adam.\n\n“My nephew is in town,” said Hester.\n\n${filler}`;
    expect(told(text, 'Hester Vail')).toContain('’s nephew:');
    expect(told(text, 'Hester Vail')).not.toContain('’s uncle:');
  });

  it('goes without sentences that only name somebody who speaks', () => {
    const text = `${TALK}\n\nHester was busily engaged in laying the table.\n\n${filler}`;
    expect(told(text, 'Hester Vail')).not.toContain('busily');
  });

  it('leaves a pronoun that is for all to nobody', () => {
    const text = `${ZH}\n\n顾青岚走了出来。他本是天上的元帅，他生得高大。\n\n${'河上的水一直没有退，他们都说再下一场雨他就看不见界石了。'.repeat(1500)}`;
    expect(told(text, '顾青岚')).not.toMatch(/元帅|高大/);
  });
});
