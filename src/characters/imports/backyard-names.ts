/**
 * A text of Backyard's with names for those who talk: `{character}`, `{user}` and `#{user}:` are how it writes them.
 *
 * @param user what stands for the user, a name or a macro
 * @param character what stands for the character
 */
export function withBackyardNames(text: string, user: string, character: string): string {
  const name = (who: string) => (who.toLowerCase() === 'user' ? user : character);
  return text
    .replace(/#\{(user|character)\}:/gi, (_, who: string) => `${name(who)}:`)
    .replace(/(?<!\{)\{(user|character)\}(?!\})/gi, (_, who: string) => name(who));
}
