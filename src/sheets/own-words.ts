import { Injectable } from '@nestjs/common';
import { isInstruction } from '../text/instructions/instructions.js';
import { COPIED } from './in-children.js';
import { PaidAnswers } from './paid-answers.js';
import { Children } from '../children/children.js';
import type { LocatedClaim } from './claim-verification.js';
import { rewordedSchema, type WrittenExample } from './answer-schemas.js';
import { ANSWERS, languageOf } from './writing-questions.js';
import type { WritingTask } from './writing-task.js';
import { WRITING } from './writing-words.js';

/** Sees to it that a sheet describes its source, rather than to copy it. */
@Injectable()
export class OwnWords {
  constructor(
    private readonly children: Children,
    private readonly answers: PaidAnswers,
  ) {}

  /** What copies the source is said in other words, or, where it still does, left out; lines of the voice are meant to. */
  async of(
    writing: WritingTask,
    placed: readonly LocatedClaim[],
    scene: WrittenExample,
    answer: number,
  ): Promise<{ placed: LocatedClaim[]; scene: WrittenExample }> {
    const sources = writing.readings.map(({ text }) => text);
    const texts = new Map<string, string>();
    placed.forEach(({ part, claim }, n) => part !== 'examples' && texts.set(String(n), claim.text));
    texts.set('scenario', isInstruction(scene.scenario) ? '' : scene.scenario.trim());
    texts.set('greeting', isInstruction(scene.greeting) ? '' : scene.greeting.trim());
    const copying = async (keys: string[]): Promise<string[]> => {
      const copied = keys.map((key) => texts.get(key)!);
      const numbers = await this.children.call(COPIED, 'copiesAmong', [copied, sources], writing.signal);
      return numbers.map((n) => keys[n]!);
    };
    const copied = await copying([...texts.keys()]);
    if (copied.length) {
      const language = languageOf(writing);
      const material = copied.map((key, n) => `#${n + 1} ${texts.get(key)!.replace(/\s+/g, ' ')}`).join('\n');
      const reworded = await this.answers.ask(
        {
          instructions: WRITING[language].reword,
          material,
          schema: rewordedSchema,
          name: 'own_words',
          maxTokens: answer,
          answers: ANSWERS.text * copied.length,
          signal: writing.signal,
        },
        writing.spending,
      );
      for (const [n, key] of copied.entries()) {
        const text = reworded.texts.find((one) => one.n === n + 1)?.text.trim() ?? '';
        texts.set(key, isInstruction(text) ? '' : text);
      }
      for (const key of await copying(copied)) texts.set(key, '');
    }
    return {
      placed: placed
        .map(({ part, claim }, n) => ({
          part,
          claim: { ...claim, text: texts.get(String(n)) ?? claim.text },
        }))
        .filter(({ claim }) => claim.text !== ''),
      scene: { scenario: texts.get('scenario')!, greeting: texts.get('greeting')! },
    };
  }
}
