/** The parts of a prompt prefix, rendered; each may be empty but the sheet and the frame. */
export interface PrefixParts {
  sheet: string;
  chronicle: string;
  source: string;
  frame: string;
  /** That have settled. */
  rules: string;
}

/** A prompt prefix, and where its parts stand in it, in UTF-16 units: the source lies between chronicle and frame. */
export interface PromptPrefixText {
  text: string;
  chronicleAt: number;
  chronicleEnd: number;
  frameAt: number;
  /** The end of the text where no rules have settled. */
  rulesAt: number;
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
  const rulesAt = text.length - rules.length;
  return {
    text,
    chronicleAt: before.length,
    chronicleEnd: before.length + chronicle.length,
    frameAt: rulesAt - (rules ? '\n\n'.length : 0) - frame.length,
    rulesAt,
  };
}
