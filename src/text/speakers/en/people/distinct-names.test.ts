import { describe, expect, it } from '@jest/globals';
import { readCast } from '../../cast.js';
import { divide } from '../../../structure/sections.js';

const read = (text: string) => readCast(text, divide(text), 'en');
const cast = (text: string) =>
  Object.fromEntries(read(text).people.map(({ name, aliases }) => [name, aliases.toSorted()]));

describe('names of one family', () => {
  it('are father’s and son’s where the text tells them apart', () => {
    const people =
      cast(`Mr. Marsh kept the mill. He was stout. Mr. Marsh looked at Edwin, and Edwin looked away.

“You are late,” said Mr. Marsh.

“I am,” said Edwin. He was never sorry.

“Edwin Marsh, you will ruin me,” said Mr. Marsh.

“No,” said Edwin. Edwin sat down, and he laughed.

“Yes,” said Mr. Marsh. Then Mr. Marsh gave Edwin the key. Edwin Marsh put it into his pocket. Mr. Marsh sighed.`);
    expect(people['Mr. Marsh']).toEqual([]);
    expect(people['Edwin Marsh']).toEqual(['Edwin']);
  });

  it('are one person’s where they never meet', () => {
    const people = cast(`Edwin Marsh kept the mill. He was stout. Edwin Marsh slept till ten.

“You are late, Mr. Marsh,” said Joan.

“I am,” said Edwin Marsh. He was never sorry.

“Good night, Mr. Marsh,” said Joan.`);
    expect(people['Edwin Marsh']).toEqual(['Mr. Marsh']);
  });

  it('are an uncle’s and his nephew’s, who is always called by both of his', () => {
    const says = Array.from({ length: 8 }, (_, n) => `“It is the ${n}th,” said Mr. Robert Hallam.`).join(
      '\n\n',
    );
    const people = cast(`${says}

Mr. Hallam had written from the north. Mrs. Hallam was ill, and Mrs. Hallam would not let her nephew go. Mr. Hallam did as Mrs. Hallam wished.

“I shall come in May,” said Robert Hallam.`);
    expect(people['Mr. Hallam']).toEqual([]);
    expect(people['Mr. Robert Hallam']).toEqual(['Robert Hallam']);
  });

  it('are sisters’: Miss Warde is not Miss Lucy Warde', () => {
    const people = cast(`“Sit down,” said Miss Warde. “Lucy is late.”

“I am here,” said Miss Lucy Warde.

“I will not wait again,” said Miss Warde.

“You never waited at all,” said Lucy.

Julia Warde was the elder. “We shall see,” said Julia.`);
    expect(people['Julia Warde']).toEqual(['Julia', 'Miss Warde']);
  });

  it('are a lady’s and her niece’s', () => {
    const people =
      cast(`Lady Brand sat by the fire. Lucy Brand held the wool, for Lady Brand was winding it, and Lucy yawned.

“Sit up,” said Lady Brand.

“I do,” said Lucy. She sat up.

“You do not,” said Lady Brand, and she pulled the wool. Lucy Brand let it go. Lady Brand looked at Lucy.

“There,” said Lucy. She was tired, and Lucy Brand seldom hid it.`);
    expect(people['Lady Brand']).toEqual([]);
  });

  it('are an old and a young man’s where the text says so', () => {
    const people = cast(`“Sit down,” said old Mr. Hobday. He was kind. Mr. Hobday moved a chair.

“I would rather stand,” said young Mr. Hobday. He was proud.

“As you like,” said Mr. Hobday.

“Giles Hobday likes nothing,” said Joan. Giles Hobday bowed, and he left. Giles Hobday took his hat. Giles Hobday left his gloves.

“Come back,” said old Mr. Hobday.

“No,” said young Mr. Hobday.`);
    expect(people['Giles Hobday']).toEqual(['young Mr. Hobday']);
    expect(Object.keys(people)).toContain('Mr. Hobday');
  });

  it('leave Miss and the family name to the eldest', () => {
    const people = cast(`“Come in,” said Miss Tarrant. She was at the window. Miss Tarrant had her hat on.

“We are early,” said Clara Tarrant. She laughed. Clara Tarrant sat down, and she yawned. Clara Tarrant took her hat off.

“Not at all,” said Dora Tarrant. She rang the bell. Dora Tarrant stood up, and she coughed. Dora Tarrant lost her glove.

“Miss Dora is always kind,” said Joan. Miss Dora Tarrant smiled at that. Miss Dora was pleased.`);
    expect(people['Clara Tarrant']).toContain('Miss Tarrant');
  });

  it('are not one’s for being short forms of each other', () => {
    const people =
      cast(`Mr. Drew was a draper. He was thin. Thomas Drew, it said above the door. Mr. Drew looked at Tom.

“Sweep it,” said Mr. Drew.

“Presently,” said Tom. He yawned.

“At once, Tom Drew,” said Mr. Drew.

“Well,” said Tom. Tom Drew took the broom, and Tom whistled. Mr. Drew and Tom went in. Tom was tired.`);
    const father = Object.entries(people).find(([name, aliases]) => [name, ...aliases].includes('Mr. Drew'));
    expect(father?.flat()).not.toContain('Tom');
    expect(father?.flat()).not.toContain('Tom Drew');
  });
});

describe('titles', () => {
  it.each([
    ['Monsieur Armand', 'M. Armand', 'Mr. Armand'],
    ['Dr. Pell', 'Doctor Pell', 'Pell'],
    ['Mademoiselle Roche', 'Mlle. Roche', 'Miss Roche'],
    ['Capt. Boyle', 'Captain Boyle', 'the Captain'],
  ])('%s, %s and %s are one person', (a, b, c) => {
    const { people, questions } = read(
      `“Good morning,” said ${a}. ${a} sat down.\n\n“Good morning, ${b},” said Joan. ${b} wrote a note.\n\n“Not so good,” said ${c}. Joan laughed, and ${c} frowned.`,
    );
    expect(people.filter(({ name }) => name !== 'Joan')).toHaveLength(1);
    expect(questions).toEqual([]);
  });

  it('leave the Professor to the doctor who is so called', () => {
    const people = cast(`“It is late,” said the Professor. He shut the book.

“Dr. Van Loon is right,” said Joan. Dr. Van Loon bowed. Van Loon was a Dutchman.

“Professor Van Loon is never wrong,” said Peter.

“Thank you,” said the Professor. The Professor smiled.`);
    const all = Object.entries(people).map(([name, aliases]) => [name, ...aliases].toSorted());
    expect(all).toContainEqual([
      'Dr. Van Loon',
      'Professor',
      'Professor Van Loon',
      'The Professor',
      'Van Loon',
    ]);
  });

  it('need no question where parts of a name are alone', () => {
    const { people, questions } = read(`“Aboard,” said Black Tom Carver. Black Tom Carver had one eye.

“Aboard,” said Black Tom. Black Tom spat.

“Yes,” said Carver. Carver was first up the side. “Yes,” said Tom Carver.`);
    expect(questions).toEqual([]);
    expect(people).toHaveLength(1);
  });
});

describe('words with a capital', () => {
  it('are not people for being cried out or thought over', () => {
    const text = Array.from(
      { length: 6 },
      (_, n) =>
        `“Holloa! Number ${n}!” cried Stokes to me.\n\n“Um, here,” I said.\n\n“Wow, well done,” said Stokes.`,
    ).join('\n\n');
    expect(Object.keys(cast(text)).toSorted()).toEqual(['Stokes', 'The Narrator']);
    const dialect = text.replaceAll('Holloa', 'Haroo').replaceAll('Wow', 'Yarrah');
    expect(Object.keys(cast(dialect)).toSorted()).toEqual(['Stokes', 'The Narrator']);
  });

  it('are nobody by themselves where they name a family', () => {
    const people = cast(`“Come in,” said Hale. He had a pipe. Hale sat down.

“Thank you,” said Joan. She was cold.

The Hales bowed. The Hales had come late. The Hales looked at each other.`);
    expect(Object.keys(people).toSorted()).toEqual(['Hale', 'Joan']);
  });

  it('are no mention of somebody where they name a street or a house', () => {
    const { people } =
      read(`“I live here,” said Mr. Baker. Baker Street was dark. He left Baker Street and Baker House behind.

“Where?” said Joan. Baker laughed.`);
    expect(people.find(({ name }) => name === 'Mr. Baker')).toMatchObject({ mentions: 2 });
    expect(people).toHaveLength(2);
  });
});
