import { Problem } from '../../contracts/problem.js';
import type { WholeSource } from '../../sources/sources.service.js';

/**
 * What some sources tell up to a section of the first; of the others nobody can say when it is known.
 *
 * @throws Problem bad_request where there is no such section
 */
export function sourcesUpTo(sources: readonly WholeSource[], section: number | undefined): WholeSource[] {
  const [first] = sources;
  if (section === undefined || !first) return [...sources];
  const last = first.sections.find(({ n }) => n === section);
  if (!last) {
    throw new Problem(
      'bad_request',
      `“${first.title}” has no section ${section}: it has ${first.sections.length}.`,
    );
  }
  return [
    {
      ...first,
      text: first.text.slice(0, last.end),
      sections: first.sections.filter(({ n }) => n <= section),
      passages: first.passages.filter((passage) => passage.section <= section),
    },
  ];
}
