import { useQuery } from '@tanstack/react-query';
import type { TurnView } from '../../../../src/contracts/turn.js';
import { windowShare } from './memory-meter.js';
import { useLanguage } from '../../i18n/language.js';
import { queries } from '../../api/queries.js';
import { chartLine } from './chart-lines.js';

const WIDTH = 320;
const HEIGHT = 44;

const keptShare = ({ receipt }: TurnView) => {
  const ahead = receipt.promptBytes - receipt.tailBytes;
  return ahead > 0 ? receipt.keptPrefixBytes / ahead : null;
};

/** How a conversation's turns have gone: window, kept prefix, cache and cost, each a quiet line. */
export function MemoryCharts({ sessionId, turnId }: { sessionId: string; turnId: string | null }) {
  const { words, percent, number } = useLanguage();
  const w = words.memory;
  const { data } = useQuery(queries.turns(sessionId, turnId));
  const turns = data?.items.toReversed() ?? [];
  if (turns.length < 2) return null;
  const cached = turns.map(({ receipt }) => receipt.cachedTokens);
  const costs = turns.map(({ receipt }) => receipt.cost ?? null);
  const most = (values: (number | null)[]) => Math.max(0, ...values.map((value) => value ?? 0));
  const money = (value: number) => `$ ${value.toPrecision(3)}`;
  return (
    <div className="charts" data-testid="memory-charts">
      <p className="hint">{w.charts(number(turns.length))}</p>
      <Chart
        name={w.windowUse}
        turns={turns}
        values={turns.map(({ receipt }) => windowShare(receipt))}
        most={1}
        show={percent}
      />
      <Chart name={w.keptShare} turns={turns} values={turns.map(keptShare)} most={1} show={percent} />
      {most(cached) > 0 && (
        <Chart name={w.cached} turns={turns} values={cached} most={most(cached)} show={number} />
      )}
      {most(costs) > 0 && (
        <Chart name={w.cost} turns={turns} values={costs} most={most(costs)} show={money} />
      )}
    </div>
  );
}

interface ChartProps {
  name: string;
  turns: TurnView[];
  values: (number | null)[];
  most: number;
  show: (value: number) => string;
}

function Chart({ name, turns, values, most, show }: ChartProps) {
  const { words, when } = useLanguage();
  const { path, points } = chartLine(values, most, WIDTH, HEIGHT);
  const last = points.at(-1);
  return (
    <figure className="chart">
      <figcaption>
        <span>{name}</span>
        <span>{last && show(last.value)}</span>
      </figcaption>
      <svg viewBox={`0 -3 ${WIDTH} ${HEIGHT + 6}`} preserveAspectRatio="none" aria-hidden="true">
        {points.map(({ x, index }) => {
          const moved = turns[index]!.receipt.prefixMovedBy;
          return moved && <line key={index} className="moved" x1={x} x2={x} y1={0} y2={HEIGHT} />;
        })}
        <path d={path} />
        {points.map(({ x, value, index }) => {
          const turn = turns[index]!;
          const moved = turn.receipt.prefixMovedBy;
          const wide = WIDTH / turns.length;
          return (
            <rect key={index} x={x - wide / 2} y={-3} width={wide} height={HEIGHT + 6}>
              <title>
                {`${when(turn.at)} · ${show(value)}${moved ? ` · ${words.memory.movedBy[moved]}` : ''}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <p className="unseen">{points.map(({ value }) => show(value)).join(words.comma)}</p>
    </figure>
  );
}
