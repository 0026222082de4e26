/** A request whose form cannot be read, or holds nothing of use. */
export interface BadForm {
  name: string;
  headers: Record<string, string>;
  body: Buffer;
}

const type = (boundary: string) => ({ 'content-type': `multipart/form-data; boundary=${boundary}` });
const disposition = 'Content-Disposition: form-data; name="f"';
const form = (...parts: string[]) =>
  Buffer.from(`${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`);

/** Forms that are wrong in ways known to have ended servers, and others put together by chance. */
export function* badForms(seed: number, chances: number): Generator<BadForm> {
  const bad = (name: string, body: Buffer, headers: Record<string, string> = type('x')): BadForm => ({
    name,
    headers,
    body,
  });
  yield bad('nothing at all', Buffer.alloc(0));
  yield bad('no boundary', form(`${disposition}\r\n\r\nv`), { 'content-type': 'multipart/form-data' });
  yield bad('an empty boundary', form(`${disposition}\r\n\r\nv`), type('""'));
  yield bad('a long boundary', Buffer.from(`--${'b'.repeat(9000)}--\r\n`), type('b'.repeat(9000)));
  yield bad('another kind of parts', form(`${disposition}\r\n\r\nv`), {
    'content-type': 'multipart/mixed; boundary=x',
  });
  yield bad('a type that is none', form(`${disposition}\r\n\r\nv`), { 'content-type': 'multipart/' });
  yield bad('no end', Buffer.from(`--x\r\n${disposition}; filename="a"\r\n\r\ntext`));
  yield bad('no end of a head', Buffer.from(`--x\r\n${disposition}`));
  yield bad('only an end', Buffer.from('--x--\r\n'));
  yield bad('many empty parts', Buffer.from(`${'--x\r\n\r\n'.repeat(100_000)}--x--\r\n`));
  yield bad(
    'many nameless parts',
    form(...Array.from({ length: 2000 }, () => 'Content-Disposition: form-data\r\n\r\nv')),
  );
  yield bad('a head of a megabyte', form(`${disposition}\r\nX: ${'h'.repeat(1024 * 1024)}\r\n\r\nv`));
  yield bad('a hundred thousand lines of head', form(`${disposition}\r\n${'A: b\r\n'.repeat(100_000)}\r\nv`));
  yield bad('a head that is none', form('no colon here\r\n\r\nv'));
  yield bad('a long name', form(`Content-Disposition: form-data; name="${'n'.repeat(5000)}"\r\n\r\nv`));
  yield bad('an empty name', form('Content-Disposition: form-data; name=""\r\n\r\nv'));
  yield bad(
    'a file without a name of a field',
    form('Content-Disposition: form-data; filename="a"\r\n\r\nv'),
  );
  for (const name of [
    '__proto__',
    '__proto__[polluted]',
    'constructor[prototype][polluted]',
    'toString',
    'hasOwnProperty',
  ])
    yield bad(`a field ${name}`, form(`Content-Disposition: form-data; name="${name}"\r\n\r\nyes`));
  yield bad(
    'a form in a form',
    form(`${disposition}\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n--y--`),
  );
  yield bad(
    'many dashes',
    Buffer.from(`--x\r\n${disposition}; filename="a"\r\n\r\n${'\r\n--'.repeat(50_000)}`),
  );

  // Mulberry32.
  let state = seed;
  const random = (most: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * most);
  };
  const pieces = [
    '--x',
    '--x--',
    '--',
    '\r\n',
    '\n',
    '\r',
    '\0',
    'Content-Disposition: form-data',
    '; name="field"',
    '; filename="f.txt"',
    "; filename*=UTF-8''%ff%",
    '; name="\\"',
    'Content-Type: application/octet-stream',
    'Content-Type: text/plain; charset=utf-16le',
    'Content-Transfer-Encoding: base64',
    ': ',
    '"',
    '中',
    '\ud800',
    'x'.repeat(70_000),
  ];
  for (let n = 0; n < chances; n++) {
    const body = Array.from({ length: 1 + random(30) }, () => pieces[random(pieces.length)]).join('');
    // Without a closing boundary none of them can be whole.
    yield bad(`by chance ${seed}/${n}`, Buffer.from(body.replaceAll('--x--', '--x-')));
  }
}
