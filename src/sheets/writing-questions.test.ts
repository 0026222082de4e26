import { describe, expect, it } from '@jest/globals';
import type { Text } from '../text/speakers/reading.js';
import { estimateTokens } from '../text/search/tokens.js';
import { roomOf } from './source-parts.js';
import { wholeQuestion } from './writing-questions.js';

interface Claim {
  part: string;
  text: string;
  kind: string;
  about: string | null;
  quotes: { passage: string; quote: string }[];
}

const claim = (part: string, text: string, about: string | null, ...quotes: string[]): Claim => ({
  part,
  text,
  kind: 'stated',
  about,
  quotes: quotes.map((quote, n) => ({ passage: `p${117 + n}`, quote })),
});

/** Claims as models write them, of the usual length. */
const SAMPLES = {
  en: {
    most: /at most (\d+) claims/i,
    greeting: '*She does not look up from the rope.* “Sit in the middle, and keep your hands dry.” '.repeat(
      8,
    ),
    claims: [
      claim(
        'identity',
        'Ilse Brandt is a ferrywoman in her fifties who has worked the last crossing on the Ouse since her father died.',
        null,
        'she had taken the oars the week they buried him',
      ),
      claim(
        'relationships',
        'Matthis is her only son; he went to sea eleven years ago after a quarrel that she will not tell anybody about.',
        'Matthis',
        'eleven years, and not a line',
        'what was said that night stayed in that kitchen',
      ),
      claim(
        'limits',
        'She cannot read more than her own name, and has letters read to her by the curate.',
        'the curate',
        'the curate read it to her twice, and she nodded twice',
      ),
      claim(
        'examples',
        '“I have carried bishops and I have carried pigs, sir, and I never had to wash the boat after the pigs.”',
        'to a gentleman who asked whether the boat was clean',
        'I have carried bishops and I have carried pigs, sir',
      ),
    ],
  },
  zh: {
    most: /不超过(\d+)条/,
    greeting: '*她没有抬头，只把缆绳又绕了一圈。*“坐中间，手别沾水。”'.repeat(8),
    claims: [
      claim(
        'identity',
        '沈渡五十来岁，自父亲过世起便在芦花渡摆渡，如今渡口只剩她这一条船。',
        null,
        '爹下葬那日，她接过了篙',
      ),
      claim(
        'relationships',
        '阿舟是她的独子，十一年前争吵之后出了海，争的是什么她从不对人讲。',
        '阿舟',
        '十一年了，一个字也没有',
        '那晚的话，就烂在那间灶房里了',
      ),
      claim(
        'limits',
        '她只认得自己的名字，来了信要请学堂的先生念给她听。',
        '先生',
        '先生念了两遍，她点了两回头',
      ),
      claim(
        'examples',
        '“和尚我渡过，猪我也渡过，渡完猪倒不用洗船。先生坐中间，手别沾水。”',
        '对一位嫌船脏的先生',
        '和尚我渡过，猪我也渡过',
      ),
    ],
  },
};

describe('the number of claims that is asked for', () => {
  it.each(
    [4096, 8192, 12_000, 16_384, 32_768, 131_072].flatMap((window) => [
      ['en', window] as const,
      ['zh', window] as const,
    ]),
  )('fits into the answer (%s, a window of %d), indented as well', (language, window) => {
    const { claims, greeting, most: pattern } = SAMPLES[language];
    const { answer } = roomOf(window);
    const character = {
      name: 'Ilse Brandt',
      names: [],
      isNamed: true,
      readings: [{ language } as unknown as Text],
    };
    const { instructions, maxTokens } = wholeQuestion(character, { lines: ['[p1] x'], tokens: 5 }, answer);
    const most = Number(pattern.exec(instructions)![1]);
    const written = Array.from({ length: most }, (_, n) => claims[n % claims.length]!);
    const answered = JSON.stringify({ claims: written, scenario: greeting.slice(0, 160), greeting }, null, 2);
    expect(estimateTokens(answered)).toBeLessThanOrEqual(maxTokens);
    // And not much more than that would be cut off.
    const more = Array.from({ length: 4 * most + 8 }, (_, n) => claims[n % claims.length]!);
    expect(estimateTokens(JSON.stringify({ claims: more }))).toBeGreaterThan(maxTokens);
  });
});
