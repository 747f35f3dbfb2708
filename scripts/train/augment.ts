// Affine distortions of a picture, on the square -1..1 around its middle.
import { type Affine, compose } from '../../functions/core/image.ts';

/** Ranges as Koch et al. 2015 use them on Omniglot, where a shift of 0.1 is five of 105 pixels. */
const TURN = (10 * Math.PI) / 180;
const SHEAR = 0.3;
const SCALE = 0.2;
const SHIFT = 0.1;

/** Turned, sheared, scaled and shifted, each anywhere in its range. */
export function randomDistortion(random: () => number): Affine {
  const within = (range: number) => range * (2 * random() - 1);
  const turn = within(TURN);
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  const turned: Affine = [cosine, -sine, within(SHIFT), sine, cosine, within(SHIFT)];
  const sheared: Affine = [1, within(SHEAR), 0, within(SHEAR), 1, 0];
  const scaled: Affine = [1 + within(SCALE), 0, 0, 0, 1 + within(SCALE), 0];
  return compose(turned, compose(sheared, scaled));
}

/** So many quarter turns after what `first` does. */
export function quarterTurned(turns: number, first: Affine): Affine {
  const [cosine, sine] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][turns % 4];
  return compose([cosine, -sine, 0, sine, cosine, 0], first);
}
