import { describe, expect, it } from '@jest/globals';
import { CONFIG_PARTS } from '../config-parts.js';
import { Config, ConfigError } from './config.js';

const configOf = (env: Record<string, string>) => Config.read(env, CONFIG_PARTS);

describe('Config', () => {
  it('has a default for everything', () => {
    const config = configOf({});
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', databaseUrl: undefined, allowedHosts: [] });
    expect(config.model).toEqual({
      baseUrl: undefined,
      apiKey: undefined,
      name: undefined,
      window: undefined,
      transport: 'chat',
      price: undefined,
    });
  });

  it('reads how the model is reached and what it costs', () => {
    const { model } = configOf({ MODEL_TRANSPORT: 'responses-ws', MODEL_PRICE: '0.28, 0.028 0.42' });
    expect(model).toMatchObject({
      transport: 'responses-ws',
      price: { input: 0.28, cachedInput: 0.028, output: 0.42 },
    });
    expect(() => configOf({ MODEL_TRANSPORT: 'pigeon', MODEL_PRICE: '1 2' })).toThrow(
      /MODEL_TRANSPORT[^]*MODEL_PRICE/,
    );
  });

  it('takes empty values as unset', () => {
    expect(configOf({ PORT: '', MODEL: ' ', OPENAI_BASE_URL: '' })).toEqual(configOf({}));
  });

  it('names every variable that is wrong, and never shows its value', () => {
    const read = () =>
      configOf({ PORT: 'eighty', OWNER_TOKEN: 'short-secret', DATABASE_URL: 'mysql://root:pass@h/db' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PORT[^]*DATABASE_URL[^]*OWNER_TOKEN/);
    expect(read).not.toThrow(/short-secret|root:pass/);
  });

  it('reads lists of hosts', () => {
    const config = configOf({
      ALLOWED_HOSTS: 'Keep.example:8443, other.example',
      INGEST_ALLOW_HOSTS: '10.0.0.2:8080',
    });
    expect(config.allowedHosts).toEqual(['keep.example', 'other.example']);
    expect(config.ingestAllowHosts).toEqual(['10.0.0.2:8080']);
    expect(() => configOf({ INGEST_ALLOW_HOSTS: '10.0.0.2' })).toThrow(/INGEST_ALLOW_HOSTS/);
    expect(configOf({ ALLOWED_HOSTS: '留念.example' }).allowedHosts).toEqual(['xn--h7t098b.example']);
  });

  it('reads the proxies that are believed, loopback when none is named', () => {
    expect(configOf({}).trustedProxies).toEqual(['loopback']);
    expect(configOf({ TRUSTED_PROXIES: ' ' }).trustedProxies).toEqual(['loopback']);
    expect(configOf({ TRUSTED_PROXIES: '172.17.0.2, fd00::/8 UniqueLocal' }).trustedProxies).toEqual([
      '172.17.0.2',
      'fd00::/8',
      'uniquelocal',
    ]);
    for (const wrong of ['true', '1', 'proxy.example', '10.0.0.0/40', 'loopback,x'])
      expect(() => configOf({ TRUSTED_PROXIES: wrong })).toThrow(/TRUSTED_PROXIES must be a list/);
  });
});
