// Files of every kind that is read, as base64, and of every way in which one is not.
import { Fault } from '../../functions/core/fault.ts';
import { writeWav } from '../../functions/core/sound/wav.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { exampleSound } from '../../scripts/example-sounds.ts';
import { niftiOf } from '../core/volume/volumes.ts';
import { base64, picture as facePicture } from '../fakes/faces.ts';
import { picture } from '../fakes/styles.ts';

const { encode } = createNodeImages({ maxPixels: 1e6 });
const photo = await encode(picture(48, 40), 'png');
const tune = writeWav(exampleSound('tune', 0.1, 2_000));
const voxels = Float32Array.from({ length: 8 ** 3 }, (_, i) => 300 + (i % 7));
const volume = niftiOf({ width: 8, height: 8, depth: 8 }, voxels, { datatype: 4 });

/** A copy whose header says something else: big-endian numbers of PNG, little-endian ones of WAV and NIfTI. */
function changed(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(bytes); // a Buffer's slice is the same bytes
  change(new DataView(copy.buffer));
  return copy;
}

const files = {
  face: facePicture(10),
  faces: facePicture(10, 80),
  nobody: facePicture(),
  photo,
  dot: await encode(picture(1, 1), 'png'),
  empty: new Uint8Array(),
  text: new TextEncoder().encode('no file starts like this'),
  huge: changed(photo, (view) => {
    view.setUint32(16, 8_000); // IHDR: width and height
    view.setUint32(20, 8_000);
  }),
  cut: photo.subarray(0, 100),
  tune,
  cutTune: tune.subarray(0, 40),
  manyChannels: changed(tune, (view) => view.setUint16(22, 5, true)),
  volume,
  cutVolume: volume.subarray(0, 360),
  colourVolume: changed(volume, (view) => view.setInt16(70, 128, true)),
  hugeVolume: changed(volume, (view) => {
    for (const axis of [1, 2, 3]) view.setInt16(40 + 2 * axis, 2_000, true);
  }),
};

/** Of a face, a sound, of nothing, and one that is refused. */
export const URLS = {
  face: 'https://images.example/ada.jpg',
  tune: 'https://images.example/tune.wav',
  nothing: 'https://images.example/nothing',
  refused: 'https://10.0.0.1/ada.jpg',
};

export const AT_URLS = {
  [URLS.face]: files.face,
  [URLS.tune]: files.tune,
  [URLS.refused]: new Fault('picture_url_refused', '10.0.0.1 is not a public address.'),
};

export const FILES = Object.fromEntries(
  Object.entries(files).map(([name, bytes]) => [name, base64(bytes)]),
) as Readonly<Record<keyof typeof files, string>>;
