// Receptive fields of graphs made here: operators and shapes that no shipped network has, in one to three dimensions.
import { expect, test } from 'vitest';
import {
  type Graph,
  type GraphBuilder,
  graphBuilder,
  type Value,
} from '../../../functions/core/graph/graph.ts';
import { describeField, sightsOfGraph, spansAt } from '../../../functions/core/insight/receptive-field.ts';
import { fieldOf, type Sight, wholeField } from '../../../functions/core/insight/sight.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { disagreements } from './perturbed.ts';

type Build = (builder: GraphBuilder, x: Value) => Value;

function graphOf(dims: readonly number[], build: Build): Graph {
  const builder = graphBuilder('made');
  builder.output(build(builder, builder.input('x', dims)), 'y');
  return builder.build();
}

function ones(builder: GraphBuilder, ...dims: number[]): Value {
  return builder.constant(float32(dims, new Float32Array(sizeOf(dims)).fill(1)));
}

const SCALES = (builder: GraphBuilder, ...scales: number[]) =>
  builder.constant(float32([scales.length], Float32Array.from(scales)));

const resize =
  (scales: readonly number[], attributes: Record<string, string>): Build =>
  (b, x) =>
    b.op('Resize', [x, undefined, SCALES(b, ...scales)], attributes);

const conv =
  (attributes: Record<string, readonly number[] | number>, ...weights: number[]): Build =>
  (b, x) =>
    b.op('Conv', [x, ones(b, ...weights)], attributes);

const CASES: Readonly<Record<string, { readonly dims: readonly number[]; readonly build: Build }>> = {
  'a dilated convolution whose taps jump over the edge': {
    dims: [1, 2, 9, 11],
    build: conv({ dilations: [3, 2], pads: [4, 1, 2, 3] }, 2, 2, 3, 3),
  },
  'pads wider than a window': { dims: [1, 1, 6, 5], build: conv({ pads: [4, 4, 4, 4] }, 1, 1, 2, 3) },
  'one dimension': {
    dims: [1, 2, 40],
    build: (b, x) => conv({ strides: [3], pads: [2, 2] }, 4, 4, 5)(b, conv({ strides: [2] }, 4, 2, 5)(b, x)),
  },
  'three dimensions': {
    dims: [1, 1, 9, 8, 7],
    build: (b, x) =>
      b.op('AveragePool', [conv({ pads: [1, 0, 1, 1, 0, 1] }, 2, 1, 3, 3, 3)(b, x)], {
        kernel_shape: [2, 3, 2],
        strides: [2, 1, 2],
      }),
  },
  'a pool whose last window hangs over': {
    dims: [1, 1, 10, 12],
    build: (b, x) =>
      b.op('AveragePool', [x], { kernel_shape: [3, 3], strides: [2, 3], pads: [1, 0, 1, 0], ceil_mode: 1 }),
  },
  'groups that see different parts': {
    dims: [1, 2, 12, 12],
    build: (b, x) => {
      const [small, large] = [conv({}, 2, 2, 1, 1)(b, x), conv({ pads: [2, 2, 2, 2] }, 2, 2, 5, 5)(b, x)];
      return conv({ group: 2 }, 4, 2, 2, 2)(b, b.op('Concat', [small, large], { axis: 1 }));
    },
  },
  'a transposed convolution': {
    dims: [1, 2, 5, 6],
    build: (b, x) =>
      b.op('ConvTranspose', [conv({ pads: [1, 1, 1, 1] }, 2, 2, 3, 3)(b, x), ones(b, 2, 3, 3, 4)], {
        strides: [2, 3],
        pads: [1, 0, 0, 2],
        output_padding: [1, 0],
      }),
  },
  ...Object.fromEntries(
    [
      ['nearest', 'asymmetric', 'floor'],
      ['nearest', 'half_pixel', 'round_prefer_floor'],
      ['nearest', 'half_pixel', 'ceil'],
      ['linear', 'half_pixel', 'floor'],
      ['linear', 'align_corners', 'floor'],
      ['linear', 'asymmetric', 'floor'],
    ].map(([mode, coordinate_transformation_mode, nearest_mode]) => [
      `Resize ${mode} ${coordinate_transformation_mode} ${nearest_mode}`,
      {
        dims: [1, 1, 7, 9],
        build: (b: GraphBuilder, x: Value) => {
          const wide = conv({ pads: [1, 1, 1, 1] }, 1, 1, 3, 3)(b, x);
          const how = { mode, coordinate_transformation_mode, nearest_mode };
          return conv({ pads: [1, 1, 1, 1] }, 1, 1, 3, 3)(b, resize([1, 1, 2, 1.5], how)(b, wide));
        },
      },
    ]),
  ),
  'Resize that shrinks': {
    dims: [1, 1, 12, 9],
    build: resize([1, 1, 0.5, 0.34], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }),
  },
  'padding by reflection and by the edge': {
    dims: [1, 1, 8, 9],
    build: (b, x) => {
      const reflected = b.op('Pad', [x, b.ints([0, 0, 3, 2, 0, 0, 1, 4])], { mode: 'reflect' });
      return conv(
        {},
        1,
        1,
        3,
        3,
      )(b, b.op('Pad', [reflected, b.ints([0, 0, 1, 0, 0, 0, 0, 2])], { mode: 'edge' }));
    },
  },
  'slices with steps, forwards and backwards': {
    dims: [1, 2, 12, 13],
    build: (b, x) => {
      const wide = conv({ pads: [1, 1, 1, 1] }, 2, 2, 3, 3)(b, x);
      return b.op('Slice', [wide, b.ints([1, -1]), b.ints([11, -13]), b.ints([2, 3]), b.ints([3, -2])]);
    },
  },
  'parts put together in another order': {
    dims: [1, 2, 10, 6],
    build: (b, x) => {
      const [top, , bottom] = b.ops('Split', [x, b.ints([3, 3, 4])], { axis: 2 }, 3);
      return b.op('Concat', [conv({ pads: [1, 0, 1, 0] }, 2, 2, 3, 1)(b, bottom), top], { axis: 2 });
    },
  },
  'one row taken out': {
    dims: [1, 2, 10, 6],
    build: (b, x) => {
      const index = b.constant({ type: 'int64', dims: [], data: BigInt64Array.of(3n) });
      return b.op('Gather', [conv({}, 2, 2, 3, 3)(b, x), index], { axis: 2 });
    },
  },
  'a squeeze-and-excitation branch': {
    dims: [1, 2, 9, 9],
    build: (b, x) => {
      const wide = conv({ pads: [1, 1, 1, 1] }, 2, 2, 3, 3)(b, x);
      return b.op('Mul', [wide, conv({}, 2, 2, 1, 1)(b, b.op('GlobalAveragePool', [wide]))]);
    },
  },
  'rows and columns exchanged, then flattened': {
    dims: [1, 3, 8, 6],
    build: (b, x) => {
      const wide = conv({ strides: [2, 1], pads: [1, 1, 1, 1] }, 3, 3, 3, 3)(b, x);
      const turned = b.op('Transpose', [wide], { perm: [0, 3, 1, 2] });
      return b.op('Reshape', [turned, b.ints([1, 6, -1])]);
    },
  },
  'a sum over columns': {
    dims: [1, 2, 8, 6],
    build: (b, x) => b.op('ReduceMean', [conv({}, 2, 2, 3, 3)(b, x)], { axes: [3], keepdims: 0 }),
  },
  'rows of a matrix': {
    dims: [1, 1, 7, 5],
    build: (b, x) => {
      const rows = b.op('Reshape', [conv({ pads: [1, 1, 1, 1] }, 1, 1, 3, 3)(b, x), b.ints([7, 5])]);
      return b.op('Gemm', [rows, ones(b, 5, 4)]);
    },
  },
};

/** Resize reads neighbours with weights of 0, which stop a number only. */
const TRIED = { halves: 20, pixels: 4, seed: 3, holes: true, spreads: 1e30 };

test.for(Object.entries(CASES))('%s: what is said is what is seen', async ([, { dims, build }]) => {
  const graph = graphOf(dims, build);
  expect(await disagreements(graph, sightsOfGraph(graph), TRIED)).toEqual([]);
});

test('a sight that is off by one pixel, or of another unit, is found out', async () => {
  const graph = graphOf([1, 2, 12, 12], CASES['groups that see different parts'].build);
  const sights = new Map(sightsOfGraph(graph));
  const [name] = graph.nodes.at(-1)!.outputs;
  const sight = sights.get(name)!;
  const changed = (fields: Sight['fields']) => new Map([...sights, [name, { ...sight, fields }]]);
  const shifted = sight.fields.map((field) =>
    field?.map((reach) => ({ ...reach, last: reach.last.map((at) => at + 1) })),
  );
  expect((await disagreements(graph, changed(shifted), TRIED)).length).toBeGreaterThan(0);
  expect((await disagreements(graph, changed([...sight.fields].reverse()), TRIED)).length).toBeGreaterThan(0);
});

function described(dims: readonly number[], build: Build) {
  const sight = sightsOfGraph(graphOf(dims, build)).get('y')!;
  return describeField(wholeField(sight)!, dims.slice(2));
}

test('size, stride and offset are those of the closed formula', () => {
  const field = described([1, 1, 64, 80], (b, x) => {
    const first = conv({ strides: [2, 2], pads: [1, 1, 1, 1] }, 1, 1, 3, 3)(b, x);
    return conv({ strides: [3, 1], pads: [2, 0, 2, 0], dilations: [2, 1] }, 1, 1, 3, 5)(b, first);
  });
  // 3 + 2 * (2 * 2), 3 + 2 * 4; 2 * 3, 2 * 1; -1 - 2 * 2, -1
  expect(field).toEqual({
    size: [11, 11],
    stride: [6, 2],
    offset: [-5, -1],
    regular: true,
    everything: false,
  });
});

test('after a Resize the boxes differ, and the numbers hold them all', () => {
  const nearest = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const field = described([1, 1, 6, 6], resize([1, 1, 2, 2], nearest));
  expect(field).toEqual({
    size: [1.5, 1.5],
    stride: [0.5, 0.5],
    offset: [-0.5, -0.5],
    regular: false,
    everything: false,
  });
});

test('after a global pool everything is seen; beyond the edge the box goes on, what is seen ends', () => {
  const pooled: Build = (b, x) => b.op('GlobalAveragePool', [x]);
  expect(described([1, 1, 6, 6], pooled)).toMatchObject({ size: [6, 6], everything: true });
  const sight = sightsOfGraph(graphOf([1, 1, 6, 6], conv({ pads: [1, 1, 1, 1] }, 1, 1, 3, 3))).get('y')!;
  const field = fieldOf(sight, 0)!;
  expect(spansAt(field, [0, 0, 0, 5], [6, 6])).toEqual([
    { from: -1, to: 1 },
    { from: 4, to: 6 },
  ]);
  expect([field[0].first[0], field[1].last[5]]).toEqual([0, 5]);
});
