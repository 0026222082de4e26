/** The way that a branch's story goes: an ordered range of the index for each of its segments. */
export const FROM_STORY = `
  FROM branch_segments g
  JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
  WHERE g.branch_id = $1`;

/** What is pinned of it and has text. */
export const FROM_PINS = `
  FROM branch_segments g
  JOIN pins pin ON pin.branch_id = g.of_branch_id AND pin.seq BETWEEN g.from_seq AND g.to_seq
  JOIN messages m ON m.branch_id = pin.branch_id AND m.seq = pin.seq AND m.chosen
  WHERE g.branch_id = $1 AND m.content <> ''`;
