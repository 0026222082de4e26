import { describe, expect, it } from '@jest/globals';
import { deviceOf } from './device.js';

const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceOf', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36`, 'Chrome, Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0`,
      'Edge, Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox, Linux'],
    [
      `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${KHTML} Chrome/142.0 Mobile Safari/537.36`,
      'Chrome, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
      'Chrome, iPad',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari, macOS',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; V2324A) ${KHTML} Chrome/126.0 MicroMessenger/8.0.50`,
      'WeChat, Android',
    ],
    [`Mozilla/5.0 (X11; Linux x86_64) ${KHTML} HeadlessChrome/147.0 Safari/537.36`, 'Chrome, Linux'],
    ['curl/8.5.0', 'curl'],
    ['python-requests/2.32', 'python-requests'],
    ['', ''],
    [undefined, ''],
    ['<script>alert(1)</script>', ''],
    ['x'.repeat(5000), 'x'.repeat(40)],
    ['\u202egnp.exe Windows', 'Windows'],
  ])('of %j is %j', (agent, device) => expect(deviceOf(agent)).toBe(device));
});
