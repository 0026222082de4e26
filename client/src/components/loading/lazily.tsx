import { use, useEffect, useState, type ComponentType } from 'react';
import { Failure } from '../../api/failure.js';
import { restOfWords } from '../../i18n/language.js';
import { MeanwhileContext } from './load-boundary.js';

/** A component that comes later; `ahead` has it come before it is shown. */
export type Lazy<Props> = ComponentType<Props> & { ahead: () => void };

/**
 * A component whose code and styles come when it is first shown, inside a `LoadBoundary`, and with them all words. What
 * is there already is shown at once: React's own `lazy` would show what stands in for it first, and that for 300 ms at
 * least.
 * @param words `first`: it says nothing but what is loaded at once
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  words: 'first' | 'all' = 'all',
): Lazy<Props> {
  let loaded: ComponentType<Props> | null = null;
  let coming: Promise<void> | null = null;
  const come = () =>
    (coming ??= Promise.all([load(), words === 'all' && restOfWords()]).then(
      ([component]) => void (loaded = component),
      (error: unknown) => {
        coming = null;
        throw new Failure('not_loaded', String(error));
      },
    ));

  function Lazily(props: Props) {
    const [Shown, setShown] = useState(() => loaded);
    const [failure, setFailure] = useState<Failure | null>(null);
    const meanwhile = use(MeanwhileContext);
    useEffect(() => {
      if (Shown) return;
      let gone = false;
      come().then(
        () => gone || setShown(() => loaded),
        (error: Failure) => gone || setFailure(error),
      );
      return () => {
        gone = true;
      };
    }, [Shown]);
    if (failure) throw failure;
    return Shown ? <Shown {...props} /> : meanwhile;
  }
  return Object.assign(Lazily, { ahead: () => void come().catch(() => undefined) });
}
