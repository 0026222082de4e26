import { connect } from 'node:net';

/** A path in as many spellings as somebody might try, the plain one left out. Some mean the same to some parsers. */
export function spellingsOf(path: string, host = 'localhost'): string[] {
  const [first = '', ...rest] = path.slice(1).split('/');
  const tail = rest.map((segment) => `/${segment}`).join('');
  const last = path.lastIndexOf('/');
  const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16)}`;
  const all = [
    // fragments
    `${path}#`,
    `${path}#/`,
    `${path}#?x=/health/live`,
    `${path}?#`,
    `/#${path}`,
    `/health/live#/..${path}`,
    // backslashes
    `\\${path.slice(1)}`,
    `/\\${path.slice(1)}`,
    path.replaceAll('/', '\\'),
    `${path}\\`,
    `${path}\\..\\`,
    // other forms
    `http://${host}${path}`,
    `HTTP://${host}${path}`,
    `https://a@${host}${path}`,
    `http:${path}`,
    `//${host}${path}`,
    `${host}${path}`,
    `${host}:80`,
    '*',
    path.slice(1),
    `?${path}`,
    // encoded separators, dots and letters
    `/${first}%2f${tail.slice(1)}`,
    `/${first}%5C${tail.slice(1)}`,
    `%2f${path.slice(1)}`,
    `/%2e${path}`,
    `/%2e%2e${path}`,
    `/health/%2e%2e${path}`,
    `/health/.%2E${path}`,
    `/health/..%2f${path.slice(1)}`,
    `/health/live/..;/..${path}`,
    `/${hex(first[0] ?? 'a')}${path.slice(2)}`,
    `${path.slice(0, -1)}${hex(path.at(-1)!)}`,
    `/${[...path.slice(1)].map((letter) => (letter === '/' ? letter : hex(letter))).join('')}`,
    `/%25${hex(first[0] ?? 'a').slice(1)}${path.slice(2)}`,
    // dots and slashes
    `/.${path}`,
    `/..${path}`,
    `/health/..${path}`,
    `/assets/..${path}`,
    `/index.html/..${path}`,
    `/socket.io/..${path}`,
    `${path}/.`,
    `${path}/..`,
    `${path}/x/..`,
    `/${path}`,
    `//${path}`,
    `${path.slice(0, last)}/${path.slice(last)}`,
    `${path}/`,
    `${path}//`,
    // semicolons and case
    `${path};`,
    `${path};/health/live`,
    `/${first};x=1${tail}`,
    `/;${path}`,
    path.toUpperCase(),
    path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
    path.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase()),
    // trailing bytes
    `${path}%00`,
    `${path}%00.css`,
    `${path}%20`,
    `${path}%0d%0a`,
    `${path}%09`,
    `${path}%`,
    `${path}%zz`,
    `${path}%ff`,
    `${path}%c0%af`,
    `${path} `,
    `${path}\t`,
    `${path}\0`,
    `${path}\x7f`,
    `${path}\xa0`,
    `${path}\xff`,
    `${path}.`,
    `${path}.css`,
    `${path},`,
    `${path}&`,
    `${path}?/health/live`,
  ];
  return [...new Set(all)].filter((spelled) => spelled !== path);
}

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  status: number;
  /** By name in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Sends bytes as they are, and waits until the connection is closed, for ten seconds at most. */
export function sendRaw(port: number, head: string, host = '127.0.0.1'): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, host, () => socket.write(Buffer.from(head, 'latin1')));
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`left hanging: ${JSON.stringify(head)}, after ${JSON.stringify(text)}`));
    }, 10_000);
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      const [head = '', ...body] = text.split('\r\n\r\n');
      const headers = head
        .split('\r\n')
        .slice(1)
        .map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
      resolve({
        status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: body.join('\r\n\r\n'),
      });
    });
  });
}

/** The head of a request for a target as it is. */
export const headOf = (method: string, target: string, headers: Record<string, string> = {}) =>
  `${method} ${target} HTTP/1.1\r\n` +
  Object.entries({ host: 'localhost', connection: 'close', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('') +
  '\r\n';

/** What opens a websocket. */
export const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
