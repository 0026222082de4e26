import { useQuery } from '@tanstack/react-query';
import { scriptOf, useLanguage } from '../i18n/language.js';
import { queries } from '../api/queries.js';

/** A point in the story that a source tells: the end of one of its chapters, or of all. Nothing for a source without. */
export function ChapterChoice({
  sourceId,
  upToSection,
  onChoose,
}: {
  sourceId: string;
  upToSection: number | null;
  onChoose: (section: number | null) => void;
}) {
  const { words } = useLanguage();
  const w = words.source;
  const source = useQuery(queries.source(sourceId)).data;
  if (!source || source.sectionList.length < 2) return null;
  return (
    <label className="chapter-choice">
      {w.upTo}
      <select
        value={upToSection ?? ''}
        onChange={(event) => onChoose(event.target.value ? Number(event.target.value) : null)}
        data-testid="chapter-choice"
      >
        <option value="">{w.whole}</option>
        {source.sectionList.map(({ n, title }) => (
          <option key={n} value={n} lang={scriptOf(title)}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
