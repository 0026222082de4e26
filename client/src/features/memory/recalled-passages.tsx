import type { SourceRecalled } from '../../../../src/contracts/receipt.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';

interface RecalledPassagesProps {
  recalled: SourceRecalled[];
  onOpen: (passage: SourceRecalled) => void;
}

/** What a turn recalled of the source, chapter by chapter; each number opens its passage. */
export function RecalledPassages({ recalled, onOpen }: RecalledPassagesProps) {
  const { words } = useLanguage();
  const w = words.memory;
  return (
    <details className="recalled-passages" data-testid="recalled-passages">
      <summary>{w.passagesRecalled(recalled.length)}</summary>
      <ol>
        {byChapter(recalled).map(({ title, passages }) => (
          <li key={passages[0]!.n}>
            <span lang={scriptOf(title)}>{title}</span>
            <span className="recalled-marks">
              {passages.map(({ passage, n }) => {
                const why = passage.why.length ? passage.why.join(words.comma) : w.neighbour;
                return (
                  <button
                    key={n}
                    type="button"
                    className="citation"
                    onClick={() => onOpen(passage)}
                    aria-label={w.openPassage(n, why)}
                    title={why}
                    data-testid="recalled-passage"
                    data-passage={passage.passageId}
                  >
                    {n}
                  </button>
                );
              })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

interface Chapter {
  sourceId: string;
  title: string;
  passages: { passage: SourceRecalled; n: number }[];
}

/** They come in the order of the text. */
function byChapter(recalled: SourceRecalled[]): Chapter[] {
  const chapters: Chapter[] = [];
  recalled.forEach((passage, at) => {
    const { sourceId, sectionTitle: title = '' } = passage;
    const last = chapters.at(-1);
    const numbered = { passage, n: at + 1 };
    if (last?.sourceId === sourceId && last.title === title) last.passages.push(numbered);
    else chapters.push({ sourceId, title, passages: [numbered] });
  });
  return chapters;
}
