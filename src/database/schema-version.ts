/** Whether a database has migrations that this build does not know. */
export function isNewerSchema(applied: readonly string[], known: readonly string[]): boolean {
  const own = new Set(known);
  return applied.some((name) => !own.has(name));
}

/** Whether a database has the migrations of this build, all of them and no others. */
export function isOwnSchema(applied: readonly string[], known: readonly string[]): boolean {
  return new Set(applied).size === known.length && !isNewerSchema(applied, known);
}
