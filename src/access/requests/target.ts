/** What RFC 3986 allows in a path, and in a query what browsers leave unescaped besides. */
const PLAIN =
  /^\/(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?[\]{}|^`-]|%[\da-f]{2})*)?$/i;
/** Nothing that, once decoded, would be read as another path by whoever decodes it. */
const AMBIGUOUS = /[/\\\0-\x1f\x7f]/;

/**
 * The path of a request's target, as it came. Only a target that every parser reads in the same way has one: absolute,
 * without fragment, empty or dot segments, and without separators or control characters in disguise.
 *
 * @returns null for any other target
 */
export function pathOfTarget(target: string): string | null {
  if (!PLAIN.test(target)) return null;
  const path = target.split('?', 1)[0]!;
  if (path === '/') return path;
  const segments = path.slice(1).split('/');
  if (segments.at(-1) === '') segments.pop(); // a single slash at the end
  return segments.every(isPlainSegment) ? path : null;
}

function isPlainSegment(segment: string): boolean {
  try {
    const decoded = decodeURIComponent(segment);
    return !['', '.', '..'].includes(decoded) && !AMBIGUOUS.test(decoded);
  } catch {
    return false; // no UTF-8
  }
}
