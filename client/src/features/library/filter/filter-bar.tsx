import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { CHARACTER_SORTS, type CharacterSort } from '../../../../../src/contracts/character.js';
import { queries } from '../../../api/queries.js';
import { Icon } from '../../../components/icons.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import type { LibraryFilter } from './library-filter.js';
import { RenameFolder } from '../rename-folder.js';
import { SearchField } from './search-field.js';
import './filter-bar.css';

/** The tags that are shown before the others are asked for. */
const FIRST_TAGS = 8;

interface FilterBarProps {
  filter: LibraryFilter;
  onChange: (part: Partial<LibraryFilter>) => void;
}

/** Narrows the shelf: by words, favourites, folder and tags; and sorts it. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const { words } = useLanguage();
  const w = words.library;
  const folders = useQuery(queries.folders()).data?.items ?? [];
  const [renaming, setRenaming] = useState<string | null>(null);
  return (
    <div className="filter-bar" role="search" aria-label={w.find}>
      <div className="filter-line">
        <SearchField value={filter.q} onChange={(q) => onChange({ q })} />
        <select
          aria-label={w.sort}
          value={filter.sort}
          onChange={(event) => onChange({ sort: event.target.value as CharacterSort })}
          data-testid="library-sort"
        >
          {CHARACTER_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {w.sorts[sort]}
            </option>
          ))}
        </select>
        {folders.length > 0 && (
          <select
            aria-label={w.folder}
            // The folder of an address may be gone.
            value={filter.folder ?? ANY}
            onChange={({ target }) => onChange({ folder: target.value === ANY ? null : target.value })}
            data-testid="library-folder"
          >
            <option value={ANY}>{w.anyFolder}</option>
            {folders.map(({ folder, characters }) => (
              <option key={folder} value={folder}>
                {w.counted(folder, characters)}
              </option>
            ))}
            <option value="">{w.noFolder}</option>
          </select>
        )}
        {filter.folder && folders.some(({ folder }) => folder === filter.folder) && (
          <button
            type="button"
            className="round faint"
            onClick={() => setRenaming(filter.folder)}
            aria-label={w.renameFolder}
            title={w.renameFolder}
            data-testid="rename-folder"
          >
            <Icon name="pen" />
          </button>
        )}
        {renaming && (
          <RenameFolder
            folder={renaming}
            onClose={() => setRenaming(null)}
            onDone={(folder) => {
              setRenaming(null);
              onChange({ folder });
            }}
          />
        )}
      </div>
      <Chips filter={filter} onChange={onChange} />
    </div>
  );
}

/** No folder has this name, since names are trimmed. */
const ANY = ' ';

function Chips({ filter, onChange }: FilterBarProps) {
  const { words } = useLanguage();
  const w = words.library;
  const tags = useQuery(queries.tags()).data?.items ?? [];
  const [all, setAll] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const chosen = new Set(filter.tags.map((tag) => tag.toLowerCase()));
  const first = tags.filter(({ tag }, n) => all || n < FIRST_TAGS || chosen.has(tag.toLowerCase()));
  const gone = filter.tags.filter((tag) => !tags.some((one) => one.tag.toLowerCase() === tag.toLowerCase()));
  const shown = [...gone.map((tag) => ({ tag, characters: 0 })), ...first];

  useEffect(() => {
    if (!all) row.current?.scrollTo({ left: 0 });
  }, [all]);

  const toggle = (tag: string) => {
    const others = filter.tags.filter((one) => one.toLowerCase() !== tag.toLowerCase());
    onChange({ tags: others.length < filter.tags.length ? others : [...others, tag] });
  };

  return (
    <div ref={row} className={all ? 'filter-chips all' : 'filter-chips'}>
      <button
        type="button"
        className="filter-chip"
        aria-pressed={filter.favourite}
        onClick={() => onChange({ favourite: !filter.favourite })}
        data-testid="library-favourites"
      >
        <Icon name={filter.favourite ? 'starred' : 'star'} />
        {w.favourites}
      </button>
      {shown.map(({ tag, characters }) => (
        <button
          key={tag.toLowerCase()}
          type="button"
          className="filter-chip"
          aria-pressed={chosen.has(tag.toLowerCase())}
          onClick={() => toggle(tag)}
          data-testid="library-tag"
        >
          <span lang={scriptOf(tag)}>{tag}</span>
          <small>{characters}</small>
        </button>
      ))}
      {tags.length > FIRST_TAGS && (
        <button
          type="button"
          className="filter-chip more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          data-testid="library-all-tags"
        >
          {all ? w.fewerTags : w.allTags(tags.length)}
        </button>
      )}
    </div>
  );
}
