import { memo } from 'react';
import type { Citation, Claim } from '../../../../../src/contracts/sheet.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { KindMark } from './kind-mark.js';
import { isSupported } from '../../../../../src/contracts/claim-parts.js';
import { citationKey } from './claims.js';
import { boundaryBefore, truncate } from '../../../../../src/text/encoding/truncate.js';

interface ClaimLineProps {
  claim: Claim;
  /** Whether its sheet has claims of several kinds, which are then marked. */
  hasKinds: boolean;
  numbers: Map<string, number>;
  /** Claims of the same sheet that say otherwise. */
  against: Claim[];
  /** The citation that is open in the panel. */
  opened: object | null;
  onOpen: (citation: Citation) => void;
}

export const ClaimLine = memo(function ClaimLine({
  claim,
  hasKinds,
  numbers,
  against,
  opened,
  onOpen,
}: ClaimLineProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const supported = isSupported(claim);
  const [body, lastWord] = withoutLastWord(claim.text);
  const marks = claim.citations.map((citation) => {
    const n = numbers.get(citationKey(citation)) ?? 0;
    return (
      <button
        key={citationKey(citation)}
        type="button"
        className="citation"
        onClick={() => onOpen(citation)}
        aria-pressed={opened === citation}
        aria-label={w.cite(n, shortened(citation.quote))}
        title={shortened(citation.quote)}
        data-testid="citation"
        data-passage={citation.passageId}
      >
        {n}
      </button>
    );
  });
  return (
    <li
      className={supported ? 'claim' : 'claim unsupported'}
      data-testid="claim"
      data-id={claim.id}
      data-kind={claim.kind}
      data-supported={supported}
    >
      {hasKinds && (
        <span className="claim-mark" title={`${w.kinds[claim.kind]}: ${w.kindsLong[claim.kind]}`}>
          <KindMark kind={claim.kind} />
          <span className="unseen">{w.kinds[claim.kind]}: </span>
        </span>
      )}
      <p lang={scriptOf(claim.text)}>
        {claim.about && <b>{claim.about} </b>}
        <span className="claim-text">{body}</span>
        <span className="claim-end">
          <span className="claim-text">{lastWord}</span>
          {marks[0]}
        </span>
        {marks.slice(1)}
        {hasKinds && claim.kind !== 'stated' && supported && (
          <small className="claim-kind" lang={words.tag} aria-hidden="true">
            {w.kinds[claim.kind]}
          </small>
        )}
        {against.map((other) => (
          <small key={other.id} className="claim-note disputed" lang={words.tag} data-testid="disputed">
            {words.review.disputed} <span lang={scriptOf(other.text)}>{other.text}</span>
          </small>
        ))}
        {!supported && (
          <small className="claim-note" lang={words.tag}>
            {w.unsupported}
          </small>
        )}
      </p>
    </li>
  );
});

/** The last letters apart, so that the first mark never stands alone on a line. */
function withoutLastWord(text: string): [string, string] {
  const at = Math.max(text.lastIndexOf(' ') + 1, boundaryBefore(text, text.length - 4));
  return [text.slice(0, at), text.slice(at)];
}

function shortened(quote: string): string {
  return quote.length > 160 ? `${truncate(quote, 159)}…` : quote;
}
