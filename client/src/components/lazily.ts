import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { restOfWords } from '../i18n/language.js';
import { Failure } from '../api/failure.js';

/**
 * A component whose code and styles come when it is first shown, inside a `LoadBoundary`, and with them all words.
 * @param words `first`: it says nothing but what is loaded at once
 */
export function lazily<Props>(
  load: () => Promise<ComponentType<Props>>,
  words: 'first' | 'all' = 'all',
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() =>
    Promise.all([load(), words === 'all' && restOfWords()]).then(
      ([component]) => ({ default: component }),
      (error: unknown) => {
        throw new Failure('not_loaded', String(error));
      },
    ),
  );
}
