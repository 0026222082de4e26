export function activated(_e: readonly unknown[], _t: string, _b: number): unknown[] {
  return [];
}
export function renderActivated(_f: readonly unknown[], _s: (t: string) => string, _l: string): string {
  return '';
}
