/** The parts of a prompt prefix, rendered; each may be empty but the sheet and the frame. */
export interface PrefixParts {
  sheet: string;
  chronicle: string;
  source: string;
  frame: string;
  /** That have settled. */
  rules: string;
}

/** A prompt prefix, and where the chronicle stands in it, in UTF-16 units. */
export interface PromptPrefixText {
  text: string;
  chronicleAt: number;
  chronicleEnd: number;
}

/**
 * What every request of a session begins with: who is played, what has happened, the source, and last, nearest to the
 * messages, how to play.
 */
export function joinPrefix({ sheet, chronicle, source, frame, rules }: PrefixParts): PromptPrefixText {
  const join = (parts: string[]) => parts.filter(Boolean).join('\n\n');
  const before = chronicle ? `${sheet}\n\n` : sheet;
  const after = join([source, frame, rules]);
  const text = before + (chronicle ? `${chronicle}\n\n${after}` : `\n\n${after}`);
  return { text, chronicleAt: before.length, chronicleEnd: before.length + chronicle.length };
}
