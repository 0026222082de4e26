export const settings = {
  title: 'Settings',
  all: 'All settings',
  sections: {
    models: 'Models',
    appearance: 'Appearance',
    personas: 'Personas',
    data: 'Data and devices',
    about: 'About',
  },
  about: 'Role-play and company that never forgets: everything stays on your own server.',
  version: (version: string) => `Keepsake ${version}`,
  language: 'Language',
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  pictures: 'Pictures in messages',
  picturesShow: 'Show them',
  picturesHint:
    'Your server then fetches every picture that a message names. Whoever runs its address learns that your server asked, and when; your browser is not seen.',
  signOut: 'Sign out',
};
