/** What `{{char}}` in a character's texts stands for. Apart from the sheet's schema, which the client does without. */
export function calledName(name: string, sheet: { nickname?: string | undefined }): string {
  return sheet.nickname?.trim() || name;
}
