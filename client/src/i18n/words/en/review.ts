/** What is said where a cast and a sheet are looked over. */
export const review = {
  talks: 'Who speaks with whom',
  talksHint: 'A larger dot: more lines. A thicker line: more dialogue between the two.',
  pair: (a: string, b: string, times: string) => `${a} and ${b}: ${times}`,
  questions: 'Ambiguous names',
  questionsHint: 'These names may mean different people. Choose who is meant, or “Not sure”.',
  whoIs: (name: string) => `“${name}” is`,
  leaveOpen: 'Not sure',
  moreQuestions: (n: number) => `${n} more`,
  isOne: (name: string, into: string) => `${name} is ${into}.`,
  takeBack: 'Undo',
  same: 'Same person',
  changes: 'Changes',
  changesOf: (version: number, before: number) => `Changes from version ${before} to ${version}`,
  added: 'new',
  removed: 'removed',
  reworded: 'reworded',
  moved: 'moved from',
  cited: 'sources changed',
  noChanges: 'No visible changes.',
  whole: 'Whole version',
  disputed: 'Told differently elsewhere:',
  joinNext: 'Merge with next',
  flagged: (n: number, shown: string) =>
    n === 1
      ? 'One passage looks like instructions to the model'
      : `${shown} passages look like instructions to the model`,
  flaggedHint: 'They stay in the source but are not sent to the model, unless you allow them.',
  flagOut: 'Not sent',
  flagLetIn: 'Allowed',
  flagsAll: 'Allow all',
  flagsNone: 'Send none',
  flaggedMore: (n: number, shown: string) =>
    n === 1 ? 'One more is not listed and not sent.' : `${shown} more are not listed and not sent.`,
  addMore: 'Add sources',
  addFiles: 'Choose files',
  addMoreHint: 'New facts are added to the sheet as a new version; contradictions are kept side by side.',
};
