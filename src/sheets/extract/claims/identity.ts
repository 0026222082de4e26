import type { ClaimPart } from '../../../contracts/claim-parts.js';
import { hasGap } from '../../../text/instructions/kept-out.js';
import { chosen, type Fact, isLong } from '../subject/facts.js';
import { SHEET_WORDS } from './sheet-words.js';
import { namingSentences } from './naming-sentences.js';
import type { Kind } from '../rules/rules.js';
import { claimed, type FoundClaim, type Subject } from '../subject/subject.js';
import { calledOf } from './called.js';
import { labelledFacts } from './labelled-facts.js';

const KINDS: readonly Kind[] = ['status', 'age', 'looks', 'trait', 'ability', 'possession'];
const PART: Partial<Record<Kind, ClaimPart>> = { drive: 'drives', manner: 'voice' };
/** Of whom the text says nothing, so many sentences are taken that only name them. */
const FEW = 3;
/** Where a language has no rules. */
const STATEMENTS = 14;

/** Who somebody is and what moves them: what the text says of them, what others say of them, and they of themselves. */
export function identityOf(subject: Subject): FoundClaim[] {
  const { reading, facts, speaker, name, named, own, rules } = subject;
  const labelled = labelledFacts(reading, speaker ?? name).map((span) =>
    claimed(subject, 'identity', reading.text.slice(span.start, span.end), span),
  );
  const fact = (one: Fact) =>
    claimed(subject, PART[one.kind] ?? 'identity', sentenceOf(subject, one), one, {
      kind: one.quotation ? 'inferred' : 'stated',
    });
  const telling = [...KINDS, 'drive' as const, 'manner' as const].flatMap((kind) => [
    ...chosen(facts, kind, false, reading).map(fact),
    ...chosen(facts, kind, true, reading).map(fact),
  ]);
  // Of whoever speaks in a long text, their lines tell more than a sentence that only names them.
  const isHeard = speaker !== undefined && isLong(reading);
  const isKnown = reading.isProfile || (rules && (isHeard || labelled.length + facts.length > 0));
  const naming = isKnown ? [] : namingSentences(reading, named, own, rules ? FEW : STATEMENTS);
  const shown = naming
    .filter(({ start, end }) => !hasGap(reading.text.slice(start, end)))
    .map((span) =>
      claimed(
        subject,
        'identity',
        reading.text.slice(span.start, span.end).replace(/\s+/g, reading.language === 'zh' ? '' : ' '),
        span,
      ),
    );
  return [...labelled, ...calledOf(subject), ...telling, ...shown];
}

/** A sentence as a claim: it says whom it is about, and who says it. */
export function sentenceOf(
  { reading, name }: Subject,
  { start, end, byPronoun, byNarrator, quotation, isOwn }: Fact,
): string {
  const words = SHEET_WORDS[reading.language];
  const plain = reading.text.slice(start, end).replace(/\s+/g, reading.language === 'zh' ? '' : ' ');
  const text = /[\p{L}\p{N}]$/u.test(plain) ? plain + (reading.language === 'zh' ? '。' : '.') : plain;
  if (byNarrator) return words.says(name, text);
  if (!quotation) return byPronoun ? words.of(name, text) : text;
  const bare = text.replace(/^["“”‘「『'\s]+|["“”」』\s]+$/g, '').replace(/,$/, '.');
  return isOwn ? words.says(name, bare) : words.saidBy(quotation.speaker!, name, bare);
}
