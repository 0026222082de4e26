import { deflateSync } from 'node:zlib';

/** A line on a page: where its baseline begins, in points from the lower left, and how large its letters are. */
export interface PdfLine {
  text: string;
  x?: number;
  y?: number;
  size?: number;
}

export interface PdfOptions {
  /** Entries that lead to the top of pages, counted from 0. */
  outline?: { title: string; page: number; y?: number }[];
  title?: string;
  /** Claims a password. */
  encrypted?: boolean;
  /** Instead of the pages' own contents: what is painted, as it stands or deflated. */
  content?: Uint8Array;
  /** How often the one page is listed. */
  repeat?: number;
}

/**
 * Writes a PDF of these pages for tests. Every character is half as wide as the letters are high, Han as wide; a font
 * without shapes says by its ToUnicode map which is which.
 */
export function pdfOf(pages: readonly PdfLine[][], options: PdfOptions = {}): Buffer {
  const characters = [...new Set(pages.flat().flatMap(({ text }) => [...text]))];
  const code = new Map(characters.map((character, i) => [character, i + 1]));
  const objects: (string | Buffer)[] = [];
  const add = (body: string | Buffer): number => objects.push(body);
  const catalog = add('');
  const tree = add('');
  const widths = characters.map((character) => (isWide(character) ? 1000 : 500));
  const descriptor = add(
    '<< /Type /FontDescriptor /FontName /Keep /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  const descendant = add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Keep /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /DW 500 /W [1 [${widths.join(' ')}]] >>`,
  );
  const map = add(stream(toUnicode(characters), ''));
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /Keep /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${map} 0 R >>`,
  );
  const kids = pages.map((lines) => {
    const painted = lines
      .map(({ text, x = 72, y = 720, size = 12 }) => {
        const codes = [...text]
          .map((character) => code.get(character)!.toString(16).padStart(4, '0'))
          .join('');
        return `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm <${codes}> Tj ET`;
      })
      .join('\n');
    const content = add(
      options.content
        ? stream(options.content, '/Filter /FlateDecode')
        : stream(deflateSync(painted), '/Filter /FlateDecode'),
    );
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${content} 0 R >>`,
    );
  });
  const listed = kids.length === 1 ? Array<number>(options.repeat ?? 1).fill(kids[0]!) : kids;
  objects[tree - 1] =
    `<< /Type /Pages /Count ${listed.length} /Kids [${listed.map((kid) => `${kid} 0 R`).join(' ')}] >>`;
  let outlines = '';
  if (options.outline) {
    const root = objects.length + 1;
    const entries = options.outline;
    outlines = ` /Outlines ${root} 0 R`;
    add(
      `<< /Type /Outlines /Count ${entries.length} /First ${root + 1} 0 R /Last ${root + entries.length} 0 R >>`,
    );
    entries.forEach(({ title, page, y = 792 }, i) => {
      const next = i + 1 < entries.length ? ` /Next ${root + i + 2} 0 R` : '';
      add(`<< /Title ${utf16(title)} /Parent ${root} 0 R${next} /Dest [${kids[page]} 0 R /XYZ 0 ${y} 0] >>`);
    });
  }
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R${outlines} >>`;
  const info = add(`<< /Title ${utf16(options.title ?? '')} >>`);
  const key = '00'.repeat(32);
  const encrypt = options.encrypted
    ? ` /Encrypt ${add(`<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${key}> /U <${key}> >>`)} 0 R /ID [<00> <00>]`
    : '';
  return assembled(objects, `/Root ${catalog} 0 R /Info ${info} 0 R${encrypt}`);
}

/** A PDF of these objects, numbered from 1. */
export function assembled(objects: (string | Buffer)[], trailer: string): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')];
  let at = parts[0]!.length;
  const places: number[] = [];
  objects.forEach((body, i) => {
    places.push(at);
    const part = Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n`),
      Buffer.from(body as string),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    at += part.length;
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** The body of an object that is a stream. */
export function stream(content: string | Uint8Array, entries: string): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${entries} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

function toUnicode(characters: readonly string[]): string {
  const rows = characters.map(
    (character, i) => `<${(i + 1).toString(16).padStart(4, '0')}> <${hex(character)}>`,
  );
  const blocks: string[] = [];
  for (let at = 0; at < rows.length; at += 100) {
    const block = rows.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Keep def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`;
}

function utf16(text: string): string {
  return `<FEFF${hex(text)}>`;
}

function hex(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}

function isWide(character: string): boolean {
  return /[\u2E80-\uA4CF\uF900-\uFAFF\uFE10-\uFE4F\uFF00-\uFFEF]/.test(character);
}
