/** `GET /api/about` */
export interface AboutView {
  version: string;
  model: ModelCard;
  /** Where everything is kept. */
  data: {
    /** An absolute path on the server's computer. */
    folder: string;
    /** Keepsake's own database lies in that folder; another is wherever `DATABASE_URL` says. */
    database: 'embedded' | 'external';
  };
}

export interface ModelCard {
  name: string;
  provider: 'understudy' | 'openai';
  /** The understudy is none, and the client says so. */
  isLanguageModel: boolean;
  /** In tokens. */
  window: number;
  /** Where the window's size is known from. */
  windowFrom: 'configured' | 'server' | 'table' | 'default';
  /** It can be shown pictures; else their names are told. */
  sees: boolean;
  /** Tokens that a reply may take, where that is set. */
  mostReply?: number;
  /** A sentence in each language on what this model is. */
  note: { en: string; zh: string };
  /** What is wrong with how it is served, and what to do about it. */
  warning?: { en: string; zh: string };
}
