import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { api } from '../../../api/api.js';
import { queries } from '../../../api/queries.js';
import type { expressionOf } from './expression.js';

/** Who speaks in a conversation, and how they look. */
export interface Faces {
  id: string;
  name: string;
  /** The address of their picture; null where there is none. */
  picture: string | null;
  /** The address of the picture that fits a reply, or null; null itself where the card has none to pick from. */
  expressionFor: ((reply: string) => string | null) | null;
}

const FacesContext = createContext<Faces | null>(null);

export const useFaces = () => useContext(FacesContext);

/** Pictures of expressions are asked for once, and what picks one is loaded only where there are some. */
export function FacesOf({ session, children }: { session: SessionView; children: ReactNode }) {
  const { characterId: id, characterName: name, avatarHash } = session;
  const expressions = useQuery(queries.expressions(id)).data?.items;
  const [pick, setPick] = useState<{ by: typeof expressionOf } | null>(null);
  useEffect(() => {
    let gone = false;
    if (!expressions?.length) return;
    void import('./expression.js').then(
      ({ expressionOf }) => !gone && setPick({ by: expressionOf }),
      // Without it the picture is always the same one.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [expressions]);
  const faces = useMemo((): Faces => {
    const names = expressions?.map((one) => one.name) ?? [];
    return {
      id,
      name,
      picture: avatarHash === null ? null : `${api.avatarUrl(id)}?size=768&v=${avatarHash}`,
      expressionFor:
        pick &&
        ((reply) => {
          const picked = pick.by(reply, names);
          const one = expressions?.find((expression) => expression.name === picked);
          return one ? api.expressionUrl(id, one.n) : null;
        }),
    };
  }, [id, name, avatarHash, expressions, pick]);
  return <FacesContext value={faces}>{children}</FacesContext>;
}

/** The picture for a reply that may still be written: it changes with a sentence, not with a letter. */
export function useFace(reply: string): { address: string | null; isExpression: boolean } {
  const faces = useFaces();
  const finished = faces?.expressionFor ? (/^[\s\S]*[.!?。！？…*）)\n]/.exec(reply)?.[0] ?? '') : '';
  return useMemo(() => {
    const expression = faces?.expressionFor?.(finished) ?? null;
    return { address: expression ?? faces?.picture ?? null, isExpression: expression !== null };
  }, [faces, finished]);
}
