import { describe, expect, it } from '@jest/globals';
import { welcome } from './welcome.js';

const here = { address: 'http://127.0.0.1:3000', code: 'first' };

describe('welcome', () => {
  it('prints one link where the server listens to this computer alone', () => {
    expect(welcome(here, null, false)).toBe(
      '\nKeepsake is ready at http://127.0.0.1:3000\n' +
        'Sign in with this link (once, within ten minutes): http://127.0.0.1:3000/#sign-in=first\n\n',
    );
  });

  it('prints a link for each address of the network, and a QR code', () => {
    const addresses = ['http://192.168.1.20:3000', 'http://10.0.0.2:3000'];
    const text = welcome(here, { addresses, code: 'second' }, false);
    expect(text).toContain(
      '  http://192.168.1.20:3000/#sign-in=second\n  http://10.0.0.2:3000/#sign-in=second\n',
    );
    expect(text).toMatch(/█▀▀▀▀▀█|▀▀▀▀▀▀▀/);
    expect(text).not.toContain('\x1b');
  });

  it('sets the colours of the QR code in a terminal', () => {
    const text = welcome(here, { addresses: ['http://192.168.1.20:3000'], code: 'second' }, true);
    const code = text.split('\n').filter((line) => /[█▀▄]/.test(line));
    expect(code.length).toBeGreaterThan(10);
    for (const line of code) expect(line).toMatch(/^\x1b\[97;40m.*\x1b\[0m$/);
  });
});
