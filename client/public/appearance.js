// How the page looks, set before its first paint. The client calls it again when somebody chooses otherwise.
globalThis.showAppearance = function (chosen) {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(chosen)) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }
  // The browser's own bars follow the theme.
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    const theme = meta.id === 'dark-bars' ? 'dark' : 'light';
    if (!chosen.theme) meta.media = `(prefers-color-scheme: ${theme})`;
    else meta.media = chosen.theme === theme ? 'all' : 'not all';
  }
};

try {
  const names = ['theme', 'accent', 'textSize', 'latinFont', 'chineseFont'];
  showAppearance(Object.fromEntries(names.map((name) => [name, localStorage.getItem(`keepsake.${name}`)])));
} catch {
  // A browser that stores nothing shows what is usual.
}
