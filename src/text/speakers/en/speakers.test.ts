import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCast } from '../cast.js';
import { divide } from '../../structure/sections.js';

const read = (text: string) => readCast(text, divide(text), 'en');
/** Each line with whoever it is given to. */
const talk = (text: string) => read(text).quotations.map(({ text: line, speaker }) => `${speaker}: ${line}`);
/** A scene that makes people known, so that the rule under test has somebody to choose from. */
const JOAN_AND_PETER = `Joan Ferris came down to the quay, and she had the lamp with her. Peter was there; he had tied up the boat himself, and he looked tired. Joan set down the lamp, and she shivered. Peter took off his coat.

“The tide is late,” said Joan.

“It is always late on Fridays,” said Peter.

`;

describe('englishTalk: words of saying', () => {
  it.each([
    ['“Come in,” said Joan.', 'Joan'],
    ['“Come in,” Joan said.', 'Joan'],
    ['“Come in,” whispered poor Joan.', 'Joan'],
    ['“Come in,” said the old Joan at last.', 'Joan'],
    ['“Come in,” was Joan’s answer.', 'Joan'],
    ['Joan said, “Come in.”', 'Joan'],
    ['Joan looked at the door for a while, and then replied, “Come in.”', 'Joan'],
    ['Joan’s reply was, “Come in.”', 'Joan'],
    ['Peter knocked; but Joan, who was busy, put down her pen and said, “Come in.”', 'Joan'],
    ['When Peter had finished his tea, Joan said, “Come in.”', 'Joan'],
    ['Joan drew nearer; and at last she turned, and Joan said, in a low, unsteady voice, “Come in.”', 'Joan'],
    ['Joan shook her head impatiently, and said, without looking up from her work, “Come in.”', 'Joan'],
    ['Peter looked round, and heard Joan say, in a very kind tone, “Come in.”', 'Joan'],
    ['The boy knocked, and Joan interrupted him: “Come in,” she said.', 'Joan'],
    ['“Come in,” said his mother.', 'null'],
    ['“Come in,” they said.', 'null'],
    ['“Come in,” said Joan and Peter together.', 'null'],
  ])('%s', (line, speaker) => {
    expect(talk(JOAN_AND_PETER + line).at(-1)).toMatch(new RegExp(`^${speaker}( Ferris)?: Come in`));
  });

  it('give all of a paragraph’s lines to the same mouth, and two cues to two', () => {
    expect(
      talk(`${JOAN_AND_PETER}“No,” said Joan. “Never.” She laughed. “Never in my life.”`).slice(2),
    ).toEqual(['Joan Ferris: No,', 'Joan Ferris: Never.', 'Joan Ferris: Never in my life.']);
    expect(talk(`${JOAN_AND_PETER}“No,” said Joan. “Yes,” said Peter.`).slice(2)).toEqual([
      'Joan Ferris: No,',
      'Peter: Yes,',
    ]);
  });
});

describe('englishTalk: pronouns', () => {
  it('mean the only man or woman who is there', () => {
    expect(
      talk(`${JOAN_AND_PETER}“Then we shall wait,” she said.\n\n“I have waited,” he answered.`).slice(2),
    ).toEqual(['Joan Ferris: Then we shall wait,', 'Peter: I have waited,']);
  });

  it('are given to nobody where two may be meant', () => {
    const text = `Joan Ferris came in, and she was cold. Martha Quill came in, and she was cold too. Joan took off her hat. Martha took off her gloves.

Joan looked at Martha, and Martha looked at Joan.

“It is cold,” she said.`;
    expect(talk(text)).toEqual(['null: It is cold,']);
  });

  it('are given to nobody when a stranger has come in', () => {
    const text = `${JOAN_AND_PETER}The door opened. A tall man in a wet coat stood there, and a boy behind him. The man took off his hat.

“Is this the ferry?” he asked.`;
    expect(talk(text).at(-1)).toBe('null: Is this the ferry?');
  });
});

describe('englishTalk: nouns', () => {
  const BEADLE = `Mr. Trimble came in with the parish book. Oliver Crane stood before him, and he was afraid. Mr. Trimble sat down.

“Stand up,” said Mr. Trimble.

“I am standing,” said Oliver.

“Then stand straight,” said the beadle.

“I cannot,” said Oliver.

“You cannot?” said Mr. Trimble.

“No, sir,” said Oliver.

“We shall see about that,” said the beadle.

“Yes, sir,” said Oliver.

`;

  it('mean whoever takes the same turns, and is never answered so', () => {
    const lines = talk(BEADLE);
    expect(lines).toContain('Mr. Trimble: Then stand straight,');
    expect(lines).toContain('Mr. Trimble: We shall see about that,');
    // Whom a noun answers is not whom it means.
    expect(lines.filter((line) => line.startsWith('Oliver'))).toHaveLength(4);
  });

  it('mean nobody where they answer everybody who is there', () => {
    const text = BEADLE.replaceAll('said Oliver', 'said Mr. Trimble').replaceAll(
      'Mr. Trimble.\n\n“No',
      'x.\n\n“No',
    );
    expect(talk(text).filter((line) => /straight|see about/.test(line))).toEqual([
      'null: Then stand straight,',
      'null: We shall see about that,',
    ]);
  });

  it('tell whose sister or aunt somebody is, where the text does', () => {
    const kin = (told: string) =>
      talk(`${told} Joan Ferris set down the lamp, and she shivered. Agnes Moyle was there; she had the oars, and she laughed.

“The tide is late,” said Joan.

“It is always late,” said Agnes.

“Is it?” said Joan.

“Come in,” said her aunt.`).at(-1);
    expect(kin('Joan had come with her aunt, Agnes Moyle.')).toBe('Agnes Moyle: Come in,');
    expect(kin('Joan had come with her neighbour, Agnes Moyle.')).toBe('null: Come in,');
  });
});

describe('englishTalk: nouns that are a rank or a tie', () => {
  const talkWith = (line: string) =>
    talk(`Lady Agnes Orr poured the tea. She was tired. Lady Agnes looked at Basil Orr, and he looked away. Basil Orr yawned.

“Sugar?” said Lady Agnes.

“Two,” said Basil Orr.

“Milk?” said Lady Agnes.

“No,” said Basil Orr.

${line}`).at(-1);

  it('mean nobody who does not bear the rank', () => {
    expect(talkWith('“How very pleasant,” said the duchess.')).toBe('null: How very pleasant,');
    expect(talkWith('“How very pleasant,” said the colonel.')).toBe('null: How very pleasant,');
  });

  it('mean no wife where nobody is married', () => {
    const text = `Clara Orr poured the tea. She was tired. Clara Orr looked at Basil Orr, and he looked away. Basil Orr yawned.

“Sugar?” said Clara Orr.

“Two,” said Basil Orr.

“Me too,” said his wife.`;
    expect(talk(text).at(-1)).toBe('null: Me too,');
  });
});

describe('englishTalk: turns', () => {
  it('go back and forth between two', () => {
    const text = `${JOAN_AND_PETER}“And on Sundays?”

“On Sundays it does not come at all.”

“Who told you so?” asked Joan.

“The harbour-master,” said Peter.`;
    expect(talk(text).slice(2, 4)).toEqual([
      'Joan Ferris: And on Sundays?',
      'Peter: On Sundays it does not come at all.',
    ]);
  });

  it('are not the one’s whom a line calls', () => {
    const text = `${JOAN_AND_PETER}“Is that so, Peter?”

“It is.”`;
    expect(talk(text).slice(2)).not.toContain('Peter: Is that so, Peter?');
    expect(talk(text).slice(2)).toContain('Peter: It is.');
  });

  it('go on with a speech through its paragraphs', () => {
    const text = `${JOAN_AND_PETER}“It was a long winter,” said Joan. “The ice stood to the second step.

“In March it broke.

“Nobody was sorry.”

“I was,” said Peter.`;
    expect(talk(text).slice(2)).toEqual([
      'Joan Ferris: It was a long winter,',
      'Joan Ferris: The ice stood to the second step.',
      'Joan Ferris: In March it broke.',
      'Joan Ferris: Nobody was sorry.',
      'Peter: I was,',
    ]);
  });

  it('go on behind verse, and where speech is marked by dashes', () => {
    expect(
      talk(
        `${JOAN_AND_PETER}“It goes,” said Joan, “like this:\n\nThe sea is wide,\n\nThe sea is cold,\n\nand that is all.”`,
      ).slice(2),
    ).toEqual(['Joan Ferris: It goes,', 'Joan Ferris: like this:', 'Joan Ferris: and that is all.']);
    const dashed = JOAN_AND_PETER.replaceAll(/“(.*?)” said/g, '—$1 said');
    expect(talk(`${dashed}—Is it? Joan asked.\n\n—It is.\n\n—Good, said Joan.`)).toEqual([
      'Joan Ferris: The tide is late,',
      'Peter: It is always late on Fridays,',
      'Joan Ferris: Is it?',
      'Peter: It is.',
      'Joan Ferris: Good,',
    ]);
  });

  it('are read in single marks too', () => {
    expect(
      talk("'It's late,' said Joan's aunt.\n\n'It isn't,' said Joan. 'Look!'\n\n'I see,' said Peter."),
    ).toEqual(["null: It's late,", "Joan: It isn't,", 'Joan: Look!', 'Peter: I see,']);
  });
});

describe('englishTalk: whoever says I', () => {
  const told = (name: string) => `I had the house to myself that year. Mrs. Orme came on Tuesdays.

“You look tired${name},” said Mrs. Orme.

“I am tired,” I said.

“Then sleep${name},” said Mrs. Orme.

“I cannot sleep here,” I answered.

“Nobody can${name},” said Mrs. Orme.

“Why is that?” said I.`;

  it('is called by the name that others use', () => {
    const { people, quotations } = read(told(', Walter'));
    expect(quotations.map(({ speaker }) => speaker)).toEqual([
      'Mrs. Orme',
      'Walter',
      'Mrs. Orme',
      'Walter',
      'Mrs. Orme',
      'Walter',
    ]);
    expect(people.find(({ name }) => name === 'Walter')).toMatchObject({ quotes: 3 });
  });

  it('is in the cast without a name where nobody tells it', () => {
    const { people, quotations } = read(told(''));
    expect(quotations[1]).toMatchObject({ speaker: 'The Narrator' });
    expect(people.find(({ name }) => name === 'The Narrator')).toMatchObject({ quotes: 3, first: 3 });
  });

  it('is not whom others call when somebody else answers', () => {
    const text = told('').replaceAll(
      '“Then sleep',
      '“Where is Agnes? Agnes! Agnes, come,” said Mrs. Orme.\n\n“Here,” she said.\n\n“Then sleep',
    );
    expect(read(text).quotations.some(({ speaker }) => speaker === 'Agnes')).toBe(false);
    expect(read(text).people.map(({ name }) => name)).toContain('The Narrator');
  });

  it('is not an author who says I now and then', () => {
    const text = `I do not know how it began. ${JOAN_AND_PETER}“Yes,” said Joan.\n\nI may as well tell what she thought.`;
    expect(read(text).people.map(({ name }) => name)).not.toContain('The Narrator');
  });
});

describe('englishTalk: people', () => {
  const names = (text: string) =>
    Object.fromEntries(read(text).people.map(({ name, aliases }) => [name, aliases.toSorted()]));

  it('have their titles and their names together, man and wife apart', () => {
    const cast = names(`“Good morning,” said Mr. Robert Vane. Mr. Vane bowed. Vane was a shy man. He smiled.

“Good morning,” said Mrs. Vane.

“Robert is late,” said Mrs. Vane. Robert was not late.`);
    expect(cast['Mr. Robert Vane']).toEqual(['Mr. Vane', 'Robert', 'Vane']);
    expect(cast['Mrs. Vane']).toEqual([]);
  });

  it('have no month in their names, and the titles of villages', () => {
    const { people } = read(`“Good morning,” said Parson Reed. Parson Reed bowed to Hester.

“Good morning,” said Hester. In the following June Hester married.

“So be it,” said Widow Marsh, and Hester laughed.`);
    expect(people.map(({ name }) => name).toSorted()).toEqual(['Hester', 'Parson Reed', 'Widow Marsh']);
    expect(names('“Well,” said Mrs. Reed. Parson Reed sat down. “Well,” said Parson Reed.')).toEqual({
      'Mrs. Reed': [],
      'Parson Reed': [],
    });
  });

  it('are asked for where a name may be several people’s', () => {
    const { people, questions } =
      read(`“Good morning,” said Anna Hale. She was the elder. Anna Hale sat down with her work.

“Good morning,” said Lucy Hale. She was the younger. Lucy Hale laughed, and she stood up.

“You are early,” said Miss Hale. Miss Hale looked at the clock.`);
    expect(people.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Anna Hale', 'Lucy Hale', 'Miss Hale']),
    );
    expect(questions).toEqual([{ name: 'Miss Hale', among: ['Anna Hale', 'Lucy Hale'] }]);
  });

  it('keep a first name that two share apart from both', () => {
    const { questions, quotations } =
      read(`“Here,” said Charles Moss. Charles Moss had come by sea, and he was wet.

“There,” said Charles Rudd. Charles Rudd had come by land, and he was dry.

“Where?” said Charles. Charles was angry. He sat down.`);
    expect(questions).toEqual([{ name: 'Charles', among: ['Charles Moss', 'Charles Rudd'] }]);
    expect(quotations.at(-1)).toMatchObject({ speaker: 'Charles' });
  });

  it('keep a first name that was theirs alone before another of that name came in', () => {
    const early = Array.from(
      { length: 12 },
      (_, n) => `“Number ${n},” said Charles. Charles wrote it down, and he sighed.`,
    ).join('\n\n');
    const late = `“Here,” said Charles Rudd. Charles Rudd had come by sea, and he was wet. Charles Rudd sat down.

“There,” said Charles. He was angry.`;
    const { questions, quotations } = read(
      `Charles Moss counted sheep. Charles Moss was slow. Charles Moss liked it. Charles Moss slept.\n\n${early}\n\n${late}`,
    );
    expect(questions).toEqual([]);
    expect(quotations.at(-1)).toMatchObject({ speaker: 'Charles Moss' });
    expect(quotations.at(-2)).toMatchObject({ speaker: 'Charles Rudd' });
  });

  it('are not meant where they are far away', () => {
    const far = 'It rained on the hills all night and all day. '.repeat(700);
    const { questions } =
      read(`“No,” said Admiral Finch. Admiral Finch coughed, and he left. Admiral Finch was old.

${far}

“Yes,” said Admiral Moor. Admiral Moor bowed, and he sat down. Admiral Moor was young.

“Well,” said the Admiral. The Admiral laughed, and he rose.`);
    expect(questions.filter(({ name }) => name === 'Admiral')).toEqual([]);
  });

  it('are known by their short forms only when the telling does not use them for another', () => {
    const formal = `“Well,” said Elizabeth Crane. Elizabeth Crane smiled, and she sat down.

“Well, Lizzy,” said Mr. Dole.

“Come here, Lizzy,” said Mr. Dole.

`;
    expect(names(formal)['Elizabeth Crane']).toContain('Lizzy');
    const other = `${formal}“Well,” said Lizzy. Lizzy laughed, and Lizzy ran out. Lizzy had never liked Elizabeth Crane.`;
    expect(names(other)['Elizabeth Crane']).not.toContain('Lizzy');
  });

  it('are not the places they go to, nor words that begin a sentence', () => {
    const cast = names(
      `${JOAN_AND_PETER}They went to Marlow. Marlow was quiet. Rain fell in Marlow. She had left Marlow once, and reached Marlow again. Perhaps it rained. Nothing moved. Marlow slept.`,
    );
    expect(Object.keys(cast)).toEqual(['Joan Ferris', 'Peter']);
  });

  it('are not those who only print a text', () => {
    const text = `The Project Gutenberg EBook of Quay\n\nCredits: said Michael Hart. Michael Hart said so.\n\n*** START OF THIS PROJECT GUTENBERG EBOOK QUAY ***\n\n\nChapter 1\n\n${JOAN_AND_PETER}\nChapter 2\n\n${JOAN_AND_PETER}\n*** END OF THIS PROJECT GUTENBERG EBOOK QUAY ***\n\n“No,” said Michael Hart.\n`;
    expect(Object.keys(names(text)).toSorted()).toEqual(['Joan Ferris', 'Peter']);
  });
});

describe('englishTalk: what is written', () => {
  it('is not said by whoever reads it', () => {
    const text = `${JOAN_AND_PETER}Joan read the letter:

“My dear Joan,

“The boat is sold. I am sorry.

“Yours truly,

“Henry Moss”

“So it is sold,” said Joan.`;
    expect(talk(text).slice(2)).toEqual(['Joan Ferris: So it is sold,']);
    // Nor is it told: a letter’s “I” is not the story’s.
    const letter =
      '“Dear Joan,\n\n“Yes, said I. No, said I. Well, said I.\n\n“Yours truly,\n\n“Henry Moss”\n\n';
    expect(read(JOAN_AND_PETER + letter).people.map(({ name }) => name)).not.toContain('The Narrator');
  });
});

describe('englishTalk: any text', () => {
  const word = fc.constantFrom(
    ...[
      'Joan',
      'Peter',
      'Mr.',
      'Mrs. Hale',
      'said',
      'she',
      'he',
      'I',
      'the',
      'old man',
      'cried',
      ',',
      '.',
      '!',
      '?',
    ],
    ...[
      '“',
      '”',
      '‘',
      '’',
      '"',
      "'",
      '\n\n',
      '\n',
      ' ',
      '--',
      'of',
      'Duchess',
      '’s',
      'and',
      'my dear',
      '\uE000',
      '\uE001',
      '７',
      '雪',
    ],
  );
  const anything = fc.array(word, { maxLength: 120 }).map((words) => words.join(' '));

  it('is read alike twice, with speakers who are in the cast and lines that lie in order', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const first = read(text);
        expect(read(text)).toEqual(first);
        const cast = new Set(first.people.map(({ name }) => name));
        expect(cast.size).toBe(first.people.length);
        let end = 0;
        for (const line of first.quotations) {
          expect(line.start).toBeGreaterThanOrEqual(end);
          end = line.end;
          if (line.speaker !== null) expect(cast).toContain(line.speaker);
        }
        for (const { quotes, name } of first.people)
          expect(first.quotations.filter(({ speaker }) => speaker === name)).toHaveLength(quotes);
        for (const { among } of first.questions) for (const name of among) expect(cast).toContain(name);
      }),
    );
  });

  it('is read to its end where thousands speak once each, are told of by several names, or stand in a list', () => {
    const letters = [...'bdfgklmnprstvz'];
    const named = (n: number) => {
      const syllables = [n % 14, Math.floor(n / 14) % 14, Math.floor(n / 196) % 14].map(
        (at) => `${letters[at]}a`,
      );
      return syllables.join('').replace(/^./, (first) => first.toUpperCase());
    };
    const some = Array.from({ length: 2500 }, (_, n) => named(n));
    const lines = some.map(
      (name) =>
        `“The boat is in,” said ${name} Hale.\n\n“It is,” said ${name}. The beadle nodded at Mr. ${name}.`,
    );
    const { people, quotations } = read([...lines, `There were ${some.join(', ')}.`].join('\n\n'));
    expect(people).toHaveLength(200);
    expect(quotations).toHaveLength(5000);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => void read(text)));
  });
});
