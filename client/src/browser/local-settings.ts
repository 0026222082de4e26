/** Settings that stay in this browser. A browser that stores nothing is no reason to fail. */
export function storedSetting(key: string): string | null {
  try {
    return localStorage.getItem(`keepsake.${key}`);
  } catch {
    return null;
  }
}

/** An empty or missing value is forgotten. */
export function storeSetting(key: string, value: string | null): void {
  try {
    if (value) localStorage.setItem(`keepsake.${key}`, value);
    else localStorage.removeItem(`keepsake.${key}`);
  } catch {
    // full or forbidden
  }
}
