import { extractSheet } from '../../dist/src/sheets/extract/extractive-sheet.js';
import { divideExtracted, read } from '../../dist/src/text/speakers/reading.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';

/** By language: of each kind, a sentence that tells it of the one named, and one that must not be told of them. */
const TEXTS = {
  English: {
    name: 'Agnes Thorne',
    talk: '"Good evening," said Agnes Thorne.\n\n"Good evening," said Ruth Calder.\n\n"Sit down," said Agnes.',
    kinds: {
      trait: ['Agnes was proud and obstinate.', 'Agnes was enchanted.'],
      looks: ['Agnes had long black hair.', 'Ruth had a red face.'],
      kin: ['Ruth’s sister Agnes opened the door.', 'Agnes saw the sister of the baker.'],
      office: ['Agnes was the village schoolmistress.', 'Agnes was the first to speak.'],
      possession: ['Agnes owned a small farm.', 'Agnes had a look at the farm.'],
      ability: ['Agnes could ride like a soldier.', 'Agnes could not have known.'],
      drive: ['Agnes hated the sea.', 'Agnes feared that it was late.'],
      death: ['Agnes died in May.', 'If Agnes had died, nobody would have come.'],
      marriage: ['That winter Agnes married Ruth’s cousin.', 'Agnes had not yet returned.'],
    },
  },
  Chinese: {
    name: '顾青岚',
    talk: '“晚上好。”顾青岚说。\n\n“晚上好。”孟秀英说。\n\n“坐吧。”顾青岚说。',
    kinds: {
      trait: ['顾青岚性情刚烈。', '顾青岚听得出了神。'],
      looks: ['顾青岚身材高大。', '孟秀英脸很红。'],
      kin: ['孟秀英的表姐顾青岚开了门。', '顾青岚看见了邻居的妹妹。'],
      office: ['顾青岚是村里的小学教师。', '顾青岚是来借书的。'],
      possession: ['顾青岚有一匹白马。', '顾青岚看了一眼白马。'],
      ability: ['顾青岚精通剑法。', '顾青岚哪里会知道。'],
      drive: ['顾青岚一心要进城念书。', '顾青岚还没有回来。'],
      death: ['顾青岚死于五月。', '如果顾青岚死了，谁也不会来。'],
      marriage: ['那年冬天，顾青岚嫁给了孟秀英的表哥。', '顾青岚想嫁人。'],
    },
  },
};

/** What a sheet without a model finds of what made-up texts tell of somebody, kind by kind, and what it rightly leaves. */
export function measureSheetsWithoutModel() {
  const cases = Object.entries(TEXTS).flatMap(([language, { name, talk, kinds }]) => {
    const told = Object.entries(kinds).map(([kind, [tells, idle]]) => {
      const text = `${talk}\n\n${tells}\n\n${idle}\n`;
      const reading = read(SOURCE, text, divideExtracted({ text }));
      const person = reading.people.find((one) => [one.name, ...one.aliases].includes(name));
      const sheet = extractSheet(name, [reading], person && [person.name, ...person.aliases]);
      const claims = [...sheet.identity, ...sheet.drives, ...sheet.relationships, ...sheet.timeline];
      const quoted = claims.filter(
        ({ text: claim }) => !/Stands together|named in|一同出现|见于/.test(claim),
      );
      const shows = (sentence) =>
        quoted.some(({ citations }) => citations.some(({ quote }) => quote === sentence));
      return { kind, found: shows(tells), wrong: shows(idle) };
    });
    const found = told.filter((one) => one.found);
    const wrong = told.filter((one) => one.wrong);
    const missing = told.filter((one) => !one.found).map(({ kind }) => kind);
    return [
      {
        name: `${language}, told`,
        ratio: (found.length / told.length).toFixed(2),
        target: '≥ 0.85',
        measured: missing.length ? `without ${missing.join(', ')}` : 'every kind',
        limit: `${told.length} kinds`,
      },
      {
        name: `${language}, told though it is idle or another's`,
        ratio: (wrong.length / told.length).toFixed(2),
        target: '≤ 0.15',
        measured: wrong.map(({ kind }) => kind).join(', ') || 'none',
        limit: `${told.length} sentences`,
      },
    ];
  });
  return { title: 'Sheets without a model', limit: 'what made-up texts tell of somebody', cases };
}
