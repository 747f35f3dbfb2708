// Every model that is exported, in the manifest's order.
import type { Crop } from '../../functions/core/manifest.ts';
import { DLIB, MOBILEFACENET } from './calibrations.ts';
import { buildDetector } from './detector.ts';
import { buildDlibResNet } from './dlib-resnet.ts';
import { buildInceptionV3, INCEPTION_LAYERS } from './inception-v3.ts';
import { buildLandmarks } from './landmarks.ts';
import { buildMobileFaceNet } from './mobilefacenet.ts';
import type { Recipe } from './recipe.ts';

const UNDISCLOSED = 'MIT as claimed by the package; training data undisclosed';

const FIVE_POINTS_CROP: Crop = {
  size: 112,
  alignment: 'five-points',
  order: 'bgr',
  mean: [127, 127, 127],
  scale: 128,
  mirror: false,
};

/** dlib's input_rgb_image: the mean of its training set, and 256 to bring differences near 1. */
const DLIB_CROP: Crop = {
  size: 150,
  alignment: 'dlib',
  order: 'rgb',
  mean: [122.782, 117.001, 104.298],
  scale: 256,
  mirror: true,
};

export const RECIPES: readonly Recipe[] = [
  detector('detector-320x240', 320, 240),
  detector('detector-960x720', 960, 720),
  {
    id: 'landmarks-68',
    preprocessing: 'A square crop as high as the face box, scaled to 64 x 64: luminance / 256, [1,1,64,64].',
    licence: UNDISCLOSED,
    fields: { kind: 'landmarks' },
    build: () => buildLandmarks('landmarks-68'),
  },
  mobileFaceNet(128),
  mobileFaceNet(256),
  {
    id: 'dlib-resnet-128',
    preprocessing:
      'The 150 x 150 dlib chip with padding 0.25: (RGB - [122.782,117.001,104.298]) / 256, [1,3,150,150].',
    licence: 'Public domain as its upstream states, not verified; the package that carries it: MIT',
    fields: { kind: 'encoder', dimensions: 128, crop: DLIB_CROP },
    calibration: DLIB,
    build: () => buildDlibResNet('dlib-resnet-128'),
  },
  {
    id: 'inception-v3-mixed2',
    preprocessing: 'The picture with 16 reflected pixels on each side: RGB 0..1, [1,3,H,W], any size.',
    licence: 'MIT as claimed by the package; not verified to be trained on ImageNet only',
    fields: {
      kind: 'extractor',
      layers: INCEPTION_LAYERS,
      feed: { order: 'rgb', range: 1, mean: [0, 0, 0], std: [1, 1, 1], pad: 16, padMode: 'reflect' },
    },
    build: () => buildInceptionV3('inception-v3-mixed2'),
  },
];

function detector(id: string, width: number, height: number): Recipe {
  return {
    id,
    preprocessing: `The picture scaled to ${width} x ${height}: (RGB - 127) / 128, [1,3,${height},${width}].`,
    licence: 'MIT: the same network as its upstream, Ultra-Light-Fast-Generic-Face-Detector-1MB',
    fields: { kind: 'detector', width, height },
    build: () => buildDetector(id, width, height),
  };
}

function mobileFaceNet(dimensions: number): Recipe {
  const id = `mobilefacenet-${dimensions}`;
  return {
    id,
    preprocessing: 'The five-point similarity crop of 112 x 112: (BGR - 127) / 128, [1,3,112,112].',
    licence: UNDISCLOSED,
    fields: { kind: 'encoder', dimensions, crop: FIVE_POINTS_CROP },
    calibration: MOBILEFACENET,
    build: () => buildMobileFaceNet(id, dimensions),
  };
}
