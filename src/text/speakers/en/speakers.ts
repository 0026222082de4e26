import { findMentions } from './names/names.js';
import { correctCues } from './people/corrected-cues.js';
import { distinctNames } from './people/distinct-names.js';
import { narratorOf } from './people/narrator.js';
import { individualsOf } from './people/people.js';
import type { Individual } from './people/individual.js';
import type { NarrativeFacts } from './inference/candidates.js';
import { speakersOf } from './inference/inference.js';
import { turnsOf } from './lines/turns.js';
import type { NamedPerson, Passage, Question, Quotation, SpeechReading } from '../../types.js';
import { usesOf } from './people/name-uses.js';

/** Who is in an English text, and who says each of its lines. */
export function attributeEnglishSpeech(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): SpeechReading {
  const { story, people, questions } = storyOf(text, passages, lines);
  const speakers: (NamedPerson | null)[] = lines.map(() => null);
  speakersOf(story).forEach((person, n) => {
    for (const line of story.turns[n]!.lines) speakers[line] = person;
  });
  return { people, speakers, questions, narrator: story.narrator };
}

/** What an English text tells before its lines are given to anybody. */
export function storyOf(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): { story: NarrativeFacts; people: Individual[]; questions: Question[] } {
  const mentions = findMentions(text, passages);
  const numbers = new Map<string, number>();
  for (const { name } of mentions.flat()) if (!numbers.has(name)) numbers.set(name, numbers.size);
  const names = [...numbers.keys()];
  const { turns, narrated } = turnsOf(text, passages, lines, mentions, (name) => numbers.get(name)!);
  const { people, ofName, questions, ambiguous, looseInTalk } = individualsOf(
    usesOf(names, mentions, narrated, turns),
    distinctNames(names, mentions, narrated, turns),
  );
  for (const { called, spokenOf } of turns) {
    for (const name of looseInTalk) {
      called.delete(numbers.get(name)!);
      spokenOf.delete(numbers.get(name)!);
    }
  }
  const ofNumber: (Individual | null)[] = names.map((name) => ofName.get(name) ?? null);
  const personOf = (n: number) => ofNumber[n]!;
  correctCues(turns, ofNumber);
  const narrator = narratorOf(turns, narrated, personOf);
  if (narrator && !people.includes(narrator)) people.push(narrator);
  return { story: { turns, narrated, narrator, personOf, ambiguous }, people, questions };
}
