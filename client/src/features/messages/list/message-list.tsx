import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  use,
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react';
import { type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { type MessageRange, MOST_HELD } from '../../../api/message-range.js';
import type { SessionState } from '../../../api/session-state.js';
import { bindingOf } from '../../../components/book-cover.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { useHighlight } from './highlight.js';
import { foldAttempts } from './failed-attempts.js';
import { WrittenTurnContext } from '../growing-reply.js';
import { Message } from '../message.js';
import { type Row, rowsOf } from './message-rows.js';
import { OtherRow } from './other-row.js';
import { ReplyAnnouncement } from './reply-announcement.js';
import { useHeldRows } from './use-held-rows.js';
import { useReadingPlace } from './use-reading-place.js';
import { useRowSteps } from './use-row-steps.js';
import './message-list.css';

/** Pixels beyond what is seen that are drawn, and that are fetched. */
const DRAWN = 1000;
const FETCHED = 4000;

/** A message to go to, and the words that it was found by. */
export interface Sought {
  n: number;
  seq: number;
  words: string | null;
}

interface MessageListProps
  extends MessageRange, Pick<SessionState, 'awaited' | 'failure' | 'finished' | 'unsent'> {
  session: SessionView;
  /** A reply is being written. */
  writing: boolean;
  understudy: boolean;
  sought: Sought | null;
  onLoad: (side: 'earlier' | 'later') => void;
  /** Too much is held: what is far from this message may go. */
  onLetGo: (readSeq: number) => void;
  onFirst: () => void;
  onNewest: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

/** The messages of a conversation that are looked at, and a few beside them; not drawn anew while a reply grows. */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { session, messages, earlier, later, writing, awaited, unsent, failure, finished } = props;
  const { understudy, sought, onLoad, onLetGo, onFirst, onNewest, onAgain, onGoOn } = props;
  const { words } = useLanguage();
  const name = session.characterName;
  const waiting = useMemo(() => unsent.filter(({ heard }) => !heard), [unsent]);
  const idle = !later && !writing && !awaited && waiting.length === 0;
  const last = messages.at(-1);
  const stays = failure !== null && last?.role === 'assistant' && last.turnId !== failure.turnId;
  const foot =
    awaited && !writing
      ? 'writing'
      : !idle
        ? null
        : last?.role === 'user'
          ? 'unanswered'
          : stays
            ? 'stays'
            : null;
  const [shownAttempts, toggleAttempts] = useReducer(toggled, new Set<string>() as ReadonlySet<string>);
  const rows = useMemo(
    () => foldAttempts(rowsOf({ messages, earlier, later }, waiting, foot), shownAttempts),
    [messages, earlier, later, waiting, foot, shownAttempts],
  );
  const step = useRowSteps(rows);
  const list = useRef<VirtualizerHandle>(null);
  const { box, away, stay, toEnd, leave, onScroll } = useReadingPlace(!later, useOwnSent(unsent));
  const held = useHeldRows(box, step.rows);
  useHighlight(box, sought?.words ?? null);

  const look = useCallback(() => {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    if (earlier && scrollTop < FETCHED) onLoad('earlier');
    else if (later && scrollHeight - clientHeight - scrollTop < FETCHED) onLoad('later');
  }, [box, earlier, later, onLoad]);

  const settled = step.rows === rows;
  useEffect(() => {
    if (!settled || !list.current) return;
    if (messages.length <= MOST_HELD) return look();
    const middle = list.current.findItemIndex(list.current.scrollOffset + list.current.viewportSize / 2);
    const read = rows.slice(middle).find(({ kind }) => kind === 'message') ?? rows.at(-1);
    onLetGo(read?.kind === 'message' ? read.message.seq : messages.at(-1)!.seq);
  }, [settled, rows, messages, look, onLetGo]);

  const went = useRef(0);
  useLayoutEffect(() => {
    if (!sought || sought.n === went.current || !settled) return;
    const at = rows.findIndex(({ key }) => key === String(sought.seq));
    if (at < 0 || !list.current || !box.current) return;
    went.current = sought.n;
    leave();
    // Its beginning is seen, however long it is, and what was said before it.
    list.current.scrollToIndex(at, { offset: -box.current.clientHeight / 4 });
  }, [sought, settled, rows, leave, box]);

  const goToNewest = () => {
    if (later) onNewest();
    toEnd();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Home') onFirst();
    else if (event.key === 'End') goToNewest();
    else return;
    event.preventDefault();
  };

  // A greeting alone is no answer to anything.
  const isOpen = idle && (messages.length > 1 || last?.turnId != null);
  const newest = later ? 0 : (last?.seq ?? 0);
  const { cloth, rosette } = bindingOf(session.characterId);
  const draw = useMemo(() => {
    const drawn = new WeakMap<Row, ReactElement>();
    const anew = (row: Row) =>
      row.kind === 'message' ? (
        <Message
          key={row.key}
          message={row.message}
          begins={row.begins}
          name={name}
          isNewest={row.message.seq === newest}
          isOpen={isOpen && row.message.seq === newest}
          failure={failure}
          goneTo={row.message.seq === sought?.seq ? sought.n : 0}
          onAgain={onAgain}
          onGoOn={onGoOn}
        />
      ) : (
        <OtherRow
          key={row.key}
          row={row}
          sessionId={session.id}
          name={name}
          understudy={understudy}
          failure={failure}
          onAttempts={toggleAttempts}
          onAgain={onAgain}
        />
      );
    return (row: Row) => {
      const element = drawn.get(row) ?? anew(row);
      drawn.set(row, element);
      return element;
    };
  }, [session.id, name, understudy, newest, isOpen, failure, sought, onAgain, onGoOn]);
  return (
    <main
      className="messages"
      style={{ '--cloth': cloth, '--rosette': `url(${rosette})` } as CSSProperties}
      ref={box}
      onScroll={() => {
        onScroll();
        look();
      }}
      onKeyDown={onKeyDown}
      tabIndex={0}
      data-testid="messages"
      data-held={messages.length}
    >
      <div className="messages-column">
        <Virtualizer
          key={step.list}
          ref={list}
          as={Rows}
          item={Place}
          data={step.rows}
          shift={step.shift}
          scrollRef={box}
          bufferSize={DRAWN}
          keepMounted={held}
          onResize={stay}
        >
          {draw}
        </Virtualizer>
      </div>
      <FollowsReply stay={stay} />
      {away && (
        <div className="jumps">
          <button type="button" onClick={onFirst} data-testid="jump-first">
            <Icon name="top" />
            {words.chat.first}
          </button>
          <button type="button" onClick={goToNewest} data-testid="jump-newest">
            <Icon name="down" />
            {words.chat.newest}
          </button>
        </div>
      )}
      <ReplyAnnouncement reply={finished} writing={writing || awaited !== null} name={name} />
    </main>
  );
});

/** Keeps the end in view with each word, at once: by itself, since the list is not drawn then. */
function FollowsReply({ stay }: { stay: () => void }) {
  const turn = use(WrittenTurnContext);
  useLayoutEffect(stay, [turn, stay]);
  return null;
}

/** Messages can be pressed while the list scrolls, which it does by itself while a reply grows. */
function Rows({
  style,
  children,
  ref,
}: {
  style: CSSProperties;
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
}) {
  return (
    <div ref={ref} style={{ ...style, pointerEvents: undefined }}>
      {children}
    </div>
  );
}

/**
 * Where a row stands. Until its height is known the list hides it, for less than a frame: by opacity, since `visibility`
 * is inherited and would have all that is in it styled twice.
 */
function Place({
  style: { visibility, ...style },
  children,
  ref,
}: Pick<CustomItemComponentProps, 'style' | 'children'> & { ref?: Ref<HTMLDivElement> }) {
  return (
    <div ref={ref} style={{ ...style, opacity: visibility && 0 }}>
      {children}
    </div>
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Counts what was written here, so that sending brings one's own words into view. */
function useOwnSent(unsent: SessionState['unsent']): number {
  const count = useRef({ sent: 0, newest: '' });
  const newest = unsent[unsent.length - 1]?.clientId ?? '';
  if (newest && newest !== count.current.newest) count.current = { sent: count.current.sent + 1, newest };
  return count.current.sent;
}
