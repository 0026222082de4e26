import type { CastMember, CastTalks } from '../../../../src/contracts/ingest.js';

export interface Place {
  name: string;
  x: number;
  y: number;
  /** By how often they speak. */
  radius: number;
  /** From the top, clockwise, in radians. */
  angle: number;
}

export interface Tie {
  a: Place;
  b: Place;
  times: number;
  /** How strong it is beside the strongest, 0…1. */
  strength: number;
}

/** So many people are shown: more would be a thicket. */
const MOST = 14;
const SMALLEST = 3;
const LARGEST = 9;

/**
 * Those who speak with others, around a circle of a radius about the origin, friends beside each other.
 * @param talks the most frequent first
 */
export function castCircle(
  cast: readonly CastMember[],
  talks: readonly CastTalks[],
  radius: number,
): { places: Place[]; ties: Tie[] } {
  const quotes = new Map(cast.map((member) => [member.name, member.quotes]));
  const known = talks.filter(({ a, b }) => quotes.has(a) && quotes.has(b));
  const weight = new Map<string, number>();
  for (const { a, b, times } of known)
    for (const name of [a, b]) weight.set(name, (weight.get(name) ?? 0) + times);
  const names = [...weight]
    .sort((x, y) => y[1] - x[1])
    .slice(0, MOST)
    .map(([name]) => name);
  const shown = new Set(names);
  const between = known.filter(({ a, b }) => shown.has(a) && shown.has(b));
  const order = besideFriends(names, between);
  const loudest = Math.max(1, ...names.map((name) => quotes.get(name)!));
  const places = new Map(
    order.map((name, n): [string, Place] => {
      const angle = (2 * Math.PI * n) / order.length;
      const share = Math.sqrt(quotes.get(name)! / loudest);
      return [
        name,
        {
          name,
          x: radius * Math.sin(angle),
          y: -radius * Math.cos(angle),
          radius: SMALLEST + (LARGEST - SMALLEST) * share,
          angle,
        },
      ];
    }),
  );
  const strongest = Math.max(1, ...between.map(({ times }) => times));
  return {
    places: [...places.values()],
    ties: between.map(({ a, b, times }) => ({
      a: places.get(a)!,
      b: places.get(b)!,
      times,
      strength: Math.sqrt(times / strongest),
    })),
  };
}

/** From the one who speaks most, each next one is put at whichever end has the closer friend. */
function besideFriends(names: readonly string[], talks: readonly CastTalks[]): string[] {
  const tie = (a: string, b: string) =>
    talks.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))?.times ?? 0;
  const left = [...names];
  const order = left.splice(0, 1);
  while (left.length) {
    let best = { times: -1, at: 0, front: false };
    left.forEach((name, at) => {
      for (const front of [false, true]) {
        const times = tie(name, order.at(front ? 0 : -1)!);
        if (times > best.times) best = { times, at, front };
      }
    });
    const [name] = left.splice(best.at, 1);
    if (best.front) order.unshift(name!);
    else order.push(name!);
  }
  return order;
}
