import Papa from 'papaparse';
import type { Row } from './table-text.js';

/** Rows beyond these are not read: the longest chat logs have some. */
export const MOST_ROWS = 500_000;

/** The rows of a cleaned text of comma- or tab-separated values. */
export function csvRows(text: string, isTab: boolean): Row[] {
  const { data } = Papa.parse<string[]>(text, {
    ...(isTab && { delimiter: '\t' }),
    delimitersToGuess: [',', ';', '\t'],
    skipEmptyLines: 'greedy',
    preview: MOST_ROWS,
  });
  return data;
}
