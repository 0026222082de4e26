/** What this browser keeps for itself. A browser that keeps nothing is no reason to fail. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(`keepsake.${key}`);
  } catch {
    return null;
  }
}

/** An empty or missing value is forgotten. */
export function keep(key: string, value: string | null): void {
  try {
    if (value) localStorage.setItem(`keepsake.${key}`, value);
    else localStorage.removeItem(`keepsake.${key}`);
  } catch {
    // full or forbidden
  }
}
