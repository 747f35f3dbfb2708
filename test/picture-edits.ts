// Pictures cut, turned, shrunk and pasted pixel by pixel, without the code that is under test.
import type { Picture } from '../functions/core/image.ts';

type Rgb = readonly [number, number, number];

export function pictureOf(width: number, height: number, at: (x: number, y: number) => Rgb): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const [r, g, b] = at(x, y);
      data[i] = r;
      data[i + 1] = g;
      data[i + 2] = b;
      data[i + 3] = 255;
    }
  }
  return { width, height, data };
}

/** The pixel, or its nearest inside. */
export function pixel({ width, height, data }: Picture, x: number, y: number): Rgb {
  const column = Math.max(0, Math.min(width - 1, x));
  const i = 4 * (Math.max(0, Math.min(height - 1, y)) * width + column);
  return [data[i], data[i + 1], data[i + 2]];
}

/** Whole pixels; what lies beyond the picture repeats its edge. */
export function cropped(picture: Picture, x: number, y: number, width: number, height: number): Picture {
  return pictureOf(width, height, (column, row) => pixel(picture, x + column, y + row));
}

/** Mean over the area each new pixel covers, edges weighted by their share. */
export function shrunk(picture: Picture, width: number, height: number): Picture {
  const [sx, sy] = [picture.width / width, picture.height / height];
  return pictureOf(width, height, (column, row) => {
    const [left, right, top, bottom] = [column * sx, (column + 1) * sx, row * sy, (row + 1) * sy];
    const sum = [0, 0, 0];
    for (let y = Math.floor(top); y < bottom; y++) {
      const down = Math.min(bottom, y + 1) - Math.max(top, y);
      for (let x = Math.floor(left); x < right; x++) {
        const share = down * (Math.min(right, x + 1) - Math.max(left, x));
        const i = 4 * (Math.min(y, picture.height - 1) * picture.width + Math.min(x, picture.width - 1));
        for (let c = 0; c < 3; c++) sum[c] += share * picture.data[i + c];
      }
    }
    return sum.map((value) => Math.round(value / (sx * sy))) as unknown as Rgb;
  });
}

export function pasted(onto: Picture, picture: Picture, x: number, y: number): Picture {
  const inside = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < picture.width && row < picture.height;
  return pictureOf(onto.width, onto.height, (column, row) =>
    inside(column - x, row - y) ? pixel(picture, column - x, row - y) : pixel(onto, column, row),
  );
}

/** Turned clockwise. */
export function turned(picture: Picture, degrees: 90 | 180 | 270): Picture {
  const { width, height } = picture;
  if (degrees === 180) {
    return pictureOf(width, height, (x, y) => pixel(picture, width - 1 - x, height - 1 - y));
  }
  return degrees === 90
    ? pictureOf(height, width, (x, y) => pixel(picture, y, height - 1 - x))
    : pictureOf(height, width, (x, y) => pixel(picture, width - 1 - y, x));
}

export function darkened(picture: Picture, factor: number): Picture {
  return pictureOf(picture.width, picture.height, (x, y) => {
    const [r, g, b] = pixel(picture, x, y);
    return [r * factor, g * factor, b * factor];
  });
}

/** Mean over a square of 2 * radius + 1, first along rows, then along columns. */
export function blurred(picture: Picture, radius: number): Picture {
  const along = (from: Picture, dx: number, dy: number) =>
    pictureOf(from.width, from.height, (x, y) => {
      const sum = [0, 0, 0];
      for (let k = -radius; k <= radius; k++) {
        const at = pixel(from, x + k * dx, y + k * dy);
        for (let c = 0; c < 3; c++) sum[c] += at[c];
      }
      return sum.map((value) => Math.round(value / (2 * radius + 1))) as unknown as Rgb;
    });
  return along(along(picture, 1, 0), 0, 1);
}
