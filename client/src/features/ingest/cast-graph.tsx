import { useMemo, useState } from 'react';
import type { CastMember, CastTalks } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { castCircle, type Place, type Tie } from './cast-circle.js';

const RADIUS = 100;
const WIDTH = 420;
const HEIGHT = 268;
/** Pairs listed in words for those who do not see the picture. */
const LISTED = 12;

/** Who speaks with whom, and how much. */
export function CastGraph({ cast, talks }: { cast: CastMember[]; talks: CastTalks[] }) {
  const { words, number } = useLanguage();
  const w = words.review;
  const [near, setNear] = useState<string | null>(null);
  const { places, ties } = useMemo(() => castCircle(cast, talks, RADIUS), [cast, talks]);
  if (places.length < 3) return null;
  const friends = new Set(
    ties.flatMap(({ a, b }) => (a.name === near || b.name === near ? [a.name, b.name] : [])),
  );
  const faint = (name: string) => near !== null && name !== near && !friends.has(name);
  return (
    <figure className="cast-graph" data-testid="cast-graph">
      <figcaption>
        <h2>{w.talks}</h2>
        <p className="hint">{w.talksHint}</p>
      </figcaption>
      <svg viewBox={`${-WIDTH / 2} ${-HEIGHT / 2} ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {ties.map((tie) => (
          <path
            key={`${tie.a.name}\n${tie.b.name}`}
            d={curve(tie)}
            strokeWidth={0.5 + 5 * tie.strength}
            className={near === null || tie.a.name === near || tie.b.name === near ? undefined : 'faint'}
          >
            <title>{w.pair(tie.a.name, tie.b.name, number(tie.times))}</title>
          </path>
        ))}
        {places.map((place) => (
          <g
            key={place.name}
            className={faint(place.name) ? 'faint' : undefined}
            onPointerEnter={() => setNear(place.name)}
            onPointerLeave={() => setNear(null)}
          >
            <circle cx={place.x} cy={place.y} r={place.radius} />
            <text {...beside(place)} lang={scriptOf(place.name)}>
              {place.name}
            </text>
          </g>
        ))}
      </svg>
      <ul className="unseen">
        {ties.slice(0, LISTED).map(({ a, b, times }) => (
          <li key={`${a.name}\n${b.name}`}>{w.pair(a.name, b.name, number(times))}</li>
        ))}
      </ul>
    </figure>
  );
}

/** Bent towards the middle, so that neighbours' ties do not lie on the circle. */
function curve({ a, b }: Tie): string {
  const [x, y] = [(a.x + b.x) * 0.35, (a.y + b.y) * 0.35];
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${x.toFixed(1)} ${y.toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
}

/** A name stands outside of the circle, beginning or ending at its dot. */
function beside({ angle, radius }: Place) {
  const out = RADIUS + radius + 5;
  const side = Math.sin(angle);
  return {
    x: out * side,
    y: -out * Math.cos(angle) + (Math.abs(side) < 0.2 ? -Math.cos(angle) * 5 : 0) + 4,
    textAnchor: Math.abs(side) < 0.2 ? ('middle' as const) : side > 0 ? ('start' as const) : ('end' as const),
  };
}
