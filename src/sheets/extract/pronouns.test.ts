import { describe, expect, it } from '@jest/globals';
import { divideExtracted, read } from '../../text/speakers/reading.js';
import { extractSheet } from './extractive-sheet.js';

/** All that the sheet of somebody says, but for the figures. */
function told(text: string, name: string): string[] {
  const reading = read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text }));
  const person = reading.people.find((one) => one.name === name || one.aliases.includes(name));
  const sheet = extractSheet(name, [reading], person && [person.name, ...person.aliases]);
  return [...sheet.identity, ...sheet.drives, ...sheet.voice, ...sheet.relationships, ...sheet.timeline].map(
    (claim) => claim.text,
  );
}

const TALK = `“Good evening,” said Hester Vail.\n\n“Good evening,” said Adam Reed.\n\n“Sit down,” said Hester.\n\n“Thank you,” said Adam.`;

describe('she and he', () => {
  it('are the only one who is there, over paragraphs that name nobody', () => {
    const text = `Hester Vail kept the inn at Marle. Her eyes were grey.\n\n${TALK}\n\nHe put out his hand.\n\n“Well,” said Adam.\n\nHe was forty. He had a scar on his chin.\n\nShe was twenty-nine. She hated the sea. She spoke slowly, as if words cost money.\n\nIn June she sold the inn to a stranger. Her brother was in Canada.\n`;
    expect(told(text, 'Hester Vail')).toEqual(
      expect.arrayContaining([
        'Hester Vail: She was twenty-nine.',
        'Hester Vail: She hated the sea.',
        'Hester Vail: She spoke slowly, as if words cost money.',
        'Hester Vail’s brother: Her brother was in Canada.',
        'Hester Vail: In June she sold the inn to a stranger.',
      ]),
    );
    expect(told(text, 'Hester Vail').join()).not.toMatch(/forty|scar/);
    expect(told(text, 'Adam Reed').join('\n')).toMatch(/He was forty[^]*He had a scar on his chin/);
  });

  it('are nobody where two may be meant', () => {
    const text = `${TALK}\n\n“Good evening,” said Ruth Calder. She was Adam’s wife, and she smiled.\n\nHester looked at Ruth. Ruth looked at Hester.\n\nShe was twenty-nine. She hated the sea.\n`;
    expect([...told(text, 'Hester Vail'), ...told(text, 'Ruth Calder')].join()).not.toMatch(
      /twenty-nine|hated/,
    );
  });

  it('are nobody behind a line that nobody is known to say', () => {
    const text = `${TALK}\n\nAdam went out. A boy stood at the gate.\n\n“Have you any sugar?” he asked in a hard little voice. He had a limp.\n`;
    expect(told(text, 'Adam Reed').join()).not.toMatch(/voice|limp/);
  });

  it('go on about whom a paragraph was about, not whom it mentions', () => {
    const text = `${TALK}\n\nHester had long black hair. She loved the fair. She had met Ruth Calder there. She was proud.\n\n“Come,” said Ruth Calder.\n`;
    expect(told(text, 'Hester Vail')).toContain('Hester Vail: She was proud.');
    expect(told(text, 'Ruth Calder').join()).not.toMatch(/proud/);
  });

  it('mean the captain, where there is one', () => {
    const text = `“Good evening,” said Captain Rundle.\n\n“Good evening,” said Adam Reed.\n\nCaptain Rundle was a slow, courteous man of seventy. He laughed. The captain hated the cold.\n`;
    expect(told(text, 'Captain Rundle')).toEqual(
      expect.arrayContaining([
        'Captain Rundle was a slow, courteous man of seventy.',
        'Captain Rundle: The captain hated the cold.',
      ]),
    );
  });

  it('tell no half sentences', () => {
    const text = `${TALK}\n\n“I am tired,” said Adam Reed. Adam was the miller of Marle.\n\n“Then sleep,” cried Hester, who had sold the inn that day and given the money to the miller.\n`;
    for (const line of told(text, 'Hester Vail')) expect(line).not.toMatch(/cried Hester/);
  });
});

describe('whoever tells a story', () => {
  it('is told of under the name that they give themselves, and so are those who are theirs', () => {
    const text = `My name is Daniel Mercer. I was twenty-two, and I ran a parking lot. I like small rooms.\n\nMy sister Dell teaches shop at the high school. She never knocks.\n\n“Sit down,” said Dell.\n\n“I won’t,” I said.\n\n“Sit down,” said Dell.\n\n“All right,” I said.\n\nI sold the lot in May.\n`;
    expect(told(text, 'Daniel Mercer')).toEqual(
      expect.arrayContaining([
        'Daniel Mercer says: “I was twenty-two, and I ran a parking lot.”',
        'Daniel Mercer says: “I like small rooms.”',
        'Dell is Daniel Mercer’s sister.',
        'Daniel Mercer says: “I sold the lot in May.”',
      ]),
    );
    expect(told(text, 'Dell')).toEqual(
      expect.arrayContaining(['My sister Dell teaches shop at the high school.', 'Dell: She never knocks.']),
    );
    expect(told(text, 'Daniel Mercer').join()).not.toMatch(/knocks/);
  });
});

const ZH_TALK =
  '“你来了。”许知夏说。\n\n“来了。”江临说。\n\n许知夏笑了笑。她把门开大了一些。\n\n江临换了鞋。他把伞放在门口。';

describe('她和他', () => {
  it('在只有一男一女的场景里各是各的', () => {
    const text = `${ZH_TALK}\n\n他今年二十七岁，话很少。\n\n她二十四岁，个子不高。她最讨厌下雨。她说话像放鞭炮。\n\n夏天，她卖掉了房子。\n\n江临笑了。他的妹妹在北京念大学。\n`;
    expect(told(text, '许知夏')).toEqual(
      expect.arrayContaining([
        '许知夏：她二十四岁，个子不高。',
        '许知夏：她最讨厌下雨。',
        '许知夏：她说话像放鞭炮。',
        '许知夏：夏天，她卖掉了房子。',
      ]),
    );
    expect(told(text, '江临')).toEqual(
      expect.arrayContaining(['江临：他今年二十七岁，话很少。', '江临的妹妹：他的妹妹在北京念大学。']),
    );
  });

  it('可能是两个人时不算谁的', () => {
    const text = `${ZH_TALK}\n\n“周昊！”许知夏说。周昊点了点头，他的表很亮。\n\n“走吧。”周昊说。\n\n江临看着周昊，周昊看着江临。\n\n他三十一岁，最讨厌下雨。\n`;
    expect([...told(text, '江临'), ...told(text, '周昊')].join()).not.toContain('三十一岁');
  });

  it('是“他叫某某”里说的那个人，护士长是孟护士长', () => {
    const text =
      '护士长姓孟，叫孟秋菊。她说话又快又响。\n\n“赶紧。”孟秋菊说。\n\n“是。”方禾说。\n\n“赶紧！”孟秋菊说。\n\n后来大家才知道，他叫方禾，二十七岁。\n\n今天孟护士长跟院长吵了一架。\n';
    expect(told(text, '孟秋菊')).toEqual(
      expect.arrayContaining(['孟秋菊：她说话又快又响。', '今天孟护士长跟院长吵了一架。']),
    );
    expect(told(text, '方禾').join()).toContain('二十七岁');
  });
});

it('reads a text that has private characters of its own', () => {
  const text = `${ZH_TALK}\n\n许知夏看了看\uE123，又看了看江临。\n\n许知夏今年二十四岁。\n`;
  expect(told(text, '许知夏').length).toBeGreaterThan(0);
});
