import { expect, test } from 'vitest';
import {
  describeSettings,
  isLoopback,
  readSettings,
  refuseOpenHost,
} from '../../functions/platform/settings-node.ts';

test('an empty environment is a complete one', () => {
  expect(readSettings({ PORT: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 8787,
    apiKey: undefined,
    database: 'data/likeness.db',
    encoder: 'mobilefacenet-128',
    maxPixels: 40_000_000,
    maxBodyBytes: 20_971_520,
    threads: 1,
  });
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', ' 80'],
  ['LIKENESS_MAX_PIXELS', '0'],
  ['LIKENESS_MAX_BODY', '20MB'],
  ['LIKENESS_THREADS', '0'],
  ['LIKENESS_API_KEY', 'two words'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name}: `));
});

test('everything that is wrong is told at once, and a key is never repeated', () => {
  const wrong = () => readSettings({ PORT: 'x', LIKENESS_THREADS: 'y', LIKENESS_API_KEY: 'my secret' });
  expect(wrong).toThrow(/PORT: .*\nLIKENESS_API_KEY: .*\nLIKENESS_THREADS: /);
  expect(wrong).not.toThrow(/my secret/);
});

test('beyond loopback a key is needed, of the environment or of the store', async () => {
  const [none, some] = [{ any: async () => false }, { any: async () => true }];

  for (const HOST of ['0.0.0.0', '::', '192.168.1.2', 'example.org', '128.0.0.1', '::2', '127.example.org']) {
    const open = readSettings({ HOST });
    await expect(refuseOpenHost(open, none)).rejects.toThrow(/LIKENESS_API_KEY/);
    await refuseOpenHost(open, some);
    await refuseOpenHost(readSettings({ HOST, LIKENESS_API_KEY: 'key' }), none);
  }
  for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', 'localhost']) {
    expect(isLoopback(HOST)).toBe(true);
    await refuseOpenHost(readSettings({ HOST }), none);
  }
});

test('--help names every variable with its default', () => {
  const help = describeSettings();
  for (const name of [
    'HOST',
    'PORT',
    'LIKENESS_API_KEY',
    'LIKENESS_DATABASE',
    'LIKENESS_ENCODER',
    'LIKENESS_MODELS',
  ]) {
    expect(help).toContain(name);
  }
  expect(help).toContain('(8787)');
});
