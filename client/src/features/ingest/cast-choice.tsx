import { useMemo, useState, type FormEvent } from 'react';
import type { CastMember, IngestView } from '../../../../src/contracts/ingest.js';
import { ChapterChoice } from '../../components/chapter-choice.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { AddName } from './add-name.js';
import { WritingCost } from './writing-cost.js';

const SHOWN_AT_FIRST = 24;

export interface CastWish {
  names: string[];
  /** The last section that is known; null: all. */
  upToSection: number | null;
  /** The most tokens that writing may take. */
  tokenBudget: number | null;
}

/** The people of a text, and whoever else is named; one or several are chosen. */
export function CastChoice({
  ingest,
  cast: found,
  onChoose,
  onSame,
}: {
  ingest: IngestView;
  cast: CastMember[];
  onChoose: (choice: CastWish) => Promise<void>;
  /** These are one person, the first of them. */
  onSame?: (names: string[]) => Promise<void>;
}) {
  const { words, number } = useLanguage();
  const w = words.ingest;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [named, setNamed] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const [upToSection, setUpToSection] = useState<number | null>(null);
  const [tokenBudget, setTokenBudget] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  const story = ingest.sourceIds[0];
  const cast = useMemo(() => [...named.map(stranger), ...found], [named, found]);
  const listed = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    const there = thereBy(cast, upToSection);
    if (!wanted) return there;
    return there.filter(({ name, aliases }) =>
      [name, ...aliases].some((known) => known.toLocaleLowerCase().includes(wanted)),
    );
  }, [cast, search, upToSection]);
  const shown = all || search ? listed.slice(0, 400) : listed.slice(0, SHOWN_AT_FIRST);

  function toggle(name: string) {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  }

  function nameAnybody(typed: string) {
    const known = cast.find(({ name, aliases }) => [name, ...aliases].some((one) => isSame(one, typed)));
    if (!known) setNamed([typed, ...named]);
    setChosen(new Set([...chosen, known?.name ?? typed]));
    setSearch('');
  }

  function stopAt(section: number | null) {
    const there = new Set(thereBy(cast, section).map(({ name }) => name));
    setChosen(new Set([...chosen].filter((name) => there.has(name))));
    setUpToSection(section);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await onChoose({ names: [...chosen], upToSection, tokenBudget });
    setBusy(false);
  }

  async function same() {
    setBusy(true);
    // As they are listed: the one who says most gives the name.
    await onSame?.(found.map(({ name }) => name).filter((name) => chosen.has(name)));
    setChosen(new Set());
    setBusy(false);
  }

  return (
    <form className="cast" onSubmit={(event) => void submit(event)} data-testid="cast-choice">
      <h2>{w.choose}</h2>
      {found.length > 0 && <p className="hint">{w.chooseHint}</p>}
      {story && <ChapterChoice sourceId={story} upToSection={upToSection} onChoose={stopAt} />}
      {cast.length > 8 && (
        <input
          type="search"
          placeholder={w.castSearch}
          aria-label={w.castSearch}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          data-testid="cast-search"
        />
      )}
      <ul>
        {shown.map((member) => (
          <li key={member.name}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(member.name)}
                onChange={() => toggle(member.name)}
                data-testid="cast-member"
                data-name={member.name}
              />
              <span className="tick" aria-hidden="true" />
              <span className="who">
                <strong lang={scriptOf(member.name)}>{member.name}</strong>
                {member.aliases.length > 0 && (
                  <small lang={scriptOf(member.aliases.join())}>
                    {w.also(member.aliases.slice(0, 6).join(words.comma))}
                  </small>
                )}
              </span>
              {!named.includes(member.name) && (
                <span className="counts">
                  <span>{w.quotes(member.quotes, number(member.quotes))}</span>
                  <span>{w.mentions(member.mentions, number(member.mentions))}</span>
                </span>
              )}
            </label>
          </li>
        ))}
      </ul>
      {listed.length === 0 && cast.length > 0 && <p className="hint">{w.nobody}</p>}
      {!all && !search && listed.length > SHOWN_AT_FIRST && (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {w.showAll(number(listed.length))}
        </button>
      )}
      <AddName onName={nameAnybody} />
      <div className="cast-foot">
        <WritingCost
          ingestId={ingest.id}
          names={[...chosen]}
          upToSection={upToSection}
          tokenBudget={tokenBudget}
          onBudget={setTokenBudget}
        />
        <span className="hint" role="status">
          {chosen.size > 0 && chosen.size < 5 ? [...chosen].join(words.comma) : w.chosen(chosen.size)}
        </span>
        {onSame && [...chosen].filter((name) => !named.includes(name)).length > 1 && (
          <button
            type="button"
            className="quiet"
            disabled={busy}
            onClick={() => void same()}
            data-testid="cast-same"
          >
            {words.review.same}
          </button>
        )}
        <button
          type="submit"
          className="primary"
          disabled={busy || chosen.size === 0}
          data-testid="cast-submit"
        >
          {chosen.size > 1 ? w.makeMany : w.make}
        </button>
      </div>
    </form>
  );
}

/** Somebody who was named and not found. */
function stranger(name: string): CastMember {
  return { name, aliases: [], quotes: 0, mentions: 0 };
}

const isSame = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** Who comes later in the story is not there yet. */
function thereBy(cast: CastMember[], section: number | null): CastMember[] {
  return section ? cast.filter(({ firstSection = 0 }) => firstSection <= section) : cast;
}
