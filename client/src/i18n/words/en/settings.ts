export const settings = {
  open: 'Settings',
  language: 'Language',
  theme: 'Appearance',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  pictures: 'Pictures in messages',
  picturesShow: 'Show them',
  picturesHint:
    'Your server then fetches every picture that a message names. Whoever runs its address learns that your server asked, and when; your browser is not seen.',
  signOut: 'Sign out',
};
