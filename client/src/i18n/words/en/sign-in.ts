export const signIn = {
  title: 'Sign in to Keepsake',
  how: 'Open the link that npm start printed in the terminal. It is good for ten minutes and for one use; starting again prints another.',
  or: 'Or paste the owner’s token',
  token: 'Owner’s token',
  tokenHint: 'It lies in the data folder, in the file owner-token.',
  submit: 'Sign in',
  opening: 'Signing you in…',
  codeFailed:
    'This link has been used or is too old. Start the server again for a new one, or paste the token.',
};
