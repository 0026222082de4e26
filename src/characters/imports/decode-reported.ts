import { decode } from '../../text/encoding/decode.js';
import type { ImportReport } from './import-report.js';

/** The text of a file. @param report gets a sentence where the encoding was guessed. @throws where it is no text */
export function decodeReported(bytes: Uint8Array, report: ImportReport): string {
  const { text, encoding, doubtful } = decode(bytes);
  if (doubtful) {
    report.add(
      `Its encoding was guessed (${encoding}); if it reads wrong, save it as UTF-8.`,
      `文字编码是猜的（${encoding}）；如果读出来是乱码，请把文件另存为 UTF-8。`,
    );
  }
  return text;
}
