export const devices = {
  title: 'Signed-in devices',
  hint: 'Each of these browsers has full access. Signing one out takes effect at once.',
  unknown: 'Unknown device',
  current: 'this device',
  since: (when: string) => `signed in ${when}`,
  seen: (when: string) => `last used ${when}`,
  end: 'Sign out',
  endOf: (device: string, address: string) => `Sign out: ${device}, ${address}`,
  endOthers: 'Sign out all others',
  endOthersTitle: 'Sign out all other devices?',
  endOthersText: 'They are signed out at once, and need the token or a new link to sign in again.',
  alone: 'No other device is signed in.',
  link: {
    make: 'Sign in on another device',
    another: 'New link',
    label: 'Sign-in link',
    qr: 'QR code of the sign-in link',
    address: 'Address',
    valid: (time: string) =>
      `Scan the code or open the link on the other device. It works once, until ${time}.`,
    onlyHere:
      'Keepsake listens on this computer only. To reach it from other devices in your network, start it with HOST=0.0.0.0.',
  },
};
