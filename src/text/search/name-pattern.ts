/** Finds any of some names, the longest first; a Latin name only as whole words. `more` is a pattern that follows it. */
export function namePattern(names: readonly string[], more = ''): RegExp {
  const longestFirst = [...names].sort((a, b) => b.length - a.length).map(escape);
  return new RegExp(
    `(?<![\\p{Script=Latin}])(?:${longestFirst.join('|')})(?![\\p{Script=Latin}])${more}`,
    'u',
  );
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ /g, '\\s+');
}
