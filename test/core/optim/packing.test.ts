import { expect, test } from 'vitest';
import { createOptimiser } from '../../../functions/core/optim/create.ts';
import { onePiece, type Pieces, packState, unpackState } from '../../../functions/core/optim/packing.ts';
import { ALL, rosenbrock, rosenbrockStart, run } from './losses.ts';

const EVALUATIONS = 70;

const bytesOf = (packed: Pieces) => Buffer.from(onePiece(packed).buffer).toString('base64');

/** From the middle of a buffer, not aligned to 8 bytes. */
function restored(bytes: string) {
  const packed = new Uint8Array(Buffer.from(bytes, 'base64'));
  const roomy = new Uint8Array(packed.length + 8);
  roomy.set(packed, 4);
  return unpackState(new Float32Array(roomy.buffer, 4, packed.length / 4));
}

for (const options of ALL) {
  test(`${options.kind}: packed and unpacked between any two evaluations, the bytes stay the same`, () => {
    const optimiser = createOptimiser(options);
    const uncut: string[] = [];
    let state = optimiser.start(rosenbrockStart(10));
    for (let i = 0; i < EVALUATIONS; i++) {
      uncut.push(bytesOf(packState(state)));
      const { loss, gradient } = rosenbrock(optimiser.point(state));
      state = optimiser.next(state, loss, gradient);
    }
    for (let cut = 0; cut < EVALUATIONS; cut++) {
      let part = restored(uncut[cut]);
      for (let i = cut; i < EVALUATIONS; i++) {
        expect(bytesOf(packState(part)) === uncut[i], `cut ${cut}, evaluation ${i}`).toBe(true);
        const { loss, gradient } = rosenbrock(optimiser.point(part));
        part = optimiser.next(part, loss, gradient);
      }
      expect(bytesOf(packState(part))).toBe(bytesOf(packState(state)));
    }
  });
}

/** A state in the middle of a run, packed. */
function packedOf(options: (typeof ALL)[number]) {
  return onePiece(packState(run(createOptimiser(options), rosenbrock, rosenbrockStart(4), 30).state));
}

test('a packed state of any length but its own is refused', () => {
  for (const options of ALL) {
    const packed = packedOf(options);
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackState(packed.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'state_invalid' }),
      );
    }
    const longer = new Float32Array(packed.length + 1);
    longer.set(packed);
    expect(() => unpackState(longer)).toThrow(expect.objectContaining({ code: 'state_invalid' }));
  }
});

test('another magic, version, kind or number of values is refused with what was expected', () => {
  const packed = packedOf(ALL[0]);
  const changed = (at: number, value: number) => {
    const copy = packed.slice();
    copy[at] = value;
    return () => unpackState(copy);
  };
  expect(changed(0, 1)).toThrow('begins with 1, wanted 5000015');
  expect(changed(1, 1)).toThrow('is of version 1, wanted 2');
  expect(changed(2, 4)).toThrow('is of kind 4, wanted 0 to 3');
  expect(changed(2, 0.5)).toThrow('is of kind 0.5');
  for (const kind of [0, 1, 2]) expect(changed(2, kind)).toThrow('does not fit together'); // it is of kind 3
  for (const at of [3, 4, 5])
    expect(changed(at, 1e10)).toThrow(expect.objectContaining({ code: 'state_invalid' }));
});

test('a state of another kind or size is refused', () => {
  const [lbfgs, adam] = ALL.map(createOptimiser);
  const state = lbfgs.start(new Float32Array(3));
  for (const call of [
    () => adam.point(state),
    () => adam.best(state),
    () => adam.next(state, 1, new Float32Array(3)),
    () => lbfgs.next(state, 1, new Float32Array(4)),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: 'state_invalid' }));
  }
});

test('negative zero, infinities and doubles that float32 has not come back', () => {
  const x = Float32Array.of(-0, 1e-45, 3.4e38, 0.1);
  const optimiser = createOptimiser(ALL[0]);
  const state = optimiser.next(optimiser.start(x), Math.PI, Float32Array.of(-0, 1, 2, 3));
  const back = unpackState(onePiece(packState(state)));
  expect(back).toEqual(state);
  expect(Object.is(back.x[0], -0)).toBe(true);
  expect(back.loss).toBe(Math.PI);
});
