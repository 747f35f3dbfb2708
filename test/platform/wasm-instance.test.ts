import { expect, test } from 'vitest';
import { CodecError, type Instance, wasmCodec } from '../../functions/platform/wasm-instance.ts';

// A WebAssembly module of nothing: magic and version (WebAssembly core specification, 5.5.16).
const EMPTY = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));

function counting(pages = () => 1) {
  const made: { id: number; cap?: number }[] = [];
  const instantiate = async (): Promise<Instance<{ id: number }>> => {
    const record: { id: number; cap?: number } = { id: made.length + 1 };
    made.push(record);
    return {
      api: record,
      memory: new WebAssembly.Memory({ initial: pages() }),
      capHeap: (bytes) => {
        record.cap = bytes;
      },
      takeMessages: () => ['said before', 'said last'],
    };
  };
  return { made, instantiate };
}

const fail = () => {
  throw 5304; // mozjpeg throws bare numbers
};

test('nothing is compiled before the first call, and overlapping first calls share one instance', async () => {
  const { made, instantiate } = counting();
  const codec = wasmCodec(async () => EMPTY, instantiate);
  expect(made).toEqual([]);
  const ids = await Promise.all([1, 2, 3].map(() => codec.run(100, ({ id }) => id)));
  expect(ids).toEqual([1, 1, 1]);
  expect(made).toEqual([{ id: 1, cap: 100 }]);
});

test('a failure is a CodecError with the last words and the cause, and the next call has a new instance', async () => {
  const codec = wasmCodec(async () => EMPTY, counting().instantiate);
  const error = await codec.run(1, fail).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CodecError);
  expect(error).toMatchObject({ message: 'said last', cause: 5304 });
  expect(await codec.run(1, ({ id }) => id)).toBe(2);
});

test('a call that waited while another failed does not get the failed instance', async () => {
  const codec = wasmCodec(async () => EMPTY, counting().instantiate);
  const answers = await Promise.allSettled([codec.run(1, fail), codec.run(1, ({ id }) => id)]);
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
    'failed',
    2,
  ]);
});

test('an instance whose heap has grown beyond 64 MiB is given back after its call', async () => {
  const { made, instantiate } = counting(() => (made.length === 1 ? 1025 : 1));
  const codec = wasmCodec(async () => EMPTY, instantiate);
  expect(await codec.run(1, ({ id }) => id)).toBe(1);
  expect(await codec.run(1, ({ id }) => id)).toBe(2);
  expect(await codec.run(1, ({ id }) => id)).toBe(2);
});

test('a codec that could not be loaded is asked for again', async () => {
  let asked = 0;
  const source = async () => {
    asked++;
    if (asked === 1) throw new Error('no such file');
    return EMPTY;
  };
  const codec = wasmCodec(source, counting().instantiate);
  await expect(codec.run(1, ({ id }) => id)).rejects.toThrow('no such file');
  expect(await codec.run(1, ({ id }) => id)).toBe(1);
  expect(asked).toBe(2);
});
