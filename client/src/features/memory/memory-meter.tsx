import type { Receipt } from '../../../../src/contracts/receipt.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';

/** How full the window is, by what the model reports, or by the estimate until it does. */
export function windowShare(receipt: Receipt): number {
  return receipt.window > 0
    ? (receipt.promptTokensReported ?? receipt.promptTokensEstimated) / receipt.window
    : 0;
}

/** One line on what the last turn really sent; opens its receipt. */
export function MemoryMeter({ receipt, onOpen }: { receipt: Receipt | undefined; onOpen: () => void }) {
  const { words, number, percent } = useLanguage();
  const w = words.memory;
  if (!receipt) {
    return (
      <p className="meter" data-testid="memory-meter">
        <span>{w.none}</span>
      </p>
    );
  }
  const share = windowShare(receipt);
  const figures = [number(receipt.messagesVerbatim), number(receipt.messagesTotal), percent(share)] as const;
  const long = receipt.messagesFolded
    ? w.meterFolded(figures[0], figures[1], number(receipt.messagesFolded), figures[2])
    : w.meter(...figures);
  return (
    <button
      type="button"
      className={receipt.truncatedByServer ? 'meter warned' : 'meter'}
      onClick={onOpen}
      title={long}
      data-testid="memory-meter"
      data-verbatim={receipt.messagesVerbatim}
      data-total={receipt.messagesTotal}
    >
      {receipt.truncatedByServer && <Icon name="warn" />}
      <span className="long">{long}</span>
      <span className="short" aria-hidden="true">
        {w.short(...figures)}
      </span>
      <span className="gauge" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, Math.max(1, share * 100))}%` }} />
      </span>
    </button>
  );
}
