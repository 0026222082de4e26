/** What asks how something was said, and stands nowhere in what was said. */
const WORDING =
  /原[话話]|一字一句|一字不[差漏改]|[怎咋][么麼]?(?:[说說]|[讲講])的?|\b(?:exact|very) words\b|\bword for word\b|\bverbatim\b/giu;

/** A question without that: “his exact words about the lamp” asks for the lamp. Where nothing else is left, as it is. */
export function withoutWording(text: string): string {
  const rest = text.replace(WORDING, ' ');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : text;
}
