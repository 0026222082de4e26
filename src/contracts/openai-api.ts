/** A character as `GET /v1/models` lists it. */
export interface ModelObject {
  /** Readable and good for ever, such as `mira-3f2a9c1e`; the character's own id is taken, too. */
  id: string;
  object: 'model';
  created: number;
  owned_by: 'keepsake';
  /** The character's name. */
  name: string;
  character_id: string;
}

export interface ModelList {
  object: 'list';
  data: ModelObject[];
}

/** An item of `GET /v1/sessions`: a conversation that a program has begun by a key of its own. */
export interface OutsideSession {
  id: string;
  object: 'session';
  /** What was sent as `user`, `metadata.session_id` or `X-Session-Id`; empty where nothing was. */
  user: string;
  model: string;
  character_id: string;
  messages: number;
  created: number;
  updated: number;
}

export interface OutsideSessionList {
  object: 'list';
  data: OutsideSession[];
}
