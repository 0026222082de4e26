export interface Persona {
  name: string;
  description: string;
}

/** An item of `GET /api/personas`, the oldest first */
export interface PersonaView extends Persona {
  id: string;
  /** New conversations take it. */
  isDefault: boolean;
  /** How many conversations have it. */
  sessions: number;
  createdAt: string;
}
