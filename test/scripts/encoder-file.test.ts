// Encoders from elsewhere: other names, no unit norm, another size.
import { expect, test } from 'vitest';
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Crop } from '../../functions/core/manifest.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { readEncoderGraph } from '../../scripts/encoder-file.ts';

const CROP: Crop = {
  ...{ size: 2, alignment: 'five-points', order: 'rgb', mean: [0, 0, 0], scale: 1, mirror: false },
};

/** Sums of the three planes of `input` [1,3,2,2] as [1,3,1,1], under such names. */
function sums(input: string, output: string, side = 2): Uint8Array {
  const builder = graphBuilder('file');
  const x = builder.input(input, [1, 3, side, side]);
  builder.output(builder.op('ReduceSum', [x, builder.ints([2, 3])], { keepdims: 1 }, output));
  return encodeModel(builder.build());
}

test.each([
  ['data', 'fc1'],
  ['embedding', 'norm'],
  ['norm', 'input'],
])('%s -> %s runs as input -> embedding of unit length, norm', async (input, output) => {
  const graph = readEncoderGraph(sums(input, output), CROP);
  expect([graph.inputs, graph.outputs]).toEqual([['input'], ['embedding', 'norm']]);
  const session = await createNodeRuntime().open(encodeModel(graph));
  const found = await session.run({
    input: float32(
      [1, 3, 2, 2],
      Float32Array.from({ length: 12 }, (_, i) => i),
    ),
  });
  await session.release();
  const raw = [6, 22, 38];
  expect(found.norm.data[0]).toBeCloseTo(Math.hypot(...raw), 4);
  expect(found.embedding.dims).toEqual([1, 3]);
  for (const [i, value] of raw.entries())
    expect(found.embedding.data[i]).toBeCloseTo(value / Math.hypot(...raw), 6);
});

test('one of ours stays as it is', () => {
  const bytes = encodeModel(readEncoderGraph(sums('data', 'fc1'), CROP));
  expect(encodeModel(readEncoderGraph(bytes, CROP))).toEqual(bytes);
});

test('an input of another size is refused with both', () => {
  expect(() => readEncoderGraph(sums('data', 'fc1', 3), CROP)).toThrow(
    'It takes data [1,3,3,3], where [1,3,2,2] would be fed.',
  );
});
