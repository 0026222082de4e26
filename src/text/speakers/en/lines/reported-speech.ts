/** What stands in marks in an English text without being said aloud: what a look says, what is written, reported speech. */

/** An arch look expressed, “I know you”: nobody says it. */
const LOOKS =
  /(?:\b(?:looks?|looked|eyes?|smile|glance|face|countenance|air|nod|gesture|motion|shrug)\b[^.!?“”"]{0,60}\b(?:expressed|meant|implied)|\bas (?:much|if) as? ?to say|\bseemed to say|\bas plainly as(?: possible)?)[\s,:—–-]*$/;
const WRITTEN =
  /\b(?:inscription|inscribed|entitled|headed|labell?ed|motto|placard|printed|engraved|carved|painted|title-page|sign-?board|advertisement|written (?:up|over|on|in|across))\b[^.!?;“”"]{0,60}$/;
const SAYS =
  /\b(?:sa(?:id|ys?|ying)|cri(?:ed|es)|ask(?:ed|s|ing)|repl(?:ied|ies|ying)|answer(?:ed|ing)?|add(?:ed|ing)|exclaim(?:ed|ing)|whisper(?:ed|ing)|observ(?:ed|ing)|repeat(?:ed|ing)|return(?:ed|ing)|call(?:ed|ing)|shout(?:ed|ing)|thought|began|continued|resumed|rejoined|retorted|explained|corroborated|murmured|muttered|spoke|went on)\b/;
/** Whoever speaks says I or calls somebody you. */
const SPEAKERS =
  /\b(?:I|me|my|mine|myself|we|us|our|ours|you|your|yours|ye|thou|thee|thy|sir|madam|ma['’]am)\b|\blet['’]s\b/i;
const OF_OTHERS = /\b(?:he|she|his|her|him|they|their|them)\b/i;
const TOLD = /\b(?:was|were|had|should|would|could|might|did)\b/;
const NOW =
  /\b(?:is|are|am|has|have|will|shall|can|may|do|does|don['’]?t|isn['’]?t|won['’]?t|cannot)\b|\b(?:it|that|what|who|there|he|she|they)['’ ](?:s|ll|re|ve|d)\b/i;
/** In UTF-16 units. */
const BEFORE = 120;
const BEHIND = 60;
const SHORTEST = 25;

/**
 * Whether what stands in marks is not said aloud.
 * @param before the passage up to the opening mark
 * @param behind the passage from the closing mark on
 */
export function isReported(speech: string, before: string, behind: string): boolean {
  const lead = before.slice(-BEFORE);
  if (LOOKS.test(lead)) return true;
  const tagged =
    SAYS.test(lead.split(/["“”]/).at(-1)!.slice(-70)) ||
    SAYS.test(behind.slice(0, BEHIND).split(/["“”]/)[0]!);
  if (tagged) return false;
  if (WRITTEN.test(lead)) return true;
  // “He had never been so happy. Would not they come again?”: told of whoever says it.
  const hasNarration = before.trim() !== '' || behind.trim() !== '';
  return (
    hasNarration &&
    speech.length >= SHORTEST &&
    !SPEAKERS.test(speech) &&
    OF_OTHERS.test(speech) &&
    TOLD.test(speech) &&
    !NOW.test(speech)
  );
}
