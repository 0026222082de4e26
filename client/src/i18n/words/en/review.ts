/** What is said where a cast and a sheet are looked over. */
export const review = {
  talks: 'Who speaks with whom',
  talksHint:
    'The larger the dot, the more somebody says; the thicker the line, the more two say to each other.',
  pair: (a: string, b: string, times: string) => `${a} and ${b}: ${times}`,
  questions: 'Who is meant?',
  questionsHint: 'These names may be several people’s. Say whose they are, or leave them open.',
  whoIs: (name: string) => `“${name}” is`,
  leaveOpen: 'Not sure',
  moreQuestions: (n: number) => `${n} more`,
  isOne: (name: string, into: string) => `${name} is ${into}.`,
  takeBack: 'Take back',
  same: 'These are one person',
  changes: 'What changed',
  changesOf: (version: number, before: number) => `What changed from version ${before} to ${version}`,
  added: 'new',
  removed: 'gone',
  reworded: 'reworded',
  moved: 'moved from',
  cited: 'other passages',
  noChanges: 'Nothing that one could read has changed.',
  whole: 'The whole version',
  disputed: 'Told otherwise, too:',
  joinNext: 'Join with the next',
  flagged: (n: number, shown: string) =>
    n === 1 ? 'One passage speaks to a language model' : `${shown} passages speak to a language model`,
  flaggedHint:
    'They read like instructions. They stay in the source but are left out of what a language model is sent, unless you let them in.',
  flagOut: 'Left out',
  flagLetIn: 'Let in',
  flagsAll: 'Let all of these in',
  flagsNone: 'Leave all of them out',
  flaggedMore: (n: number, shown: string) =>
    n === 1 ? 'One more is left out and not listed.' : `${shown} more are left out and not listed.`,
  addMore: 'Add more about them',
  addFiles: 'Choose files',
  addMoreHint: 'What is new in it joins the sheet as a new version; what contradicts it stands beside it.',
};
