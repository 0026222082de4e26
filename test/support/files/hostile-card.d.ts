export interface HostileEntry {
  keys: string[];
  content: string;
  name: string;
  enabled: boolean;
  insertion_order: number;
  extensions: object;
  use_regex: boolean;
}
export declare const PATTERN_KINDS: string[];
export declare function hostilePatterns(count: number, kinds?: string[]): string[];
export declare function patternEntries(patterns: string[]): HostileEntry[];
export declare function honestEntries(count: number, keys?: number): HostileEntry[];
export declare function cardWith(entries: object[], book?: object, data?: object): object;
