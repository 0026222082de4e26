export interface Page<T> {
  items: T[];
  /** Pass it as `before` (or `after`, where a list runs forward) for the next page; absent at the end. */
  next?: string;
}
