/** `POST /api/characters/draft`: an idea of somebody, from which a model drafts a character. Nothing is stored. */
export interface CharacterIdea {
  /** Some lines. */
  idea: string;
  /** Which the character is to be written in. */
  language: 'en' | 'zh';
}

/** A character as a model imagines it, in the fields of a card: text to be read and changed. */
export interface CharacterDraft {
  name: string;
  description: string;
  personality: string;
  scenario: string;
  greetings: string[];
  examples: string;
  tags: string[];
}
