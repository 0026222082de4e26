/** Messages as they are sent: scripts of the card may change what the model reads of them. */
import type { MessageRole } from '../../../contracts/message.js';
import type { SettledScript } from '../../../contracts/regex-script.js';
import type { PromptMessage, Transcript } from '../../../context/request/transcript.js';
import { scripted } from '../../../text/scripts/regex-scripts.js';
import { inSlices, type Work } from '../../../text/search/slices.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import type { PrefixSummary } from '../../story/session-snapshot.js';
import type { PromptMessagesRepository } from '../prompt-messages.repository.js';

/** Messages that are read at once, and of those that show pictures. */
const PAGE = 512;
const TOGETHER = 16;

interface Said {
  role: MessageRole;
  content: string;
}

/** A message's text as it is sent: the same at every turn. */
export function* sentText({ role, content }: Said, scripts: readonly SettledScript[]): Work<string> {
  return yield* scripted(content, scripts, role === 'user' ? 'user' : 'reply', { as: 'sent' });
}

/** The same of several, which are otherwise as they were. */
export async function asSent<Message extends Said>(
  messages: readonly Message[],
  scripts: readonly SettledScript[],
): Promise<Message[]> {
  if (!changesMessages(scripts)) return [...messages];
  return inSlices(allAsSent(messages, scripts));
}

function* allAsSent<Message extends Said>(
  messages: readonly Message[],
  scripts: readonly SettledScript[],
): Work<Message[]> {
  const sent: Message[] = [];
  for (const message of messages) {
    yield;
    const content = yield* sentText(message, scripts);
    const tokens = content !== message.content && 'tokens' in message && { tokens: estimateTokens(content) };
    sent.push({ ...message, content, ...tokens });
  }
  return sent;
}

/** Appends the story after the transcript's end, up to a number at most. @returns nothing where another did so meanwhile */
export async function appendStory(
  transcript: Transcript,
  messages: PromptMessagesRepository,
  branchId: string,
  upTo: number,
  how: Pick<PrefixSummary, 'dated' | 'scripts'> & { sees: boolean },
): Promise<void> {
  const shown = await messages.showing(branchId, transcript.lastSeq, upTo);
  if (!how.sees) {
    const after = transcript.lastSeq;
    await appendTexts(transcript, messages, branchId, upTo, how);
    if (transcript.lastSeq !== after)
      transcript.tellPictures(shown.reduce((sum, { seq, count }) => sum + (seq > after ? count : 0), 0));
    return;
  }
  for (let n = 0; n < shown.length; n += TOGETHER) {
    const seqs = shown.slice(n, n + TOGETHER).map(({ seq }) => seq);
    for (const message of await messages.withPictures(branchId, seqs)) {
      await appendTexts(transcript, messages, branchId, message.seq - 1, how);
      const after = transcript.lastSeq;
      const [sent] = await asSent([message], how.scripts);
      // Two who ask at once read the same.
      if (transcript.lastSeq !== after || after >= message.seq) return;
      transcript.append([sent!]);
    }
  }
  await appendTexts(transcript, messages, branchId, upTo, how);
}

/** The same of messages whose pictures nobody sees, or that have none. */
async function appendTexts(
  transcript: Transcript,
  messages: PromptMessagesRepository,
  branchId: string,
  upTo: number,
  { dated, scripts }: Pick<PrefixSummary, 'dated' | 'scripts'>,
): Promise<void> {
  let after = transcript.lastSeq;
  if (after >= upTo) return;
  if (!changesMessages(scripts)) {
    const runs = await messages.runs(branchId, after, upTo, dated);
    if (transcript.lastSeq === after) await inSlices(transcript.appendRuns(runs));
    return;
  }
  for (;;) {
    const page = await messages.page(branchId, after, upTo, PAGE);
    const sent: PromptMessage[] = await asSent(page, scripts);
    // Two who ask at once read the same.
    if (transcript.lastSeq !== after) return;
    transcript.append(sent);
    after = transcript.lastSeq;
    if (page.length < PAGE) return;
  }
}

function changesMessages(scripts: readonly SettledScript[]): boolean {
  return scripts.some(({ sent, places }) => sent && places.some((place) => place !== 'lore'));
}
