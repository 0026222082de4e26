const reports = new Map<string, string[]>();

/** What an import did not understand of a card is shown once, on the sheet that it made. */
export function rememberReport(characterId: string, report: string[]): void {
  if (report.length) reports.set(characterId, report);
}

export function reportOf(characterId: string): string[] {
  return reports.get(characterId) ?? [];
}
