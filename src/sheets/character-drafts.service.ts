import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { BackgroundCalls } from '../connections/spending/background-calls.js';
import type { CharacterDraft } from '../contracts/character-draft.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';

/** In tokens: what a draft takes, about, and the most that is paid for. */
const ANSWER = 1200;
const MOST = 4000;
/** In UTF-16 units; a model that goes on and on is cut. */
const LONGEST = { name: 200, text: 20_000, tag: 60 };
const MOST_GREETINGS = 5;
const MOST_TAGS = 12;

const schema = z.object({
  name: z.string(),
  description: z.string(),
  personality: z.string(),
  scenario: z.string(),
  greetings: z.array(z.string()),
  examples: z.string(),
  tags: z.array(z.string()),
});

/** Characters out of an idea, written by the model that works in the background. */
@Injectable()
export class CharacterDrafts {
  constructor(private readonly calls: BackgroundCalls) {}

  /**
   * @param instructions what asks for it, in the language of the draft
   * @throws Problem model_needed, budget_reached; what the model throws
   */
  async draft(
    ownerId: string,
    idea: string,
    instructions: string,
    signal: AbortSignal,
  ): Promise<CharacterDraft> {
    const choice = { ownerId, connectionId: null };
    if (!(await this.calls.card(choice)).isLanguageModel)
      throw new Problem('model_needed', 'Only a language model can draft a character. Connect one.');
    const { value } = await this.calls.fill(
      { ...choice, purpose: 'draft', subjectId: randomUUID() },
      { name: 'character', instructions, material: idea, schema, maxTokens: MOST, signal },
      ANSWER,
    );
    return {
      name: cut(value.name, LONGEST.name),
      description: cut(value.description, LONGEST.text),
      personality: cut(value.personality, LONGEST.text),
      scenario: cut(value.scenario, LONGEST.text),
      greetings: several(value.greetings, LONGEST.text, MOST_GREETINGS),
      examples: cut(value.examples, LONGEST.text),
      tags: several(value.tags, LONGEST.tag, MOST_TAGS),
    };
  }
}

const cut = (text: string, most: number) => truncate(storable(text).trim(), most);
const several = (texts: string[], longest: number, most: number) =>
  texts
    .map((text) => cut(text, longest))
    .filter(Boolean)
    .slice(0, most);
