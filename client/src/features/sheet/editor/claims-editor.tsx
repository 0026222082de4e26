import type { ClaimPart } from '../../../../../src/contracts/claim-parts.js';
import type { Claim } from '../../../../../src/contracts/sheet.js';
import { newId } from '../../../browser/new-id.js';
import { GrowingText } from '../../../components/growing-text.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { joinedClaim } from '../reader/claims.js';

interface ClaimsEditorProps {
  part: ClaimPart;
  claims: Claim[];
  onChange: (claims: Claim[]) => void;
}

/** One part's claims as they are changed. */
export function ClaimsEditor({ part, claims, onChange }: ClaimsEditorProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const put = (i: number, change: Partial<Claim>) => {
    const claim = claims[i];
    if (claim) onChange(claims.with(i, { ...claim, ...change }));
  };
  return (
    <section data-testid="edit-part" data-part={part}>
      <h2>{w.parts[part]}</h2>
      {claims.map((claim, i) => (
        <div key={claim.id} className="editing-line">
          <div>
            <GrowingText
              label={w.claimText}
              value={claim.text}
              onChange={(text) => put(i, { text })}
              testid="edit-claim"
            />
            <div className="row editing-kind">
              <select
                aria-label={w.claimKind}
                value={claim.kind}
                onChange={(event) => put(i, { kind: event.target.value as Claim['kind'] })}
              >
                <option value="stated">{w.kinds.stated}</option>
                <option value="inferred">{w.kinds.inferred}</option>
                <option value="invented">{w.kinds.invented}</option>
              </select>
              {i + 1 < claims.length && (
                <button
                  type="button"
                  className="plain"
                  onClick={() => onChange(claims.toSpliced(i, 2, joinedClaim(claim, claims[i + 1]!)))}
                  data-testid="join-claims"
                >
                  {words.review.joinNext}
                </button>
              )}
              {part === 'relationships' && (
                <input
                  aria-label={w.claimAbout}
                  placeholder={w.claimAbout}
                  value={claim.about ?? ''}
                  onChange={(event) => put(i, { about: event.target.value || undefined })}
                />
              )}
            </div>
          </div>
          <button
            type="button"
            className="round"
            aria-label={w.removeClaim}
            title={w.removeClaim}
            onClick={() => onChange(claims.toSpliced(i, 1))}
            data-testid="remove-claim"
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="plain"
        onClick={() => onChange([...claims, { id: newId(), text: '', kind: 'invented', citations: [] }])}
        data-testid="add-claim"
      >
        <Icon name="plus" />
        {w.addClaim}
      </button>
    </section>
  );
}
