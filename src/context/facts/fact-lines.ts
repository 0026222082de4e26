import type { Sheet } from '../../contracts/sheet.js';
import { calledUser } from '../quoting/called-user.js';
import { type Topic, TOPICS } from '../../contracts/memory.js';
import type { FactLine } from './fact.js';

/** What is asked for beside an entry, in the same request, so that it is known what holds now. */
export const FACTS_TASK: Record<Sheet['language'], string> = {
  en: 'holds: what these messages tell of {{user}}, {{char}} and those close to them that may change one day: home, work, study, partner, family, pet, health, plan, promise. One line each: number | who | which of these, with a colon and a name where there may be several | what holds since, in a few words. As in: #12 | {{user}} | home | moved to Leeds; #40 | {{user}} | pet: Momo | died of kidney failure. Only what is told, not what is guessed.',
  zh: 'holds：这些消息里讲到的{{user}}、{{char}}和身边人的情况，凡是以后可能会变的：住处、工作、学业、伴侣、家人、宠物、健康、打算、承诺。一条一行：编号 | 谁 | 上面哪一类，可能有好几个的加冒号和名字 | 从此是怎样，几个字。例如：#12 | {{user}} | 住处 | 搬到成都；#40 | {{user}} | 宠物：团子 | 得肾病死了。只写讲明了的，不要猜。',
};

const TOPIC_WORDS: Record<Topic, string> = {
  home: 'home|house|address|住处|住所|住址|家',
  work: 'work|job|工作|职业',
  study: 'study|studies|school|education|学业|学习|学校',
  partner: 'partner|relationship|love|伴侣|感情|恋爱|对象',
  family: 'family|relative|relatives|家人|亲人|亲属|家庭',
  pet: 'pet|pets|animal|宠物',
  health: 'health|illness|健康|身体|疾病',
  plan: 'plan|plans|打算|计划',
  promise: 'promise|promises|承诺|约定|诺言',
  other: 'other|其他|其它',
};
const TOPIC_OF = new Map(
  TOPICS.flatMap((topic) => TOPIC_WORDS[topic].split('|').map((word) => [word, topic] as const)),
);

const LONGEST = 300;
const LONGEST_NAME = 80;
/** No two parts that stand side by side take the same characters: a model may say a hundred thousand blanks. */
const LINE = /^[\s\-*•（(【[]*(?:#\s*)?(\d{1,9})(?:\s*[–—-]\s*#?\d+)?[\s）)】\]]*$/u;

/**
 * The facts that a model gave: what is no such line, or of no message that it has read, is passed over.
 *
 * @param read numbers of the messages that it was shown
 */
export function readFactLines(
  lines: readonly string[],
  read: ReadonlySet<number>,
  { name, user, language }: { name: string; user: string; language: Sheet['language'] },
): { seq: number; fact: FactLine }[] {
  const called = calledUser(user, language);
  return lines.flatMap((line) => {
    const [number = '', who = '', kind = '', ...rest] = line.split(/[|｜]/u).map((part) => part.trim());
    const seq = Number(LINE.exec(number)?.[1]);
    const text = rest.join(' ').trim().slice(0, LONGEST);
    const [topic = '', thing = ''] = kind.split(/[:：]/u).map((part) => part.trim());
    if (!read.has(seq) || !who || !text) return [];
    const about = who === called || who === user ? 'user' : who === name ? 'character' : who;
    return [
      {
        seq,
        fact: {
          about: about.slice(0, LONGEST_NAME),
          topic: TOPIC_OF.get(topic.toLowerCase()) ?? 'other',
          thing: thing.slice(0, LONGEST_NAME),
          text,
        },
      },
    ];
  });
}
