export interface SourceSummary {
  id: string;
  title: string;
  kind: 'link' | 'file';
  url?: string;
  /** The very revision that was read, where the page has any. */
  permalink?: string;
  /** On what terms the site gives its text away, in a few words, as far as that is known. */
  licence?: string;
  /** UTF-16 units. */
  length: number;
  sections: number;
  passages: number;
}

/** `GET /api/sources/:id` */
export interface SourceView extends SourceSummary {
  encoding?: string;
  revision?: string;
  createdAt: string;
  sectionList: { n: number; title: string; length: number }[];
}

/** `GET /api/sources/:id/sections/:n` */
export interface SectionView {
  sourceId: string;
  n: number;
  title: string;
  text: string;
  /** In order; `start` and `end` are UTF-16 offsets in the section's text. */
  passages: { id: string; start: number; end: number; text: string }[];
}

/** `GET /api/sources/:id/passages/:passageId`: where a citation stands. */
export interface PassageView {
  sourceId: string;
  id: string;
  section: number;
  sectionTitle: string;
  text: string;
}
