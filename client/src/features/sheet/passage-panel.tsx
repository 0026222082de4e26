import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Citation } from '../../../../src/contracts/sheet.js';
import type { SectionView } from '../../../../src/contracts/source.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { Panel } from '../../components/panel.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import './passage.css';
import { Waiting } from '../../components/loading/waiting.js';

type Opened = Citation | { sourceId: string; passageId?: string };

interface PassagePanelProps {
  opened: Opened;
  onClose: () => void;
}

/** A source, open at a passage, with what is quoted of it marked; or from its beginning. */
export function PassagePanel({ opened, onClose }: PassagePanelProps) {
  const { words } = useLanguage();
  const { sourceId, passageId } = opened;
  const source = useQuery(queries.source(sourceId));
  const title = source.data?.title ?? words.sheet.passage;
  const passage = useQuery({
    ...queries.passage(sourceId, passageId ?? ''),
    enabled: passageId !== undefined,
  });
  // Turning to another section holds until another citation is opened.
  const [turned, setTurned] = useState<{ from: Opened; n: number } | null>(null);
  const n = turned?.from === opened ? turned.n : passageId ? passage.data?.section : 1;

  return (
    <Panel
      title={<span lang={scriptOf(title)}>{title}</span>}
      onClose={onClose}
      beside
      testid="passage-panel"
    >
      {passage.error && <ProblemNote failure={passage.error} retry={passage.refetch} />}
      {source.data && n !== undefined && (
        <select
          className="section-choice"
          aria-label={words.sheet.section}
          value={n}
          onChange={(event) => setTurned({ from: opened, n: Number(event.target.value) })}
        >
          {source.data.sectionList.map((section) => (
            <option key={section.n} value={section.n}>
              {section.title || `${words.sheet.section} ${section.n}`}
            </option>
          ))}
        </select>
      )}
      {n !== undefined && <Section key={`${sourceId} ${n}`} n={n} opened={opened} />}
    </Panel>
  );
}

const AROUND = 12;
const STEP = 40;

interface SectionProps {
  n: number;
  opened: Opened;
}

/** A stretch of a section around the passage that is open; a chapter may have thousands. */
function Section({ n, opened }: SectionProps) {
  const { words } = useLanguage();
  const { sourceId, passageId } = opened;
  const section = useQuery(queries.section(sourceId, n));
  if (section.error) return <ProblemNote failure={section.error} retry={section.refetch} />;
  if (!section.data) return <Waiting />;
  return <Stretch key={passageId} section={section.data} opened={opened} words={words.sheet} />;
}

function Stretch({
  section,
  opened,
  words,
}: {
  section: SectionView;
  opened: Opened;
  words: { earlier: string; later: string; quoteMissing: string };
}) {
  const { passages } = section;
  const cited = passages.findIndex(({ id }) => id === opened.passageId);
  const [from, setFrom] = useState(() => Math.max(0, cited - AROUND));
  const [to, setTo] = useState(() => Math.max(0, cited) + AROUND + STEP / 2);
  const mark = useRef<HTMLElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const heightBefore = useRef<number | null>(null);

  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'center', behavior: 'instant' });
  }, [opened]);

  // What is shown above must not push away what is being read.
  useLayoutEffect(() => {
    const box = top.current?.closest('.panel-body');
    if (box && heightBefore.current !== null) box.scrollTop += box.scrollHeight - heightBefore.current;
    heightBefore.current = null;
  }, [from]);

  function earlier() {
    heightBefore.current = top.current?.closest('.panel-body')?.scrollHeight ?? null;
    setFrom(Math.max(0, from - STEP));
  }

  return (
    <div className="stretch" ref={top} lang={scriptOf(section.text)}>
      {from > 0 && (
        <button type="button" className="quiet" onClick={earlier}>
          {words.earlier}
        </button>
      )}
      {passages.slice(from, to).map((passage, i) => (
        <p
          key={passage.id}
          className={`${from + i === cited ? 'cited' : ''} ${isHardWrapped(passage.text) ? 'flowing' : ''}`}
          ref={from + i === cited ? (mark as React.RefObject<HTMLParagraphElement>) : undefined}
          data-testid={from + i === cited ? 'cited-passage' : undefined}
        >
          {from + i === cited && 'quote' in opened ? (
            <Quoted text={passage.text} citation={opened} missing={words.quoteMissing} />
          ) : (
            passage.text
          )}
        </p>
      ))}
      {to < passages.length && (
        <button type="button" className="quiet" onClick={() => setTo(to + STEP)}>
          {words.later}
        </button>
      )}
    </div>
  );
}

/** Old plain text breaks its lines at a column; verse and lists break theirs where they mean to. */
function isHardWrapped(text: string): boolean {
  const lines = text.split('\n').slice(0, -1);
  const full = /[\u3400-\u9fff]/.test(text) ? 24 : 45;
  return lines.length > 0 && lines.every((line) => line.length >= full);
}

/** A passage with its quotation marked. */
function Quoted({ text, citation, missing }: { text: string; citation: Citation; missing: string }) {
  const { start, quote } = citation;
  const at = text.startsWith(quote, start) ? start : text.indexOf(quote);
  if (at < 0) {
    return (
      <>
        <small className="hint">{missing}</small>
        {text}
      </>
    );
  }
  return (
    <>
      {text.slice(0, at)}
      <mark data-testid="passage-quote">{text.slice(at, at + quote.length)}</mark>
      {text.slice(at + quote.length)}
    </>
  );
}
