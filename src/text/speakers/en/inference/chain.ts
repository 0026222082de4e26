/** What may be at one step of a chain, each with its weight (a factor, not a logarithm). */
export interface Step<State> {
  states: readonly State[];
  weights: readonly number[];
}

/**
 * The probability of each state of each step: the sum over all ways through the chain (forward and backward), where a
 * way weighs what its states and the links between each three neighbours do.
 *
 * @param links by step, the weight of a state behind the two before it; there is none before the second
 */
export function oddsOf<State>(
  steps: readonly Step<State>[],
  links: (step: number) => (first: State | undefined, second: State, third: State) => number,
): number[][] {
  const states = (t: number): readonly (State | undefined)[] => (t < 0 ? [undefined] : steps[t]!.states);
  /** What ways to a pair of neighbours weigh, row by row; and what each three neighbours do. */
  const forward: Float64Array[] = [];
  const factors: Float64Array[] = [];
  steps.forEach(({ weights }, t) => {
    const [first, second, third] = [states(t - 2), states(t - 1), states(t)];
    const width = third.length;
    const sums = new Float64Array(second.length * width);
    const own = new Float64Array(t === 0 ? 0 : first.length * sums.length);
    if (t === 0) sums.set(weights);
    else {
      const link = links(t);
      const before = forward[t - 1]!;
      for (let h = 0, at = 0; h < first.length; h++) {
        for (let i = 0; i < second.length; i++) {
          const way = before[h * second.length + i]!;
          for (let j = 0; j < width; j++, at++) {
            own[at] = weights[j]! * link(first[h], second[i] as State, third[j] as State);
            sums[i * width + j]! += way * own[at]!;
          }
        }
      }
    }
    factors.push(own);
    forward.push(scaled(sums));
  });
  const found: number[][] = [];
  let behind = new Float64Array(forward.at(-1)?.length ?? 0).fill(1);
  for (let t = steps.length - 1; t >= 0; t--) {
    const width = steps[t]!.states.length;
    const chances = steps[t]!.states.map(() => 0);
    forward[t]!.forEach((way, at) => (chances[at % width]! += way * behind[at]!));
    const all = chances.reduce((sum, chance) => sum + chance, 0);
    found[t] = chances.map((chance) => chance / all);
    if (t === 0) break;
    const sums = new Float64Array(forward[t - 1]!.length);
    const rows = behind.length / width;
    for (let pair = 0, at = 0; pair < sums.length; pair++) {
      const row = (pair % rows) * width;
      for (let j = 0; j < width; j++, at++) sums[pair]! += behind[row + j]! * factors[t]![at]!;
    }
    behind = scaled(sums);
  }
  return found;
}

/** Divided by the greatest, so that long chains neither vanish nor overflow. */
function scaled(values: Float64Array): Float64Array<ArrayBuffer> {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return Float64Array.from(values, (value) => (most > 0 ? value / most : value));
}
