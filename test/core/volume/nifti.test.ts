// NIfTI read and written: against nifti-reader-js, which this project has no part in; and what is refused.
import { gzipSync } from 'fflate';
import { isNIFTI, type NIFTI1, readHeader, readImage } from 'nifti-reader-js';
import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { readNifti, writeNifti } from '../../../functions/core/volume/nifti.ts';
import { resampled } from '../../../functions/core/volume/resample.ts';
import { gridFor } from '../../../functions/core/volume/volume.ts';
import { createVolumes } from '../../../functions/platform/volumes.ts';
import { niftiOf } from './volumes.ts';

const GRID = { width: 5, height: 4, depth: 3 };
const ramp = Float32Array.from({ length: 60 }, (_, i) => i * 3 - 50);
const { decodeVolume } = createVolumes({ maxPixels: 1_000 });

test.each([
  [2, 0, 1],
  [4, 0, 1],
  [4, 1, 0.5],
  [8, 1, 1],
  [16, 0, 1],
  [64, 1, 1],
  [256, 0, 1],
  [512, 1, 2],
  [768, 0, 1],
] as const)(
  'datatype %d, big endian %d, slope %d: voxels are what nifti-reader-js says they are',
  (datatype, big, slope) => {
    const shifted = ramp.map((value) => Math.round(value / 2) + 25);
    const bytes = niftiOf(GRID, shifted, {
      datatype,
      big: big === 1,
      slope,
      intercept: slope === 1 ? 0 : 10,
    });
    const volume = readNifti(bytes, 1_000);
    const header = readHeader(bytes.buffer as ArrayBuffer) as NIFTI1;
    const image = new DataView(readImage(header, bytes.buffer as ArrayBuffer));
    expect([volume.width, volume.height, volume.depth]).toEqual(header.dims.slice(1, 4));
    const read = {
      2: (i: number) => image.getUint8(i),
      4: (i: number) => image.getInt16(2 * i, header.littleEndian),
      8: (i: number) => image.getInt32(4 * i, header.littleEndian),
      16: (i: number) => image.getFloat32(4 * i, header.littleEndian),
      64: (i: number) => image.getFloat64(8 * i, header.littleEndian),
      256: (i: number) => image.getInt8(i),
      512: (i: number) => image.getUint16(2 * i, header.littleEndian),
      768: (i: number) => image.getUint32(4 * i, header.littleEndian),
    }[datatype];
    for (const [i, value] of volume.voxels.entries())
      expect(value).toBeCloseTo(read(i) * header.scl_slope + header.scl_inter, 4);
  },
);

test.each([false, true])(
  'what is written has the header of what was read, whichever its byte order (big endian: %s)',
  (big) => {
    const bytes = niftiOf(GRID, ramp, { big, datatype: 4, slope: 2, intercept: 1 });
    const volume = readNifti(bytes, 1_000);
    const written = writeNifti(volume);
    expect(isNIFTI(written.buffer)).toBe(true);
    const [before, after] = [bytes, written].map((file) => readHeader(file.buffer as ArrayBuffer) as NIFTI1);
    const place = ({
      affine,
      pixDims,
      qform_code,
      sform_code,
      xyzt_units,
      description,
      quatern_b,
      qoffset_x,
    }: NIFTI1) => ({
      ...{ affine, pixDims, qform_code, sform_code, xyzt_units, description, quatern_b, qoffset_x },
    });
    expect(place(after)).toEqual(place(before));
    expect([after.datatypeCode, after.scl_slope, after.scl_inter]).toEqual([16, 1, 0]);
    expect(readNifti(written, 1_000)).toEqual({ ...volume, header: readNifti(written, 1_000).header });
    expect(new Float32Array(readImage(after, written.buffer as ArrayBuffer))).toEqual(volume.voxels);
  },
);

test('on another grid every corner of the volume stays where it was, by sform and by qform', () => {
  const volume = readNifti(niftiOf(GRID, ramp, {}), 1_000);
  const grid = gridFor(volume, 10);
  expect(grid).toEqual({ width: 10, height: 8, depth: 6 });
  const written = writeNifti({ ...volume, ...grid, voxels: resampled(volume.voxels, volume, grid) });
  const [before, after] = [writeNifti(volume), written].map((file) => readHeader(file.buffer) as NIFTI1);
  for (const method of ['sform', 'qform'] as const) {
    const affine = (header: NIFTI1) =>
      method === 'sform'
        ? header.affine
        : header.convertNiftiQFormToNiftiSForm(
            ...([header.quatern_b, header.quatern_c, header.quatern_d] as [number, number, number]),
            ...([header.qoffset_x, header.qoffset_y, header.qoffset_z] as [number, number, number]),
            ...([header.pixDims[1], header.pixDims[2], header.pixDims[3], header.pixDims[0]] as [
              number,
              number,
              number,
              number,
            ]),
          );
    const at = (header: NIFTI1, point: readonly number[]) =>
      affine(header)
        .slice(0, 3)
        .map((row) => row[0] * point[0] + row[1] * point[1] + row[2] * point[2] + row[3]);
    for (const corner of [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
    ]) {
      const [old, now] = [
        [5, 4, 3],
        [10, 8, 6],
      ].map((sides) => corner.map((end, axis) => end * sides[axis] - 0.5));
      for (const [axis, value] of at(after, now).entries())
        expect(value).toBeCloseTo(at(before, old)[axis], 4);
    }
  }
});

const changed = (change: (view: DataView, bytes: Uint8Array) => void) => {
  const bytes = niftiOf(GRID, ramp, {});
  change(new DataView(bytes.buffer), bytes);
  return bytes;
};

test.each<[string, Uint8Array, string, string]>([
  ['text', new Uint8Array([104, 105, 33, 10]), 'volume_type_unsupported', 'Only NIfTI-1'],
  ['NIfTI-2', changed((view) => view.setInt32(0, 540, true)), 'volume_type_unsupported', 'NIfTI-2'],
  ['a header alone', niftiOf(GRID, ramp, {}).slice(0, 300), 'volume_broken', 'inside its header'],
  [
    'a pair of files',
    changed((_, bytes) => bytes.set([110, 105, 49, 0], 344)),
    'volume_type_unsupported',
    'another file',
  ],
  ['colours', changed((view) => view.setInt16(70, 128, true)), 'volume_type_unsupported', 'datatype 128'],
  [
    'a series',
    changed((view) => {
      view.setInt16(40, 4, true);
      view.setInt16(48, 7, true);
    }),
    'volume_type_unsupported',
    '5 x 4 x 3 x 7',
  ],
  ['a side of 0', changed((view) => view.setInt16(44, 0, true)), 'volume_broken', '5 x 0 x 3'],
  ['a rank of none', changed((view) => view.setInt16(40, 9, true)), 'volume_broken', '9 dimensions'],
  [
    'huge sides',
    changed((view) => {
      for (const at of [42, 44, 46]) view.setInt16(at, 32_767, true);
    }),
    'volume_too_large',
    '32767 x 32767 x 32767',
  ],
  [
    'voxels before their header',
    changed((view) => view.setFloat32(108, 12, true)),
    'volume_broken',
    'begin at byte 12',
  ],
  [
    'voxels nowhere',
    changed((view) => view.setFloat32(108, Number.NaN, true)),
    'volume_broken',
    'begin at byte NaN',
  ],
  ['a file cut short', niftiOf(GRID, ramp, {}).slice(0, -1), 'volume_broken', 'its header says'],
  [
    'NaN',
    niftiOf(
      GRID,
      ramp.map((value, i) => (i === 7 ? Number.NaN : value)),
      {},
    ),
    'volume_broken',
    'voxel 7 is NaN',
  ],
  ['what is infinite once it is scaled', niftiOf(GRID, ramp, { slope: 3e38 }), 'volume_broken', 'Infinity'],
])('%s is refused by name, gzipped or not', async (_, bytes, code, words) => {
  for (const file of [bytes, gzipSync(bytes)]) {
    const fault = await decodeVolume(file).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    expect([(fault as Fault).code, (fault as Fault).message]).toEqual([code, expect.stringContaining(words)]);
  }
});

test('a gzipped volume is unpacked as far as its header goes, a broken one is refused', async () => {
  const bytes = niftiOf(GRID, ramp, {});
  expect((await decodeVolume(gzipSync(bytes))).voxels).toEqual(ramp);
  const bomb = new Uint8Array(bytes.length + 5e7);
  bomb.set(bytes);
  const packed = gzipSync(bomb);
  const before = process.memoryUsage().arrayBuffers;
  expect((await decodeVolume(packed)).voxels).toEqual(ramp);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4e7);
  const cut = gzipSync(bytes).slice(0, -40);
  await expect(decodeVolume(cut)).rejects.toThrow(/cannot be/);
  const noise = gzipSync(bytes);
  noise.fill(255, 12, 40);
  await expect(decodeVolume(noise)).rejects.toThrow(/cannot be/);
});
