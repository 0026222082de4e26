/** Tags as they are typed: between commas of either script, or on lines. */
export function tagsIn(typed: string): string[] {
  return typed
    .split(/[,，、\n]/)
    .map((tag) => tag.trim())
    .filter(Boolean);
}
