/** What kind of heading a line has the form of. */
export interface HeadingForm {
  /** What it counts: 'chapter', 'letter', '回', '卷' …; 'special' for a prologue and its like. */
  kind: string;
  /** 0 where it counts nothing. */
  ordinal: number;
  /** The ordinal stands alone or apart from the rest: prose hardly ever does that. */
  clear: boolean;
  /** A numeral, or numeral and title, or an unknown word and a numeral: a heading only among others like it. */
  weak: boolean;
  /** It has no title of its own: the next line may be it. */
  bare: boolean;
}
