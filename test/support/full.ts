import { it } from '@jest/globals';

/** For a case that runs with `npm run test:full` alone, on the server of the cases beside it. */
export const itInFull = process.env['TEST_FULL'] ? it : it.skip;

/** All rows of a table of cases with `npm run test:full`; otherwise those at the places that are named. */
export function sample<Row>(rows: Row[], ...places: number[]): Row[] {
  return process.env['TEST_FULL'] ? rows : places.map((place) => rows[place]!);
}
