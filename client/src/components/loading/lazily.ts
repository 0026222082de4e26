import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { Failure } from '../../api/failure.js';

/** A component whose code and styles come when it is first shown, inside a `LoadBoundary`. */
export function lazily<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() =>
    load().then(
      (component) => ({ default: component }),
      (error: unknown) => {
        throw new Failure('not_loaded', String(error));
      },
    ),
  );
}
