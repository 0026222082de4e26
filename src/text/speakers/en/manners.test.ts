import { describe, expect, it } from '@jest/globals';
import { readCast } from '../cast.js';
import { divide } from '../../structure/sections.js';

/**
 * Stories told in different manners. `{Nora}` before a line says whose it is; `{}` that the text leaves it open.
 * No line may be given to anybody else, and the words beside lines have to be read.
 */
const MANNERS: Record<string, { text: string; given: number }> = {
  'a first-person narrator': {
    given: 0.7,
    text: `I had not been to the harbour since my brother left it. Hesketh met me on the steps. He had grown fat, and he was pleased about it.

{Hesketh}“You took your time,” said Hesketh.

{The Narrator}“The train was late,” I said.

{Hesketh}“It always is.”

I gave him my bag. He carried it as if it held eggs.

{The Narrator}“Where is Mrs. Dunne?” I asked.

{Hesketh}“Asleep,” said Hesketh. {Hesketh}“She sleeps a good deal now.”

{The Narrator}“And the boat?”

{Hesketh}“Sold,” he said.

I told him that I would see Mrs. Dunne in the morning, and we walked up the hill together.

{The Narrator}“Who bought it?” I asked at last.

{Hesketh}“Nobody you know,” said Hesketh.`,
  },
  'few tags': {
    given: 0.6,
    text: `Carla put two glasses on the bar. Dennis was reading the paper. He did not look up. It was four o’clock, and there was nobody else in the place.

{Carla}“You want ice?” Carla said.

{Dennis}“No.”

{Carla}“You always want ice.”

{Dennis}“Not today,” Dennis said.

{Carla}“What’s in the paper?”

{Dennis}“Nothing. A fire.”

{Carla}“Where?”

{Dennis}“Over in Pell Street.”

Carla wiped the bar. She went on wiping it for some time.

{Carla}“My sister lives in Pell Street,” Carla said.

{Dennis}“I know she does, Carla.”`,
  },
  'saying before names, in single marks': {
    given: 0.8,
    text: `Miss Pardoe came in without knocking, and Mr. Ellwood rose. He did not like to be surprised. She did not mind.

{Miss Pardoe}‘I’ve come about the dog,’ said Miss Pardoe.

{Mr. Ellwood}‘The dog’s not here,’ replied Mr. Ellwood.

{Miss Pardoe}‘That’s what I’ve come about,’ said she. ‘’Twas in your garden.’

{Mr. Ellwood}‘My dear Miss Pardoe,’ cried Mr. Ellwood, {Mr. Ellwood}‘half the parish’s dogs are in my garden.’

{Miss Pardoe}‘Not one of them is mine,’ returned Miss Pardoe.`,
  },
  dashes: {
    given: 0.6,
    text: `Lorcan sat on the wall. Maeve stood in the road, and she had a letter in her hand. He did not ask about it.

{Maeve}—It came this morning, said Maeve.

{Lorcan}—Did it? said Lorcan.

{Maeve}—It did.

{Lorcan}—And what does he want? Lorcan asked.

{Maeve}—Money, said Maeve.

{Lorcan}—He’ll have none from me.`,
  },
  letters: {
    given: 0.8,
    text: `My dear Harriet,

I promised to tell you how the dinner went, and I shall. Mr. Corbin came early. Mrs. Vance came late, and she was cross.

{Mrs. Vance}“I was told eight,” said Mrs. Vance.

{Mr. Corbin}“And it is nine,” said Mr. Corbin. He can never leave a thing alone.

{Mrs. Vance}“I can read a clock, Mr. Corbin,” said she.

{The Narrator}“Shall we go in?” I said, for the soup was cold.

{Mr. Corbin}“By all means,” said Mr. Corbin.

{The Narrator}“Then give Mrs. Vance your arm,” said I.

Write soon, and burn this.

Your loving
Lucy`,
  },
  'fiction of the web': {
    given: 0.7,
    text: `Kaito slams the locker shut. “Seriously?”

Rin leans against the wall, arms crossed. She doesn’t smile. Kaito looks at his phone. He looks tired.

{Rin}"You forgot," Rin says.

{Kaito}"I didn't forget," Kaito mutters. {Kaito}"I was busy."

{Rin}"Busy." Rin laughs. {Rin}"Right."

{Kaito}"Rin, come on," Kaito says.

{Rin}"Um, no?" Rin says. {Rin}"Wow. Just no."

{Kaito}"I'll make it up to you," Kaito says quietly.

Rin picks up her bag and walks off. Kaito watches her go.`.replace('“Seriously?”', '{Kaito}"Seriously?"'),
  },
  animals: {
    given: 0.7,
    text: `The Badger lived under the hill, and Hedgehog lived under the Badger, which was a trouble to both. One morning Hedgehog knocked on her ceiling. The Badger put on his slippers.

{Badger}“Who is there?” said the Badger.

{Hedgehog}“It is only me,” said Hedgehog. {Hedgehog}“You are dropping crumbs.”

{Badger}“I am eating toast,” said the Badger. He was rather proud of it.

{Hedgehog}“I know you are,” said Hedgehog, {Hedgehog}“for I am eating the crumbs.”

{Badger}“Then we are both at breakfast,” said the Badger.

{Mole}“May I come in?” asked Mole, who had been listening.

{Badger}“Mole,” said the Badger, {Badger}“you may have the crust.”

{Mole}“Thank you,” said Mole.`,
  },
  'a crowd and strangers': {
    given: 0.5,
    text: `Inspector Rudge stood at the gate. A constable stood beside him, and a woman with a basket had stopped to look. Colonel Strake came down the drive. He was angry, and he walked fast.

{Colonel Strake}“What is all this?” demanded Colonel Strake.

{Inspector Rudge}“Only a few questions, sir,” said Inspector Rudge.

{}“He’s been here since six,” said the woman.

{Colonel Strake}“Be quiet,” said the Colonel.

{}“I won’t,” she said.

{Inspector Rudge}“If you please, madam,” said Rudge.

{}“Shall I move her on?” asked the constable.

{Inspector Rudge}“No,” said Rudge. {Inspector Rudge}“Colonel Strake, where were you last night?”

{Colonel Strake}“In bed,” said Strake.`,
  },
  'a family': {
    given: 0.6,
    text: `Old Mrs. Lisle had three children at home: Philip, Grace and Tom. Philip was at the piano. Grace was sewing, and she did not like the tune. Mrs. Lisle was asleep.

{Grace}“Must you?” said Grace.

{Philip}“I must,” said Philip. He played louder.

{Mrs. Lisle}“Children,” said Mrs. Lisle, and she opened one eye.

{Grace}“It is Philip, Mamma,” said Grace.

{Mrs. Lisle}“It is always Philip,” said his mother.

{Tom}“It was me last time,” said Tom from the window.

{Philip}“So it was,” said Philip.

{}“Hush,” she said.`,
  },
};

const MARKED = /\{([^}]*)\}(?=["“‘—])/g;

describe('whoever speaks', () => {
  it.each(Object.entries(MANNERS))('is never mistaken in %s', (_, { text: marked, given }) => {
    const gold: string[] = [];
    const starts: number[] = [];
    let text = '';
    let from = 0;
    for (const match of marked.matchAll(MARKED)) {
      text += marked.slice(from, match.index);
      from = match.index + match[0].length;
      starts.push(text.length);
      gold.push(match[1]!);
    }
    text += marked.slice(from);
    const { people, quotations } = readCast(text, divide(text), 'en');
    const nameOf = (name: string) =>
      people.find((one) => [one.name, ...one.aliases].includes(name))?.name ?? name;
    const wrong: string[] = [];
    let right = 0;
    gold.forEach((name, n) => {
      const line = quotations.find(({ start }) => start === starts[n]);
      if (!line) wrong.push(`not found: ${text.slice(starts[n], starts[n]! + 30)}`);
      else if (line.speaker === null) return;
      else if (line.speaker === nameOf(name)) right++;
      else wrong.push(`${line.speaker}: ${line.text}`);
    });
    expect(wrong).toEqual([]);
    expect(right / gold.length).toBeGreaterThanOrEqual(given);
  });
});
