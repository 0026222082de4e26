/** Of Node: named by shared code (`text/search/slices`) in a function that the client never calls. */
declare function setImmediate(call: (value: unknown) => void): unknown;
