import type { QueryRunner } from 'typeorm';

/** The migrations of the first versions, oldest first. */
const EARLIER = [
  'FirstTables1795000000000',
  'FoldsAndRules1796000000000',
  'Recall1797000000000',
  'OutsideKeys1798000000000',
  'Branches1799000000000',
  'CardAssets1800000000000',
  'Extras1801000000000',
  'AuthorsNote1802000000000',
  'HeadStamp1803000000000',
  'CastQuestions1805000000000',
  'DoubtfulFiles1806000000000',
  'LinkedPages1807000000000',
  'WrittenParts1808000000000',
  'StoryPoints1809000000000',
  'Personas1810000000000',
  'Pins1811000000000',
  'CastReview1812000000000',
  'ToldEntries1813000000000',
  'FetchedFiles1814000000000',
  'EntriesDue1815000000000',
  'SignIns1816000000000',
  'ReadingDeaths1817000000000',
  'KeptOut1818000000000',
  'JsonShapes1821000000000',
  'AcceptMessages1822000000000',
  'AcceptTogether1823000000000',
];

/** Those of today that make the same tables, and stand for all of them. */
const TODAY = [
  'Owners1831000000000',
  'SourcesAndCharacters1832000000000',
  'SessionsAndMessages1833000000000',
  'Memory1834000000000',
];

/** Migrations of a database by the names of today: those of the first versions, where they are complete, by what stands for them. */
export function namesOfToday(applied: readonly string[]): string[] {
  if (!EARLIER.every((name) => applied.includes(name))) return [...applied];
  return [...TODAY, ...applied.filter((name) => !EARLIER.includes(name))];
}

/** Whether a database is of one of the first versions, but not of the last of them: it cannot go on from there. */
export function isTooOld(applied: readonly string[]): boolean {
  return namesOfToday(applied).some((name) => EARLIER.includes(name));
}

/** Has a database of the last of the first versions go on as if the migrations of today had made it. */
export async function adoptEarlierTables(runner: QueryRunner): Promise<void> {
  const [{ hasMigrations }] = (await runner.query(
    `SELECT to_regclass('migrations') IS NOT NULL AS "hasMigrations"`,
  )) as [{ hasMigrations: boolean }];
  if (!hasMigrations) return;
  await runner.query(
    `WITH earlier AS (
       DELETE FROM migrations WHERE name = ANY ($1::text[]) RETURNING name
     )
     INSERT INTO migrations (timestamp, name)
     SELECT right(name, 13)::bigint, name FROM unnest($2::text[]) AS today (name) WHERE EXISTS (SELECT FROM earlier)`,
    [EARLIER, TODAY],
  );
}
