import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../contracts/problem.js';
import { readCard } from '../cards/card-file.js';
import { writeCard } from '../cards/card.js';

const read = (file: unknown) => readCard(Buffer.from(typeof file === 'string' ? file : JSON.stringify(file)));
const fields = (file: unknown) => {
  const { name, sheet } = read(file);
  const text = (id: string) => [...sheet.identity, ...sheet.examples].find((claim) => claim.id === id)?.text;
  return {
    name,
    description: text('card-description'),
    examples: text('card-examples'),
    scenario: sheet.scenario,
    greetings: sheet.greetings,
  };
};

const EN = {
  name: 'Mara',
  description: 'Keeps the light.',
  greeting: 'Who is there?',
  scene: 'A lighthouse.',
};
const ZH = { name: '米拉', description: '守灯的人。', greeting: '谁在那儿？', scene: '灯塔。' };
type Words = typeof EN;

const pygmalion = ({ name, description, greeting, scene }: Words) => ({
  char_name: name,
  char_persona: description,
  char_greeting: greeting,
  world_scenario: scene,
  example_dialogue: '{{user}}: ?',
  metadata: { version: 1 },
});
const risu = ({ name, description, greeting, scene }: Words) => ({
  type: 'character',
  name,
  desc: description,
  firstMessage: greeting,
  scenario: scene,
  exampleMessage: '{{user}}: ?',
  alternateGreetings: [],
  globalLore: [
    { key: '灯, lamp', secondkey: '', insertorder: 7, content: 'It has a name.', alwaysActive: true },
  ],
  chats: [],
});
const yaml = ({ name, description, greeting, scene }: Words) =>
  `# a card\nname: ${name}\ngreeting: |-\n  ${greeting}\ncontext: "${description}"\nscenario: ${scene}\nexample_dialogue: "{{user}}: ?"\n`;
const yamlCard = ({ name, description, greeting, scene }: Words) =>
  `spec: chara_card_v2\nspec_version: "2.0"\ndata:\n  name: ${name}\n  description: ${description}\n  first_mes: ${greeting}\n  scenario: ${scene}\n  mes_example: "{{user}}: ?"\n`;

describe.each<[string, (words: Words) => unknown]>([
  ['Pygmalion', pygmalion],
  ['RisuAI', risu],
  ['text-generation-webui', yaml],
  ['a card in YAML', yamlCard],
])('a character of %s', (_, write) => {
  it.each([
    ['English', EN],
    ['Chinese', ZH],
  ])('is read as a card, in %s, and goes out as one', (_language, words) => {
    const expected = {
      name: words.name,
      description: words.description,
      examples: '{{user}}: ?',
      scenario: words.scene,
      greetings: [words.greeting],
    };
    expect(fields(write(words))).toEqual(expected);
    expect(fields(writeCard(read(write(words))).v3)).toEqual(expected);
  });

  it('that was cut is refused, or is read as far as it goes', () => {
    const written = write(EN);
    const text = typeof written === 'string' ? written : JSON.stringify(written);
    for (let end = 0; end < text.length; end += 5) {
      try {
        read(text.slice(0, end));
      } catch (error) {
        expect(error).toMatchObject({ code: 'card_unreadable' });
      }
    }
  });

  it.each(['\n', '\r\n', '# a\n', '---\n', ' \n'])(
    'is refused at once where it is %j over and over',
    (line) => {
      expect(() => read(`${line.repeat(400)}!`)).toThrow(Problem);
    },
  );

  it('throws nothing but a problem, whatever stands in its fields', () => {
    const written = write(EN);
    if (typeof written === 'string') return;
    const keys = Object.keys(written as object);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        try {
          read({ ...(written as object), [key]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});

it('keeps RisuAI’s lore as a lorebook', () => {
  expect(read(risu(EN)).sheet.lorebook?.entries).toEqual([
    expect.objectContaining({
      keys: ['灯', 'lamp'],
      content: 'It has a name.',
      constant: true,
      insertion_order: 7,
    }),
  ]);
});

it('takes the name from above where the one within is empty', () => {
  expect(fields({ spec: 'chara_card_v2', name: '米拉', data: { name: ' ', first_mes: 'Hm?' } }).name).toBe(
    '米拉',
  );
});

it('goes by the card where two forms disagree, says so, and keeps the other', () => {
  const both = { ...pygmalion(EN), name: EN.name, description: 'The keeper.' };
  const { report, card } = read(both);
  expect(fields(both)).toMatchObject({ description: 'The keeper.', greetings: [EN.greeting] });
  expect(report.join('\n')).toMatch(/disagree: char_persona of Pygmalion/);
  expect(card).toMatchObject({ char_persona: EN.description });
});

it.each([
  ['aliases', `name: a\nx: &x [1]\ncontext: b\ny: [*x, *x]\n`],
  ['depth', `name: a\ncontext: b\nx: ${'['.repeat(10_000)}\n`],
  ['no mapping', '- name: a\n- context: b\n'],
  ['two mappings', 'name: a\ncontext: b\n---\nname: c\n'],
])('refuses YAML of %s', (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'card_unreadable' }));
});

it('reads a character of Agnai, whose persona is the description and whose description is for people', () => {
  const card = {
    kind: 'character',
    name: 'Mira',
    description: 'For you.',
    appearance: 'Tall.',
    persona: { kind: 'boostyle', attributes: { mood: ['calm', 'dry'], none: [''] } },
    greeting: 'Good evening.',
    sampleChat: '{{char}}: Hm.',
    scenario: 'A lighthouse.',
    alternateGreetings: ['You again.'],
    insert: { depth: 3, prompt: 'She hums.' },
    characterBook: {
      kind: 'memory',
      name: 'b',
      entries: [
        { name: 'Lamp', keywords: ['lamp'], entry: 'Burns oil.', weight: 2, priority: 7, enabled: true },
      ],
    },
    voiceDisabled: true,
  };
  const { name, sheet } = readCard(Buffer.from(JSON.stringify(card)));
  expect(name).toBe('Mira');
  expect(sheet.identity[0]!.text).toBe('mood: calm, dry\n\nTall.');
  expect(sheet).toMatchObject({
    greetings: ['Good evening.', 'You again.'],
    scenario: 'A lighthouse.',
    depthPrompt: { text: 'She hums.', depth: 3 },
    cardNotes: { creatorNotes: 'For you.' },
    lorebook: { entries: [{ keys: ['lamp'], content: 'Burns oil.', priority: 7, insertion_order: 2 }] },
  });
  const free = {
    ...card,
    persona: { kind: 'text', attributes: { text: ['Keeps the lamp.'] } },
    appearance: '',
  };
  expect(readCard(Buffer.from(JSON.stringify(free))).sheet.identity[0]!.text).toBe('Keeps the lamp.');
});
