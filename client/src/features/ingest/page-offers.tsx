import { useState, type FormEvent } from 'react';
import type { PageOffer } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';

const MOST_AT_ONCE = 12;

/** The pages that belong to what was read: shown before any of them is fetched. */
export function PageOffers({
  offers,
  onChoose,
}: {
  offers: PageOffer[];
  onChoose: (urls: string[]) => Promise<void>;
}) {
  const { words } = useLanguage();
  const w = words.ingest.pages;
  const open = offers.filter(({ state }) => state !== 'taken');
  const taken = offers.filter(({ state }) => state === 'taken');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(
      open
        .filter(({ suggested }) => suggested)
        .slice(0, MOST_AT_ONCE)
        .map(({ url }) => url),
    ),
  );
  const [busy, setBusy] = useState(false);
  const suggested = open.filter((offer) => offer.suggested);
  const others = open.filter((offer) => !offer.suggested);
  const tooMany = chosen.size > MOST_AT_ONCE;

  function toggle(url: string) {
    const next = new Set(chosen);
    if (!next.delete(url)) next.add(url);
    setChosen(next);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await onChoose([...chosen]);
    setBusy(false);
  }

  const list = (some: PageOffer[]) => (
    <ul>
      {some.map((offer) => (
        <li key={offer.url}>
          <label>
            <input
              type="checkbox"
              checked={chosen.has(offer.url)}
              onChange={() => toggle(offer.url)}
              data-testid="page-offer"
              data-title={offer.title}
            />
            <span className="tick" aria-hidden="true" />
            <OfferName offer={offer} />
          </label>
        </li>
      ))}
    </ul>
  );

  return (
    <form className="cast offers" onSubmit={(event) => void submit(event)} data-testid="page-offers">
      <h2>{w.title}</h2>
      <p className="hint">{open.length > 0 ? w.hint : w.allTaken}</p>
      {taken.length > 0 && (
        <ul className="taken" data-testid="pages-taken">
          {taken.map((offer) => (
            <li key={offer.url}>
              <OfferName offer={offer} />
              <span className="counts">{w.taken}</span>
            </li>
          ))}
        </ul>
      )}
      {suggested.length > 0 && list(suggested)}
      {others.length > 0 &&
        (suggested.length > 0 ? (
          <details>
            <summary>{w.others(others.length)}</summary>
            {list(others)}
          </details>
        ) : (
          list(others)
        ))}
      {open.length > 0 && (
        <div className="cast-foot">
          <span className="hint" role="status">
            {tooMany ? w.tooMany(MOST_AT_ONCE) : w.chosen(chosen.size)}
          </span>
          <button
            type="submit"
            className="quiet"
            disabled={busy || chosen.size === 0 || tooMany}
            data-testid="pages-submit"
          >
            {w.fetch(chosen.size)}
          </button>
        </div>
      )}
    </form>
  );
}

/** The part that a page tells, before whose it is. */
function OfferName({ offer: { title } }: { offer: PageOffer }) {
  const parts = title.split('/');
  const part = parts.length > 1 ? parts.slice(1).join(' / ') : title;
  return (
    <span className="who">
      <strong lang={scriptOf(part)}>{part}</strong>
      {parts.length > 1 && <small lang={scriptOf(parts[0]!)}>{parts[0]}</small>}
    </span>
  );
}
