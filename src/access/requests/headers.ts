/** The client copies text; of whatever else a page may ask a browser for, it needs nothing. */
const FEATURES =
  'accelerometer, autoplay, camera, clipboard-read, display-capture, encrypted-media, fullscreen, geolocation, ' +
  'gyroscope, hid, idle-detection, local-fonts, magnetometer, microphone, midi, payment, picture-in-picture, ' +
  'publickey-credentials-create, publickey-credentials-get, screen-wake-lock, serial, usb, ' +
  'window-management, xr-spatial-tracking';

/**
 * What every answer carries, unless a route sets its own: a private page of one origin, that nobody else frames,
 * embeds or keeps.
 *
 * @param sockets where the page's socket connects to: not every browser counts that as `'self'`
 */
export function safeHeaders(sockets: readonly string[]): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy':
      `default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; ` +
      `connect-src ${["'self'", ...sockets].join(' ')}; ` +
      `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': `${FEATURES.split(', ')
      .map((feature) => `${feature}=()`)
      .join(', ')}, clipboard-write=(self)`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
