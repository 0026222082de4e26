import { useCallback, useEffect, useState } from 'react';
import { type AttachedPictureView, MOST_PICTURES } from '../../../../../src/contracts/message.js';
import type { Failure } from '../../../api/failure.js';
import { takeDropped } from '../../../browser/dropped-files.js';
import { newId } from '../../../browser/new-id.js';

/** A picture that is to be sent with the next message. */
export interface Attached {
  key: string;
  /** As it was chosen; null for one that came back from the server. */
  file: File | null;
  /** Once the server has it. */
  view: AttachedPictureView | null;
  failure: Failure | null;
}

/** Pictures of a message that is being written: chosen, pasted or let go on the page. */
export function usePictures() {
  const [attached, setAttached] = useState<Attached[]>([]);
  const [tooMany, setTooMany] = useState(false);

  const add = useCallback((files: readonly File[]) => {
    const pictures = files.filter(({ type }) => type.startsWith('image/'));
    setAttached((now) => {
      const room = Math.max(0, MOST_PICTURES - now.length);
      setTooMany(pictures.length > room);
      const more = pictures.slice(0, room).map((file) => ({ key: newId(), file, view: null, failure: null }));
      return more.length ? [...now, ...more] : now;
    });
    return pictures.length > 0;
  }, []);
  const change = useCallback((key: string, by: Partial<Attached>) => {
    setAttached((now) => now.map((one) => (one.key === key ? { ...one, ...by } : one)));
  }, []);
  const remove = useCallback((key: string) => {
    setTooMany(false);
    setAttached((now) => now.filter((one) => one.key !== key));
  }, []);
  /** Gives those that were refused back, or none. */
  const set = useCallback((views: readonly AttachedPictureView[]) => {
    setTooMany(false);
    setAttached(views.map((view) => ({ key: view.id, file: null, view, failure: null })));
  }, []);

  useEffect(
    () => takeDropped((files) => files.every(({ type }) => type.startsWith('image/')) && add(files)),
    [add],
  );

  const ready = attached.flatMap(({ view }) => view ?? []);
  return { attached, tooMany, add, change, remove, set, ready, isReady: ready.length === attached.length };
}

export type Pictures = ReturnType<typeof usePictures>;
