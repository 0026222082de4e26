import { Problem } from '../contracts/problem.js';

/** What happened instead of a page, and what works then. */
export function blocked(what: string): Problem {
  return new Problem(
    'page_blocked',
    `${what}. Open it in your browser, save the page and upload the .html file, or paste its text.`,
  );
}

/** For an answer that names itself a check. */
export function checkedForHumans(): Problem {
  return blocked('This site answered with a check for human visitors');
}
