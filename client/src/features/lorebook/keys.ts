/** Keys as a person types them: parted by commas of either script, or by lines. One between slashes is left whole. */
export function keysIn(text: string): string[] {
  if (/^\s*\//.test(text)) return text.trim() ? [text.trim()] : [];
  return text
    .split(/[,，、;；\n]/)
    .map((key) => key.trim())
    .filter(Boolean);
}

/** With more keys; each once. */
export function withKeys(keys: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...keys, ...more])];
}
