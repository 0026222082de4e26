export const signIn = {
  title: 'Sign in to Keepsake',
  token: 'Access token',
  tokenHint: 'You find the token on the server, in the file owner-token of the data folder (.keepsake).',
  linkHint:
    'Or open a sign-in link: the server prints one at each start, and a signed-in device makes one under Settings → Data and devices.',
  submit: 'Sign in',
  opening: 'Signing in…',
  codeFailed: 'This link has expired or was used before. Enter the access token, or get a new link.',
};
