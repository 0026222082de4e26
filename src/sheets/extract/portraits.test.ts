import { describe, expect, it } from '@jest/globals';
import { divideExtracted, read } from '../../text/speakers/reading.js';
import { extractSheet } from './extractive-sheet.js';

/** All that the sheet of somebody says of who they are and what happens to them. */
function told(text: string, name: string): string {
  const reading = read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text }));
  const person = reading.people.find((one) => one.name === name || one.aliases.includes(name));
  const sheet = extractSheet(name, [reading], person && [person.name, ...person.aliases]);
  return [...sheet.identity, ...sheet.drives, ...sheet.voice, ...sheet.timeline]
    .map((claim) => claim.text)
    .join('\n');
}

const TALK =
  '“Good evening,” said Hester Vail.\n\n“Good evening,” said Adam Reed.\n\n“Sit down,” said Hester.\n\n“Thank you,” said Adam.';
/** So that a text is no short story. */
const FILLER = 'The rain went on all that day. '.repeat(3500);

describe('how English describes somebody', () => {
  it.each([
    'Hester Vail, proud, clever, and idle, had the house to herself.',
    'Hester looked like a woman of narrow experience and rigid conscience.',
    'Hester was so odd a mixture of pride, reserve and kindness that nobody knew her.',
    'Clever as she was, in all the arts of a shop, Hester did not see it.',
    'In the window, behind the counter, sat the milliner herself, Hester Vail, whose hats were famous.',
    'But Hester had learned to love the child with an affection all the deeper for its silence.',
    'Hester keeping no servants, having little money and a great deal of courage, did it alone.',
    'Behind the hill lay Marle Abbey, the seat of Hester Vail.',
    'Adam was inclined to think Hester was a flirt.',
  ])('%s', (sentence) => {
    expect(told(`${TALK}\n\n${sentence}\n\n${FILLER}`, 'Hester Vail')).toContain(sentence.slice(5, -8));
  });

  it('goes on in the paragraph that has begun it, and begins a long sentence at its own clause', () => {
    const text = `${TALK}\n\nAdam Reed was a tall man of forty. His brow and his chin, under hair that nobody cut, gave him a face like a ruin.\n\nIt was a letter that asked for leave, in the most respectful of terms and on the best of paper, to bring a friend of the house along to the dance that was to be held there on the Friday, and that nobody had expected at all: for Hester was a girl of seventeen, with grey eyes and a quick tongue.\n\n${FILLER}`;
    expect(told(text, 'Adam Reed')).toContain('His brow and his chin');
    expect(told(text, 'Hester Vail')).toMatch(/^Hester was a girl of seventeen/m);
  });

  it('is not for a moment, nor of another', () => {
    const text = `${TALK}\n\nHester spoke with a proper degree of pleasure. There was a little hesitation in Hester's answer. As a guest, Hester had foreseen it. She could not go without seeing Hester once more, without the interchange of one friendly look.\n\n${FILLER}`;
    expect(told(text, 'Hester Vail')).not.toMatch(/degree of|hesitation|foreseen|interchange/);
    const other = `${TALK}\n\nAdam walked home. Adam glanced with much curiosity at the newcomer. He seemed about thirty years of age; his countenance was frank and handsome.\n\n${FILLER}`;
    expect(told(other, 'Adam Reed')).not.toMatch(/thirty|frank/);
  });
});

describe('by what somebody is called', () => {
  const scene = (n: number) =>
    `“The tide is out,” said the undertaker.\n\n“It is,” said Hester Vail.\n\n“Stay, then,” said Adam Reed, the undertaker, number ${n}.`;

  it('is who they are, where nobody else is', () => {
    const text = `“Sit down,” said Hester Vail.\n\n“Adam Reed,” said the innkeeper, “you are late.”\n\n${scene(1)}\n\n${scene(2)}`;
    const reading = read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text }));
    // Whose lines they are is another's work: here they are given.
    const quotations = reading.quotations.map((line) =>
      /tide/.test(line.text) ? { ...line, speaker: 'Adam Reed' } : line,
    );
    const sheet = extractSheet('Adam Reed', [{ ...reading, quotations }]);
    expect(sheet.identity.map((claim) => claim.text)).toContain('The text calls Adam Reed “the undertaker”.');
    expect(extractSheet('Hester Vail', [{ ...reading, quotations }]).identity.join()).not.toContain(
      'undertaker',
    );
  });
});

describe('what others say of somebody', () => {
  it('goes on by a pronoun, in the line that names them and in its answer', () => {
    const text = `${TALK}\n\nHester was a tall woman. Adam was a tall man.\n\n“What do you know of Hester?” said Adam.\n\n“She is the proudest woman in Marle,” said Ruth Calder.\n\n“Adam is here. He is a very honest man,” said Ruth Calder.`;
    expect(told(text, 'Hester Vail')).toContain(
      'Ruth Calder says of Hester Vail: “She is the proudest woman in Marle.”',
    );
    expect(told(text, 'Adam Reed')).toContain('He is a very honest man');
  });

  it('is not of whom they only speak to', () => {
    const text = `${TALK}\n\nHester was a tall woman.\n\n“Oh, Hester, I have read of the Queen. She was very handsome and proud,” said Adam.`;
    expect(told(text, 'Hester Vail')).not.toContain('very handsome');
  });
});

it('knows a chapter that names somebody in capitals', () => {
  const text = `CHAPTER I. A BEGINNING\n\n${TALK}\n\nCHAPTER II. ADAM'S LAST NIGHT AT MARLE\n\n“Good night,” said Adam.\n\n“Good night,” said Hester.`;
  expect(told(text, 'Adam Reed')).toContain('The chapter is called “CHAPTER II. ADAM');
});

const ZH = '“晚上好。”顾青岚说。\n\n“晚上好。”孟秀英说。\n\n“坐吧。”顾青岚说。\n\n“好的。”孟秀英说。';

describe('中文里怎样写一个人', () => {
  it('先写相貌，后报姓名', () => {
    const text = `第一回\n\n当日孟秀英回头看那人，身长八尺，浓眉环眼，声若洪钟。秀英问他姓名。那人道：“某姓魏名成，字伯远。世居青州，颇有田产，专好结交朋友。”\n\n魏成曰：“走罢。”孟秀英曰：“走。”魏成曰：“且慢。”\n`;
    const all = told(text, '魏成');
    expect(all).toContain('魏成：当日孟秀英回头看那人，身长八尺，浓眉环眼，声若洪钟。');
    expect(all).toContain('魏成自己说：“某姓魏名成，字伯远。”');
    expect(all).toContain('世居青州');
  });

  it('不带主语的描写接着说同一个人', () => {
    const text = `${ZH}\n\n孟秀英进门，看见顾青岚坐在炕上做针线。眉不画而翠，脸若银盆，肌肤莹润。罕言寡语，随分守拙。`;
    expect(told(text, '顾青岚')).toMatch(/顾青岚：眉不画而翠[^]*顾青岚：罕言寡语/);
  });

  it('别人报的姓名不是他的', () => {
    const text = `${ZH}\n\n顾青岚道：“某乃青州偏将魏成也。特来投降。”\n\n顾青岚道：“知道了。”`;
    expect(told(text, '顾青岚')).not.toContain('偏将');
  });
});
