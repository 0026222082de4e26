/** What stands in messages besides their words. */
export const prose = {
  openLink: 'This link leads to',
  open: 'Open',
  failedAttempts: (n: number) => `${n} attempts failed`,
  show: 'Show',
  hide: 'Hide',
};
