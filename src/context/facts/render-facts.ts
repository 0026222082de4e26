import type { Topic } from '../../contracts/memory.js';
import type { Sheet } from '../../contracts/sheet.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { fenced } from '../quoting/fence.js';
import { type Calendar, day } from '../when/day-label.js';
import { type KnownFact, pastFacts } from './fact.js';

const HEADINGS = {
  en: 'What held then of things that change, newest first; where the messages below differ, go by them:',
  zh: '会变的情况，到这时是这样，新的在前；下面的消息与此不同的，以消息为准：',
};

const TOPIC_WORDS: Record<Sheet['language'], Record<Topic, string>> = {
  en: {
    home: 'home',
    work: 'work',
    study: 'study',
    partner: 'partner',
    family: 'family',
    pet: 'pet',
    health: 'health',
    plan: 'plan',
    promise: 'promise',
    other: '',
  },
  zh: {
    home: '住处',
    work: '工作',
    study: '学业',
    partner: '伴侣',
    family: '家人',
    pet: '宠物',
    health: '健康',
    plan: '打算',
    promise: '承诺',
    other: '',
  },
};

/** So many of a topic that has many things at once. */
const MOST_OF_TOPIC = 6;

/**
 * What holds of those in a story where its chronicle ends, as it stands there: what is past is left out.
 *
 * @param newestFirst of messages that are folded
 * @param tokens estimated, at most
 */
export function renderFacts(
  newestFirst: readonly KnownFact[],
  { name, user }: { name: string; user: string },
  language: Sheet['language'],
  calendar: Calendar,
  tokens: number,
): string {
  const past = pastFacts(newestFirst);
  const lines: string[] = [];
  const ofTopic = new Map<string, number>();
  let left = tokens - estimateTokens(HEADINGS[language]);
  for (const fact of newestFirst) {
    const topic = `${fact.about}\n${fact.topic}`;
    const told = ofTopic.get(topic) ?? 0;
    if (past.has(fact) || told === MOST_OF_TOPIC) continue;
    const who = fact.about === 'user' ? user : fact.about === 'character' ? name : fact.about;
    const what = [TOPIC_WORDS[language][fact.topic], fact.thing]
      .filter(Boolean)
      .join(language === 'zh' ? '·' : ' ');
    // What the rules found are words of whoever said them.
    const text = fact.madeBy === 'rule' ? `“${fact.text}”` : fact.text;
    const on = [day(fact.at, calendar, language), `#${fact.seq}`].filter(Boolean);
    // Whoever it is about is named by a model, too: all of it is one line.
    const said =
      language === 'zh'
        ? `- ${who}${what && `，${what}`}：${text}（${on.join('，')}）`
        : `- ${who}${what && `, ${what}`}: ${text} (${on.join(', ')})`;
    const line = fenced(said.replace(/\s+/g, ' '));
    const cost = estimateTokens(line) + 1;
    if (cost > left) break;
    left -= cost;
    ofTopic.set(topic, told + 1);
    lines.push(line);
  }
  return lines.length ? [HEADINGS[language], ...lines].join('\n') : '';
}
