import type { ReactNode } from 'react';
import type { Receipt, SourceRecalled } from '../../../../../src/contracts/receipt.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { LoreReasons } from '../../lorebook/lore-reasons.js';
import { RecalledPassages } from '../../memory/recalled-passages.js';
import { windowShare } from '../../memory/memory-meter.js';

/** So many numbers are listed one by one. */
const FEW = 8;

/** The receipt of a turn, in words. */
export function ReceiptTable({
  receipt,
  onPassage,
}: {
  receipt: Receipt;
  onPassage: (passage: SourceRecalled) => void;
}) {
  const { words, number, percent, size } = useLanguage();
  const w = words.memory;
  const tokens = (n: number | null) => (n === null ? w.unknown : w.tokens(number(n)));
  const few = (names: string[]) =>
    names.length > FEW ? number(names.length) : names.map((name) => `“${name}”`).join(words.comma);
  const share = windowShare(receipt);
  const kept = receipt.promptBytes > 0 ? receipt.keptPrefixBytes / receipt.promptBytes : 0;

  return (
    <div className="receipt" data-testid="receipt">
      <p className="receipt-lead">
        {receipt.messagesFolded
          ? w.meterFolded(
              number(receipt.messagesVerbatim),
              number(receipt.messagesTotal),
              number(receipt.messagesFolded),
              percent(share),
            )
          : w.meter(number(receipt.messagesVerbatim), number(receipt.messagesTotal), percent(share))}
      </p>
      <meter min={0} max={1} value={Math.min(1, share)} aria-label={w.window}>
        {percent(share)}
      </meter>
      <p className="hint">{receipt.messagesFolded > 0 ? w.folded(number(receipt.messagesFolded)) : w.all}</p>
      {receipt.truncatedByServer && (
        <p className="note problem" role="alert">
          <Icon name="warn" />
          <span>{w.truncated}</span>
        </p>
      )}
      <dl>
        <Line name={w.model}>
          {receipt.connection && receipt.connection.name !== receipt.model && `${receipt.connection.name} · `}
          {receipt.model}
        </Line>
        <Line name={w.window}>{tokens(receipt.window)}</Line>
        <Line name={w.estimated}>{tokens(receipt.promptTokensEstimated)}</Line>
        <Line name={w.reported}>{tokens(receipt.promptTokensReported)}</Line>
        <Line name={w.cached}>{tokens(receipt.cachedTokens)}</Line>
        <Line name={w.completion}>{tokens(receipt.completionTokens)}</Line>
        <Line name={w.kept}>
          {w.keptOf(size(receipt.keptPrefixBytes), size(receipt.promptBytes), percent(kept))}
        </Line>
        {receipt.prefixMovedBy && <Line name={w.moved}>{w.movedBy[receipt.prefixMovedBy]}</Line>}
        <Line name={w.tail}>{size(receipt.tailBytes)}</Line>
        {receipt.pictures && (
          <Line name={w.pictures}>
            {receipt.pictures.sent > 0
              ? w.picturesSent(number(receipt.pictures.sent), tokens(receipt.pictures.tokens))
              : w.picturesTold(number(receipt.pictures.told))}
          </Line>
        )}
        {receipt.sourcePinned && <Line name={w.source}>{w.sourcePinned}</Line>}
        <Line name={w.sheetVersion}>{words.sheet.version(receipt.sheetVersion)}</Line>
        {receipt.pinned && (
          <Line name={w.pinned}>
            {number(receipt.pinned.length)}
            {receipt.pinsLeftOut && ` · ${w.pinsLeftOut(number(receipt.pinsLeftOut.length))}`}
          </Line>
        )}
        {receipt.loreReasons && (
          <Line name={w.lore}>
            <LoreReasons reasons={receipt.loreReasons} />
            {receipt.loreMissed && w.loreMissed(few(receipt.loreMissed))}
          </Line>
        )}
        {!receipt.loreReasons && (receipt.lore ?? receipt.loreLeftOut ?? receipt.loreMissed) && (
          <Line name={w.lore}>
            {[
              few(receipt.lore ?? []),
              receipt.loreLeftOut && w.loreLeftOut(few(receipt.loreLeftOut)),
              receipt.loreMissed && w.loreMissed(few(receipt.loreMissed)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Line>
        )}
        {receipt.recalled.length > 0 && (
          <Line name={w.recalled}>
            {receipt.recalled.length > FEW
              ? number(receipt.recalled.length)
              : receipt.recalled.map((seq) => `№ ${number(seq)}`).join(words.comma)}
          </Line>
        )}
        {receipt.cost !== undefined && <Line name={w.cost}>{`$ ${receipt.cost.toPrecision(3)}`}</Line>}
      </dl>
      {receipt.sourceRecalled && <RecalledPassages recalled={receipt.sourceRecalled} onOpen={onPassage} />}
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
