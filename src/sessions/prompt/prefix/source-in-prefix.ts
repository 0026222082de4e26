import { renderSources } from '../../../context/parts/source-text.js';
import type { SourceAbsence } from '../../../contracts/session.js';
import type { Sheet } from '../../../contracts/sheet.js';
import type { SourceTexts } from '../../../sources/source-texts.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import type { UnrenderedSnapshot } from '../../story/session-snapshot.js';

/** The text of the sources, or why it is not sent. */
export async function sourceText(
  sources: SourceTexts,
  snapshot: UnrenderedSnapshot,
  sheet: Sheet,
  most: { asked: number; unasked: number },
): Promise<{ text: string } | { absence: SourceAbsence }> {
  const { characterId, pinSource } = snapshot;
  if (!(await sources.ids(characterId)).length) return { absence: 'no_source' };
  if (pinSource === false) return { absence: 'never' };
  // What has left does not come back by itself, nor does it come where messages were folded.
  if (snapshot.sourceLeft) return { absence: 'made_room' };
  if (pinSource === null && snapshot.foldedSeq > 0) return { absence: 'folded' };
  const texts = await sources.of(characterId, sheet.upTo?.section ?? null);
  const text = renderSources(texts, snapshot.name, sheet.language);
  if (!text) return { absence: 'no_source' };
  const tokens = estimateTokens(text);
  return tokens <= (pinSource ? most.asked : most.unasked) ? { text } : { absence: 'too_long' };
}
