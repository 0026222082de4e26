import { createHash } from 'node:crypto';
import type { FrameLength } from '../../../context/parts/frame.js';
import { SYSTEM_PROMPT_FORMAT } from '../../../context/parts/sheet.js';
import type { PrefixMoved } from '../../../contracts/receipt.js';
import type { UnrenderedSnapshot } from '../../story/session-snapshot.js';

/** Behind the chronicle's number: it is another one because messages came back. */
const UNFOLDED = 'u';

/** What a prompt prefix is rendered from; a colon stands between what moves the prefix for different causes. */
export function keyOf(snapshot: UnrenderedSnapshot, frame: FrameLength): string {
  const { characterId, name, persona, timeZone, upToSection } = snapshot;
  const hash = (facts: unknown) =>
    createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
  const rest = hash([characterId, name, timeZone, frame, upToSection]);
  const source = snapshot.sourceLeft ? 'left' : String(snapshot.pinSource ?? 'auto');
  const { sheetVersion, branchId } = snapshot;
  const chronicle = `${snapshot.chronicle}${snapshot.unfolded === snapshot.chronicle && snapshot.chronicle ? UNFOLDED : ''}`;
  const parts = [sheetVersion, branchId, chronicle, rest, source, hash(persona), SYSTEM_PROMPT_FORMAT];
  const chosen = [snapshot.storyTime === 'mine' ? '' : snapshot.storyTime, snapshot.framePrompts ?? ''];
  // The user's time, and our own words, go without saying.
  return [...parts, ...chosen].join(':').replace(/:+$/, '');
}

/** Why a prompt prefix has another key now. */
export function causeOf(before: string, now: string): PrefixMoved {
  const [was, is] = [before.split(':'), now.split(':')];
  if (was[6] !== is[6]) return 'upgrade';
  if ((was[7] ?? '') !== (is[7] ?? '')) return 'clock';
  if (was[0] !== is[0]) return 'sheet';
  if (was[1] !== is[1]) return 'branch';
  if (was[2] !== is[2]) return is[2]!.endsWith(UNFOLDED) ? 'unfold' : 'fold';
  if (was[3] === is[3] && was[8] !== is[8]) return 'prompt';
  if (was[3] === is[3] && was[4] !== is[4]) return 'source';
  return was[3] === is[3] && was[5] !== is[5] ? 'persona' : 'edit';
}
