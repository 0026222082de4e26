import { Problem } from '../contracts/problem.js';

/** What tells whether a character has been changed. */
interface Changed {
  sheetVersion: number;
  updatedAt: Date | string;
}

/** The ETag of a character: another after each change of its sheet or of what is said of it. */
export const etagOf = ({ sheetVersion, updatedAt }: Changed) =>
  `"${sheetVersion}-${new Date(updatedAt).getTime().toString(36)}"`;

/**
 * @param ifMatch of the request, as RFC 9110 has it; undefined where it says nothing
 * @throws Problem changed_meanwhile where it names other editions only
 */
export function assertEdition(character: Changed, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (wanted.includes(etagOf(character))) return;
  throw new Problem(
    'changed_meanwhile',
    `This character was changed since you read it: it is at version ${character.sheetVersion} of its sheet. Read it again, and make your change to that.`,
  );
}
