/** How the page looks, and a sample to see it by. */
export const appearance = {
  hint: 'For this browser only.',
  accent: 'Accent colour',
  accents: { wax: 'Red', indigo: 'Blue', moss: 'Green', plum: 'Plum', umber: 'Brown' },
  textSize: 'Text size',
  textSizes: { tiny: 'XS', small: 'S', medium: 'M', large: 'L', huge: 'XL' },
  letter: 'A',
  latinFont: 'Font',
  latinFonts: { serif: 'Serif', sans: 'Sans serif', system: 'System' },
  chineseFont: 'Chinese font',
  chineseFonts: { song: '宋体', hei: '黑体', kai: '楷体' },
  sample: {
    title: 'Sample',
    name: 'Mira',
    theirs:
      '*She sets the cup down without a sound.* “You came back. I kept the table by the window.”\n\nRain runs down the glass, and for a while neither of you speaks.',
    mine: '“I said I would.” *I hang my coat over the chair.*',
  },
  pictures: 'Pictures in messages',
  picturesShow: 'Show pictures',
  picturesHint:
    'Your server fetches the pictures that messages link to. The site sees your server’s address, not your browser’s.',
};
