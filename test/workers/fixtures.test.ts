import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { fixture, sample } from './fixtures.ts';

test('a sample picture reaches workerd as a JPEG with its own bytes', async () => {
  const bytes = await sample(1);
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect([...bytes.subarray(-2)]).toEqual([0xff, 0xd9]);
});

test('a fixture that is not there is an error that names it', async () => {
  await expect(fixture('test/absent.bin')).rejects.toThrow('test/absent.bin: 404');
});

test('the bindings of wrangler.toml are there', () => {
  expect(env.GALLERIES.list).toBeTypeOf('function');
  expect(env.GALLERY.idFromName).toBeTypeOf('function');
  expect(env.ASSETS.fetch).toBeTypeOf('function');
});
