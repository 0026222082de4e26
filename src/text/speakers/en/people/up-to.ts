/** How many of a list that rises by `of` are no more than `most`. */
export function upTo<Item>(list: readonly Item[], most: number, of: (item: Item) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle]!) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
