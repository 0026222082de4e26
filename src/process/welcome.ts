import { renderUnicodeCompact } from 'uqr';

/** A link that signs a browser in, once. */
const linkOf = (address: string, code: string) => `${address}/#sign-in=${code}`;

/**
 * What a person reads in the terminal when the server is ready.
 *
 * @param here its address on this computer, with a code for it
 * @param elsewhere its addresses for other devices, the likeliest first, with one code for all of them
 * @param isTerminal whether colours can be told, so that the QR code is dark on light whatever the terminal's colours are
 */
export function welcome(
  here: { address: string; code: string },
  elsewhere: { addresses: readonly string[]; code: string } | null,
  isTerminal: boolean,
): string {
  const lines = [
    '',
    `Keepsake is ready at ${here.address}`,
    `Sign in with this link (once, within ten minutes): ${linkOf(here.address, here.code)}`,
  ];
  if (elsewhere) {
    const links = elsewhere.addresses.map((address) => linkOf(address, elsewhere.code));
    lines.push('', 'On another device in this network (once, within ten minutes):');
    lines.push(...links.map((link) => `  ${link}`), '', qrOf(links[0]!, isTerminal));
  }
  return `${lines.join('\n')}\n\n`;
}

function qrOf(link: string, isTerminal: boolean): string {
  const code = renderUnicodeCompact(link, { border: 2 });
  if (!isTerminal) return code;
  return code
    .split('\n')
    .map((line) => `\x1b[97;40m${line}\x1b[0m`)
    .join('\n');
}
