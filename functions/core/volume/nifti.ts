// NIfTI-1 files (nifti.nimh.nih.gov, nifti1.h, 2007): a header of 348 bytes, then voxels, x the fastest.
import { Fault } from '../fault.ts';
import { tag } from '../picture/bytes.ts';
import type { Grid, Volume } from './volume.ts';

const HEADER_BYTES = 348;
const MAGIC = 344;
/** Four bytes that say whether extensions follow stand between header and voxels. */
const DATA_AT = 352;
/** Of the header of NIfTI-2. */
const SECOND_BYTES = 540;

/** Bytes of fields. */
const AT = {
  dim: 40,
  datatype: 70,
  bitpix: 72,
  pixdim: 76,
  voxOffset: 108,
  slope: 112,
  intercept: 116,
  calibrated: 124,
  qform: 252,
  sform: 254,
  quaternion: 256,
  qoffset: 268,
  rows: 280,
} as const;

const FLOAT32 = 16;

type Reading = {
  readonly name: string;
  readonly bytes: number;
  readonly read: (view: DataView, at: number, little: boolean) => number;
};

const READINGS: Readonly<Record<number, Reading>> = {
  2: { name: 'uint8', bytes: 1, read: (view, at) => view.getUint8(at) },
  4: { name: 'int16', bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  8: { name: 'int32', bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  16: { name: 'float32', bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  64: { name: 'float64', bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  256: { name: 'int8', bytes: 1, read: (view, at) => view.getInt8(at) },
  512: { name: 'uint16', bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  768: { name: 'uint32', bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
};

/** Fields of more than one byte, as [first, bytes of each, how many], so that a header can be turned round. */
const FIELDS: readonly (readonly [number, number, number])[] = [
  [0, 4, 1],
  [32, 4, 1],
  [36, 2, 1],
  [40, 2, 8],
  [56, 4, 3],
  [68, 2, 4],
  [76, 4, 8],
  [108, 4, 3],
  [120, 2, 1],
  [124, 4, 4],
  [140, 4, 2],
  [252, 2, 2],
  [256, 4, 6],
  [280, 4, 12],
];

type Layout = {
  readonly grid: Grid;
  readonly little: boolean;
  readonly reading: Reading;
  /** Where the voxels begin and end. */
  readonly start: number;
  readonly end: number;
};

export function isNifti(bytes: Uint8Array): boolean {
  const first = bytes.length < 4 ? 0 : viewOf(bytes).getInt32(0, true);
  return [HEADER_BYTES, SECOND_BYTES, 0x5c010000, 0x1c020000].includes(first);
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What the header says, before a voxel is read; `bytes` has the header at least.
 * @throws Fault volume_type_unsupported, volume_broken, volume_too_large.
 */
export function niftiLayout(bytes: Uint8Array, maxVoxels: number): Layout {
  if (!isNifti(bytes)) throw unsupported('Only NIfTI-1 is read as a volume, gzipped or not.');
  const view = viewOf(bytes);
  const little = view.getInt32(0, true) === HEADER_BYTES;
  if (!little && view.getInt32(0, false) !== HEADER_BYTES)
    throw unsupported('The volume is NIfTI-2; NIfTI-1 is read. Most tools convert one into the other.');
  if (bytes.length < DATA_AT) throw broken(`it ends inside its header, after ${bytes.length} bytes`, {});
  if (tag(bytes, MAGIC, 3) === 'ni1')
    throw unsupported('The volume is a header whose voxels are in another file; one .nii file is wanted.');
  if (tag(bytes, MAGIC, 3) !== 'n+1')
    throw unsupported('The volume is ANALYZE 7.5 or unknown; NIfTI-1 is read.');
  const int16 = (at: number) => view.getInt16(at, little);
  const rank = int16(AT.dim);
  const sides = Array.from({ length: 7 }, (_, axis) => (axis < rank ? int16(AT.dim + 2 + 2 * axis) : 1));
  if (rank < 1 || rank > 7 || sides.some((side) => side < 1))
    throw broken(`its header says ${rank} dimensions of ${sides.join(' x ')}`, { dims: sides });
  const [width, height, depth, ...more] = sides;
  if (more.some((side) => side > 1))
    throw unsupported(
      `The volume has ${sides.slice(0, rank).join(' x ')} values; one volume of three dimensions is read.`,
    );
  const voxels = width * height * depth;
  if (voxels > maxVoxels)
    throw new Fault(
      'volume_too_large',
      `The volume is ${width} x ${height} x ${depth} = ${voxels} voxels; the limit is ${maxVoxels}.`,
      { width, height, depth, voxels, limit: maxVoxels },
    );
  const datatype = int16(AT.datatype);
  const reading = READINGS[datatype];
  if (!reading) {
    const names = Object.values(READINGS).map(({ name }) => name);
    throw unsupported(`The volume's voxels are of datatype ${datatype}; ${names.join(', ')} are read.`);
  }
  const start = view.getFloat32(AT.voxOffset, little);
  if (!(Number.isInteger(start) && start >= DATA_AT && start <= 2 ** 24))
    throw broken(`its voxels begin at byte ${start}`, { start });
  return { grid: { width, height, depth }, little, reading, start, end: start + voxels * reading.bytes };
}

/** @throws Fault as niftiLayout; volume_broken of voxels that are missing, NaN or infinite. */
export function readNifti(bytes: Uint8Array, maxVoxels: number): Volume {
  const { grid, little, reading, start, end } = niftiLayout(bytes, maxVoxels);
  if (bytes.length < end)
    throw broken(`it has ${bytes.length} bytes, its header says ${end}`, {
      bytes: bytes.length,
      expected: end,
    });
  const view = viewOf(bytes);
  const slope = view.getFloat32(AT.slope, little);
  const intercept = view.getFloat32(AT.intercept, little);
  const scaled = Number.isFinite(slope) && slope !== 0 && Number.isFinite(intercept);
  const voxels = new Float32Array((end - start) / reading.bytes);
  for (let i = 0; i < voxels.length; i++) {
    const stored = reading.read(view, start + i * reading.bytes, little);
    voxels[i] = scaled ? stored * slope + intercept : stored;
    if (!Number.isFinite(voxels[i])) throw broken(`voxel ${i} is ${voxels[i]}`, { voxel: i });
  }
  return { ...grid, voxels, header: littleEndian(bytes.slice(0, HEADER_BYTES), little) };
}

/**
 * float32 under the header that the volume has. On another grid than the header's, voxel sizes and origin are those of
 * the same place in space.
 */
export function writeNifti({ width, height, depth, voxels, header }: Volume): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DATA_AT + 4 * voxels.length);
  bytes.set(header);
  const view = viewOf(bytes);
  const sides = [width, height, depth];
  const rank = Math.max(3, Math.min(7, view.getInt16(AT.dim, true)));
  const steps = sides.map((side, axis) => Math.max(1, view.getInt16(AT.dim + 2 + 2 * axis, true)) / side);
  if (steps.some((step) => step !== 1)) placeAgain(view, steps);
  view.setInt16(AT.dim, rank, true);
  for (const [axis, side] of sides.entries()) view.setInt16(AT.dim + 2 + 2 * axis, side, true);
  view.setInt16(AT.datatype, FLOAT32, true);
  view.setInt16(AT.bitpix, 32, true);
  view.setFloat32(AT.voxOffset, DATA_AT, true);
  view.setFloat32(AT.slope, 1, true);
  view.setFloat32(AT.intercept, 0, true);
  for (const at of [AT.calibrated, AT.calibrated + 4]) view.setFloat32(at, 0, true); // 0, 0: no window is asked for
  for (const [i, value] of voxels.entries()) view.setFloat32(DATA_AT + 4 * i, value, true);
  return bytes;
}

/** A voxel i of the new grid lies at (i + 0.5) step - 0.5 of the old one. */
function placeAgain(view: DataView, steps: readonly number[]): void {
  const get = (at: number) => view.getFloat32(at, true);
  const set = (at: number, value: number) => view.setFloat32(at, value, true);
  const shifts = steps.map((step) => step / 2 - 0.5);
  for (let row = 0; row < 3; row++) {
    const at = AT.rows + 16 * row;
    const columns = steps.map((_, axis) => get(at + 4 * axis));
    set(at + 12, get(at + 12) + columns.reduce((sum, column, axis) => sum + column * shifts[axis], 0));
    for (const [axis, step] of steps.entries()) set(at + 4 * axis, columns[axis] * step);
  }
  const sizes = steps.map((_, axis) => get(AT.pixdim + 4 + 4 * axis));
  const [b, c, d] = [0, 4, 8].map((offset) => get(AT.quaternion + offset));
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const handed = get(AT.pixdim) < 0 ? -1 : 1;
  const turn = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  const moved = [sizes[0] * shifts[0], sizes[1] * shifts[1], handed * sizes[2] * shifts[2]];
  for (const [row, own] of turn.entries()) {
    const at = AT.qoffset + 4 * row;
    set(at, get(at) + own.reduce((sum, value, axis) => sum + value * moved[axis], 0));
  }
  for (const [axis, step] of steps.entries()) set(AT.pixdim + 4 + 4 * axis, sizes[axis] * step);
}

function littleEndian(header: Uint8Array, little: boolean): Uint8Array {
  if (!little)
    for (const [first, bytes, count] of FIELDS)
      for (let i = 0; i < count; i++) header.subarray(first + i * bytes, first + (i + 1) * bytes).reverse();
  return header;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unsupported(message: string): Fault {
  return new Fault('volume_type_unsupported', message, {});
}

function broken(what: string, facts: Readonly<Record<string, unknown>>): Fault {
  return new Fault('volume_broken', `The volume cannot be read: ${what}.`, facts);
}
