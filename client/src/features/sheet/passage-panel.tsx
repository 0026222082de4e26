import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Citation } from '../../../../src/contracts/sheet.js';
import type { SectionView, SourceSummary } from '../../../../src/contracts/source.js';
import { api } from '../../api/api.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { Panel } from '../../components/panel.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLoaded } from '../../api/use-loaded.js';
import { Waiting } from '../../components/waiting.js';

type Opened = Citation | { sourceId: string };

interface PassagePanelProps {
  opened: Opened;
  sources: SourceSummary[];
  onClose: () => void;
}

/** A source, open at the passage that a claim rests on, or from its beginning. */
export function PassagePanel({ opened, sources, onClose }: PassagePanelProps) {
  const { words } = useLanguage();
  const citation = 'passageId' in opened ? opened : null;
  const { sourceId } = opened;
  const title = sources.find(({ id }) => id === sourceId)?.title ?? words.sheet.passage;
  const source = useLoaded(sourceId, () => api.source(sourceId));
  const place = useLoaded(`${sourceId} ${citation?.passageId ?? ''}`, async () =>
    citation ? (await api.passage(sourceId, citation.passageId)).section : 1,
  );
  // Turning to another section holds until another citation is opened.
  const [turned, setTurned] = useState<{ from: Opened; n: number } | null>(null);
  const n = turned?.from === opened ? turned.n : place.value;

  return (
    <Panel
      title={<span lang={scriptOf(title)}>{title}</span>}
      onClose={onClose}
      beside
      testid="passage-panel"
    >
      {place.failure && <ProblemNote failure={place.failure} retry={place.reload} />}
      {source.value && n !== null && (
        <select
          className="section-choice"
          aria-label={words.sheet.section}
          value={n}
          onChange={(event) => setTurned({ from: opened, n: Number(event.target.value) })}
        >
          {source.value.sectionList.map((section) => (
            <option key={section.n} value={section.n}>
              {section.title || `${words.sheet.section} ${section.n}`}
            </option>
          ))}
        </select>
      )}
      {n !== null && <Section key={`${sourceId} ${n}`} sourceId={sourceId} n={n} citation={citation} />}
    </Panel>
  );
}

const AROUND = 12;
const STEP = 40;

interface SectionProps {
  sourceId: string;
  n: number;
  citation: Citation | null;
}

/** A stretch of a section around the cited passage; a chapter may have thousands. */
function Section({ sourceId, n, citation }: SectionProps) {
  const { words } = useLanguage();
  const section = useLoaded(`${sourceId} ${n}`, () => api.section(sourceId, n));
  if (section.failure) return <ProblemNote failure={section.failure} retry={section.reload} />;
  if (!section.value) return <Waiting />;
  return (
    <Stretch key={citation?.passageId} section={section.value} citation={citation} words={words.sheet} />
  );
}

function Stretch({
  section,
  citation,
  words,
}: {
  section: SectionView;
  citation: Citation | null;
  words: { earlier: string; later: string; quoteMissing: string };
}) {
  const { passages } = section;
  const cited = citation ? passages.findIndex(({ id }) => id === citation.passageId) : -1;
  const [from, setFrom] = useState(() => Math.max(0, cited - AROUND));
  const [to, setTo] = useState(() => Math.max(0, cited) + AROUND + STEP / 2);
  const mark = useRef<HTMLElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const heightBefore = useRef<number | null>(null);

  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'center', behavior: 'instant' });
  }, [citation]);

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
          {from + i === cited && citation ? (
            <Quoted text={passage.text} citation={citation} missing={words.quoteMissing} />
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
