/** How many UTF-16 units texts may still grow by. */
export interface MacroRoom {
  left: number;
}

export interface MacroValues {
  /** The character's name. */
  char: string;
  /** The persona's name. */
  user: string;
  /** 0 ≤ x < 1; Math.random unless given. */
  random?: () => number;
  /** What texts may grow by together; each by itself unless given. */
  room?: MacroRoom;
  /** What macros stand for that only this kind of text has, by their names in small letters. */
  more?: Readonly<Record<string, string>>;
  /** What `setvar` has set, for texts that are settled together. */
  variables?: Map<string, string>;
  /** When it is; unless given, nobody knows. */
  now?: MacroTime;
}

export interface MacroTime {
  at: Date;
  timeZone: string;
  language: 'en' | 'zh';
}
