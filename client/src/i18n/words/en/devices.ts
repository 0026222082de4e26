export const devices = {
  title: 'Signed-in devices',
  hint: 'Each of these browsers opens everything here. Ending one closes it at once, wherever it is.',
  unknown: 'Unknown device',
  current: 'this one',
  since: (when: string) => `since ${when}`,
  seen: (when: string) => `seen ${when}`,
  end: 'Sign out',
  endOf: (device: string, address: string) => `Sign out: ${device}, ${address}`,
  endOthers: 'Sign out all others',
  endOthersTitle: 'Sign out all other devices?',
  endOthersText: 'They close at once, and need the token or a new link to come back.',
  alone: 'No other device is signed in.',
};
