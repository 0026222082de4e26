export const settings = {
  title: 'Settings',
  all: 'All settings',
  sections: {
    models: 'Models',
    appearance: 'Appearance',
    personas: 'Personas',
    notifications: 'Notifications',
    bridges: 'Bridges',
    data: 'Data and devices',
    about: 'About',
  },
  language: 'Language',
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  signOut: 'Sign out',
};
