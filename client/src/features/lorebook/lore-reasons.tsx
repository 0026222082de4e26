import type { LoreReason } from '../../../../src/contracts/receipt.js';
import { useLanguage } from '../../i18n/language.js';
import './lore-reasons.css';

/** Which lorebook entries were activated and why, or why not though their keys were mentioned. */
export function LoreReasons({ reasons }: { reasons: readonly LoreReason[] }) {
  const { words, number } = useLanguage();
  const w = words.lorebook.reasons;
  const whyOf = ({ why, key, seq, by }: LoreReason) => {
    if (why !== 'key') return w[why];
    if (key === undefined) return w.decorator;
    if (by !== undefined) return w.keyBy(key, by);
    return seq === undefined ? w.key(key) : w.keyIn(key, number(seq));
  };
  return (
    <ul className="lore-reasons" data-testid="lore-reasons">
      {reasons.map((reason, n) => (
        <li key={n} data-outcome={reason.outcome}>
          <b>{reason.name || words.lorebook.nameless}</b>{' '}
          <small>
            {[whyOf(reason), reason.outcome !== 'told' && w.outcomes[reason.outcome]]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  );
}
