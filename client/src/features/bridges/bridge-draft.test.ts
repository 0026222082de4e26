import { describe, expect, it } from '@jest/globals';
import type { BridgeView } from '../../../../src/contracts/bridge.js';
import { draftOf, errorIn, newToken, wishOf } from './bridge-draft.js';

const bridge = (settings: BridgeView['settings']) => ({ name: 'QQ', settings }) as BridgeView;

describe('a bridge that is filled in', () => {
  it('goes back to the server as it came, its secret unsaid', () => {
    const settings = { endpoint: 'ws://127.0.0.1:3001', accessToken: true as const, rooms: ['1', '2'] };
    const { settings: wish } = wishOf('onebot', draftOf('onebot', bridge(settings)));
    expect(wish).toMatchObject({ endpoint: 'ws://127.0.0.1:3001', rooms: ['1', '2'], answers: 'mention' });
    expect(wish).not.toHaveProperty('accessToken');
    expect(wish).not.toHaveProperty('servers');
  });

  it('has no address where the gateway calls', () => {
    expect(draftOf('onebot', bridge({})).isCalled).toBe(true);
    expect(draftOf('onebot', null).isCalled).toBe(false);
    const draft = { ...draftOf('onebot', null), isCalled: true, endpoint: 'ws://elsewhere' };
    expect(wishOf('onebot', draft).settings!['endpoint']).toBeNull();
    expect(wishOf('discord', { ...draft, isCalled: false, endpoint: '' }).settings!['endpoint']).toBeNull();
  });

  it('reads ids however they are parted, and numbers that are some', () => {
    const draft = {
      ...draftOf('onebot', null),
      ids: { servers: '', rooms: ' 1, 2\n2、3 ', roles: '' },
      perPerson: '20',
      perDay: 'many',
      own: { token: ' s ' },
    };
    expect(wishOf('discord', draft).settings).toMatchObject({
      rooms: ['1', '2', '3'],
      perPerson: 20,
      perDay: null,
      token: 's',
    });
  });

  it('says what is wrong before it is sent', () => {
    const draft = { ...draftOf('onebot', null), own: { accessToken: 's', token: 's' } };
    const kept = bridge({ token: true });
    expect(errorIn('onebot', { ...draft, endpoint: 'http://127.0.0.1' }, null)).toBe('endpoint');
    expect(errorIn('onebot', { ...draft, endpoint: 'ws://127.0.0.1:3001' }, null)).toBeNull();
    expect(errorIn('onebot', { ...draft, isCalled: true }, null)).toBeNull();
    expect(errorIn('discord', draft, null)).toBeNull();
    expect(errorIn('discord', { ...draft, endpoint: 'ws://x' }, null)).toBe('endpoint');
    expect(errorIn('discord', { ...draft, own: { token: ' ' } }, null)).toBe('token');
    expect(errorIn('discord', { ...draft, own: { token: ' ' } }, kept)).toBeNull();
  });

  it('may do without what is optional, and looks as its platform has it', () => {
    const draft = { ...draftOf('wechat-official', null), own: { appId: 'wx0123', token: newToken() } };
    const error = (own: Record<string, string>) =>
      errorIn('wechat-official', { ...draft, own: { ...draft.own, ...own } }, null);
    expect(error({})).toBeNull();
    expect(error({ appId: '' })).toBe('appId');
    expect(error({ token: 'short' })).toBe('token');
    expect(error({ encodingAesKey: 'x'.repeat(42) })).toBe('encodingAesKey');
    expect(error({ encodingAesKey: 'x'.repeat(43), appSecret: 's' })).toBeNull();
    const { settings } = wishOf('wechat-official', { ...draft, dropped: ['appSecret'] });
    expect(settings).toMatchObject({ appId: 'wx0123', appSecret: null });
    expect(settings).not.toHaveProperty('answers');
  });

  it('gets another token each time', () => {
    expect(newToken()).toMatch(/^[a-z2-9]{32}$/);
    expect(newToken()).not.toBe(newToken());
  });
});
