import { describe, expect, it } from '@jest/globals';
import { missingOf, settingsAfter, settingsSchema, shownSettings } from './bridge-settings.js';

const NONE = { settings: {}, secrets: {} };

describe('the settings of a bridge', () => {
  it('keep secrets apart, and show that they are there', () => {
    const made = settingsAfter('onebot', NONE, { endpoint: 'ws://127.0.0.1:3001/', accessToken: ' s3cret ' });
    expect(made).toEqual({
      settings: { endpoint: 'ws://127.0.0.1:3001' },
      secrets: { accessToken: 's3cret' },
    });
    expect(shownSettings(made)).toEqual({ endpoint: 'ws://127.0.0.1:3001', accessToken: true });
    expect([missingOf('onebot', made), missingOf('onebot', NONE)]).toEqual([null, 'accessToken']);
    expect(settingsAfter('onebot', made, { accessToken: true, rooms: ['1'] })).toEqual({
      settings: { ...made.settings, rooms: ['1'] },
      secrets: made.secrets,
    });
    expect(settingsAfter('onebot', made, { accessToken: null }).secrets).toEqual({});
  });

  it('send a secret nowhere that it was not entered for', () => {
    const made = settingsAfter('discord', NONE, { token: 't' });
    expect(settingsAfter('discord', made, { endpoint: 'http://127.0.0.1:9/api' }).secrets).toEqual({});
    expect(
      settingsAfter('discord', made, { endpoint: 'http://127.0.0.1:9/api', token: 'u' }).secrets,
    ).toEqual({
      token: 'u',
    });
  });

  it('may be fewer than there are, and look as their platform has them', () => {
    const token = 'a0token0of0the0tests';
    const made = settingsAfter('wechat-official', NONE, { appId: 'wx0123', token, appSecret: 's' });
    expect(made).toEqual({ settings: { appId: 'wx0123' }, secrets: { token, appSecret: 's' } });
    expect(missingOf('wechat-official', made)).toBeNull();
    expect(settingsAfter('wechat-official', made, { appSecret: null }).secrets).toEqual({ token });
    expect(missingOf('wechat-official', { ...made, settings: {} })).toBe('appId');
    expect(missingOf('wecom', settingsAfter('wecom', NONE, { botId: 'b' }))).toBe('secret');
  });

  it.each([
    ['wechat-official', { token: 'guessable' }],
    ['wechat-official', { token: 'a token of the tests' }],
    ['wechat-official', { encodingAesKey: 'x'.repeat(42) }],
    ['wechat-official', { appId: '../wx' }],
    ['wechat-official', { rooms: ['1'] }],
    ['wecom', { endpoint: 'https://127.0.0.1' }],
    ['wecom', { endpoint: 'wss://169.254.169.254' }],
    ['onebot', { endpoint: 'http://127.0.0.1' }],
    ['onebot', { endpoint: 'ws://169.254.169.254/' }],
    ['onebot', { endpoint: 'ws://u:p@host/' }],
    ['onebot', { token: 't' }],
    ['onebot', { servers: ['1'] }],
    ['discord', { endpoint: 'file:///etc/passwd' }],
    ['discord', { endpoint: 'http://metadata.google.internal' }],
  ] as const)('of %s are not %j', (kind, wish) => {
    expect(() => settingsAfter(kind, NONE, wish as never)).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
  });

  it('are checked', () => {
    expect(settingsSchema.safeParse({ __proto__x: 1 }).success).toBe(false);
    expect(settingsSchema.safeParse({ rooms: [''] }).success).toBe(false);
    expect(settingsSchema.safeParse({ perDay: 0 }).success).toBe(false);
  });
});
