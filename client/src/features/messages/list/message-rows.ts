import type { MessageView } from '../../../../../src/contracts/message.js';
import type { MessageRange } from '../../../api/message-range.js';
import type { Unsent } from '../../../api/session-state.js';

interface RowsOfMessage {
  day: Row;
  first: Row;
  further: Row;
}

/** The same message has the same rows, so that they need not be drawn again. */
const rowsOfMessages = new WeakMap<MessageView, RowsOfMessage>();

function rowsOfMessage(message: MessageView): RowsOfMessage {
  const known = rowsOfMessages.get(message);
  if (known) return known;
  const { seq, createdAt } = message;
  const row = (begins: boolean): Row => ({ key: String(seq), kind: 'message', message, begins });
  const rows: RowsOfMessage = {
    day: { key: `day ${seq}`, kind: 'day', date: createdAt },
    first: row(true),
    further: row(false),
  };
  rowsOfMessages.set(message, rows);
  return rows;
}

/** What can follow the newest message. */
type Foot = 'writing' | 'stays' | 'unanswered';

/** What stands in the list, from top to bottom; each can be drawn without the others. */
export type Row = { key: string } & (
  | { kind: 'loading'; side: 'earlier' | 'later' }
  | { kind: 'beginning' | Foot }
  | { kind: 'day'; date: string }
  /** `begins`: somebody else spoke before, or on another day. */
  | { kind: 'message'; message: MessageView; begins: boolean }
  | { kind: 'attempts'; count: number; isShown: boolean }
  | { kind: 'unsent'; unsent: Unsent }
);

export function rowsOf(
  { messages, earlier, later }: MessageRange,
  waiting: readonly Unsent[],
  foot: Foot | null,
): Row[] {
  // A list that grows at its start has another first row, which is measured anew.
  const first = messages[0]?.seq ?? 0;
  const rows: Row[] = earlier
    ? [{ key: `earlier ${first}`, kind: 'loading', side: 'earlier' }]
    : [{ key: 'beginning', kind: 'beginning' }];
  let day = { from: 0, to: 0 };
  for (const message of messages) {
    const at = Date.parse(message.createdAt);
    const own = rowsOfMessage(message);
    if (!(at >= day.from && at < day.to)) {
      day = dayOf(at);
      rows.push(own.day);
    }
    rows.push(goesOn(rows.at(-1), message) ? own.further : own.first);
  }
  if (later) return [...rows, { key: 'later', kind: 'loading', side: 'later' }];
  for (const unsent of waiting) rows.push({ key: unsent.clientId, kind: 'unsent', unsent });
  if (foot) rows.push({ key: foot, kind: foot });
  return rows;
}

/** Whether the same one said what stands right above. */
const goesOn = (above: Row | undefined, { role, speaker }: MessageView) =>
  above?.kind === 'message' && above.message.role === role && above.message.speaker === speaker;

/** The day of the reader's calendar, in milliseconds. */
function dayOf(at: number): { from: number; to: number } {
  const from = new Date(at).setHours(0, 0, 0, 0);
  return { from, to: new Date(from).setDate(new Date(from).getDate() + 1) };
}
