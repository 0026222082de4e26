/** What may be at one step of a chain, each with its weight (a factor, not a logarithm). */
export interface Step<State> {
  states: readonly State[];
  weights: readonly number[];
}

/**
 * The likeliest state of each step, with its probability: the sum over all ways through the chain (forward and
 * backward), where a way weighs what its states and the links between each three neighbours do.
 *
 * @param link the weight of a state behind the two before it; there is none before the second
 */
export function likeliest<State>(
  steps: readonly Step<State>[],
  link: (step: number, first: State | undefined, second: State, third: State) => number,
): { state: State; odds: number }[] {
  const states = (t: number): readonly (State | undefined)[] => (t < 0 ? [undefined] : steps[t]!.states);
  /** `value` for each state of a step and each before it. */
  const table = (t: number, value: (i: number, j: number) => number) =>
    scaled(states(t - 1).map((_, i) => steps[t]!.states.map((_, j) => value(i, j))));
  const weightOf = (t: number, h: number, i: number, j: number) =>
    steps[t]!.weights[j]! * link(t, states(t - 2)[h], states(t - 1)[i] as State, steps[t]!.states[j]!);

  const forward: number[][][] = [];
  steps.forEach(({ weights }, t) => {
    const before = forward[t - 1];
    forward.push(
      table(t, (i, j) => (before ? sum(before, (row, h) => row[i]! * weightOf(t, h, i, j)) : weights[j]!)),
    );
  });
  const found: { state: State; odds: number }[] = [];
  let backward: number[][] = forward.at(-1)?.map((row) => row.map(() => 1)) ?? [];
  for (let t = steps.length - 1; t >= 0; t--) {
    const after = backward;
    const chances = steps[t]!.states.map((_, j) => sum(forward[t]!, (row, i) => row[j]! * after[i]![j]!));
    const best = chances.indexOf(Math.max(...chances));
    found[t] = { state: steps[t]!.states[best]!, odds: chances[best]! / sum(chances, (chance) => chance) };
    if (t > 0) backward = table(t - 1, (h, i) => sum(after[i]!, (value, j) => value * weightOf(t, h, i, j)));
  }
  return found;
}

function sum<Item>(items: readonly Item[], value: (item: Item, n: number) => number): number {
  let total = 0;
  for (let n = 0; n < items.length; n++) total += value(items[n]!, n);
  return total;
}

/** Divided by the greatest, so that long chains neither vanish nor overflow. */
function scaled(table: number[][]): number[][] {
  const most = Math.max(...table.flat());
  return most > 0 ? table.map((row) => row.map((value) => value / most)) : table;
}
