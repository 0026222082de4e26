import { describe, expect, it } from '@jest/globals';
import { WecomCrypto } from '@wecom/aibot-node-sdk';
import { CallProof } from './call-proof.js';
import { signatureOf } from './sealing.js';
import { fieldsOf, xmlOf } from './xml.js';

const TOKEN = 'a-token-of-sixteen';
const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const APP = 'wx0123456789abcdef';
const NOW = 1_700_000_000;

const keys = { appId: APP, token: TOKEN };
/** WeCom's own library, which seals as WeChat does. */
const theirs = (appId = APP) => new WecomCrypto(TOKEN, KEY, appId);

function query(more: Record<string, string> = {}, timestamp = String(NOW), nonce = '42'): URLSearchParams {
  return new URLSearchParams({ timestamp, nonce, signature: signatureOf(TOKEN, timestamp, nonce), ...more });
}
const message = xmlOf({ FromUserName: 'o1', Content: '你好' });

describe('a call of WeChat', () => {
  it('is signed, once, and no older than five minutes', () => {
    const proof = new CallProof(keys, () => NOW * 1000);
    expect(proof.faultOf(query())).toBeNull();
    expect(proof.faultOf(query({}, String(NOW - 299)))).toBeNull();
    expect(proof.faultOf(query({}, String(NOW - 301)))).toBe('stale');
    expect(proof.faultOf(query({}, String(NOW + 301)))).toBe('stale');
    const twice = query();
    twice.append('timestamp', String(NOW));
    for (const wrong of [
      query({ signature: '' }),
      query({ signature: '0'.repeat(40) }),
      query({ signature: signatureOf('another', String(NOW), '42') }),
      query({ nonce: '43' }),
      query({ timestamp: 'now' }),
      query({}, String(NOW), 'x'.repeat(65)),
      query({}, '', ''),
      twice,
      new URLSearchParams(),
    ])
      expect(proof.faultOf(wrong)).toBe('unsigned');
  });

  it('in the open says what it said at first, however often it comes', () => {
    const proof = new CallProof(keys, () => NOW * 1000);
    expect(proof.read(query(), message)).toEqual(fieldsOf(message));
    expect(proof.read(query(), message)).toEqual(fieldsOf(message));
    // Whoever has seen its address would say something else with it.
    expect(proof.read(query(), xmlOf({ FromUserName: 'o1', Content: '/delete-everything yes' }))).toBe(
      'replayed',
    );
    const asked = query({ echostr: 'e' }, String(NOW), '44');
    proof.hear(asked);
    expect(proof.read(asked, message)).toBe('replayed');
    expect(proof.read(query({}, String(NOW), '43'), '<!DOCTYPE xml><xml></xml>')).toBe('unreadable');
  });

  it('is opened where it was sealed for this account, and answered in the same way', () => {
    const proof = new CallProof({ ...keys, encodingAesKey: KEY }, () => NOW * 1000);
    const sealedBy = (crypto: WecomCrypto, text = message) => {
      const { encrypt, signature } = crypto.encrypt(text, String(NOW), '42');
      return [query({ msg_signature: signature }), xmlOf({ ToUserName: 'gh', Encrypt: encrypt })] as const;
    };
    expect(proof.read(...sealedBy(theirs()))).toEqual(fieldsOf(message));
    expect(proof.read(...sealedBy(theirs('wx_another')))).toBe('unsigned');
    expect(proof.read(...sealedBy(theirs(), '<xml><A b="c"/></xml>'))).toBe('unreadable');
    const [signed, body] = sealedBy(theirs());
    expect(proof.read(query({ msg_signature: '0'.repeat(40) }), body)).toBe('unsigned');
    // What is not sealed counts for nothing, whatever else is right.
    expect(proof.read(signed, message)).toBe('unsigned');
    for (const text of ['', 'AAAA', 'x'.repeat(64), Buffer.alloc(64).toString('base64')]) {
      const encrypted = xmlOf({ Encrypt: text });
      const good = query({ msg_signature: signatureOf(TOKEN, String(NOW), '42', text) });
      expect(proof.read(good, encrypted)).toBe('unsigned');
    }
    const answer = fieldsOf(proof.answer({ Content: '在。', CreateTime: NOW }))!;
    const [timestamp, nonce, encrypt] = ['TimeStamp', 'Nonce', 'Encrypt'].map((name) => answer.get(name)!);
    expect(theirs().verifySignature(answer.get('MsgSignature')!, timestamp!, nonce!, encrypt!)).toBe(true);
    expect(fieldsOf(theirs().decrypt(encrypt!))!.get('Content')).toBe('在。');
  });
});
