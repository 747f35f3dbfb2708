// Clips as a kind of job: what is optimised are the planes of all frames at once, [T, 3, height, width], RGB, 0..1.
import { Fault } from '../fault.ts';
import type { Kind } from '../jobs/kind.ts';
import type { Extent } from '../jobs/objective.ts';
import { PICTURE_RESULT } from '../jobs/picture-result.ts';
import { squareSheet } from '../picture/contact-sheet.ts';
import { firstFrames } from '../style/frames.ts';
import { measured, styleKind } from '../style/kind.ts';
import { openFrames, resultSize } from '../style/objective.ts';
import { enlarged, initialImage, toPicture } from '../style/pictures.ts';
import type { Size } from '../style/resample.ts';
import { CLIP_FORMATS, type Clip } from './clip.ts';
import { type ClipInputs, fittedClips, packClips, unpackClips, withFewStyleFrames } from './inputs.ts';
import { type ClipOptions, type ClipRequest, clipOptions } from './options.ts';

export const clipKind: Kind<{
  readonly request: ClipRequest;
  readonly options: ClipOptions;
  readonly inputs: ClipInputs;
  readonly result: Clip;
}> = {
  options: clipOptions,
  check,
  network: styleKind.network,
  identity: (options, sha256) => ({ kind: 'clip', ...styleKind.identity(options, sha256) }),
  fitted: fittedClips,
  packInputs: packClips,
  unpackInputs: unpackClips,

  nothing: { width: 0, height: 0, frames: 0 },
  unit: PICTURE_RESULT.unit,
  snapped: PICTURE_RESULT.snapped,
  step: PICTURE_RESULT.step,
  size: (_, inputs, longSide) => ({
    ...resultSize(firstFrames(inputs), longSide),
    frames: inputs.content.length,
  }),
  floats: ({ width, height, frames }) => 3 * frames * width * height,

  async measure(engine, options, inputs, longSide) {
    const network = await engine.extractor(options.extractor);
    const { size, ...rest } = measured(network, options, withFewStyleFrames(inputs), longSide, options);
    return { ...rest, size: { ...size, frames: inputs.content.length } };
  },
  open: async (engine, options, inputs, longSide) =>
    openFrames(engine, await engine.extractor(options.extractor), options, inputs, longSide, options),

  /** The same noise for all frames: what is not asked to differ does not. */
  start: (options, inputs, size) =>
    perFrame(size, (frame) => {
      const { content, initial } = inputs;
      const seen = {
        styles: [],
        content: content[frame],
        initial: initial?.[initial.length === 1 ? 0 : frame],
      };
      return initialImage(options, seen, size.width, size.height);
    }),
  enlarged: (x, from, to) =>
    perFrame(to, (frame) => enlarged(frameOf(x, from, frame), sizeOf(from), sizeOf(to))),

  async result(x, size, options, inputs) {
    const { content, delays } = await inputs();
    const frames = content.map((own, frame) =>
      toPicture(frameOf(x, size, frame), size.width, size.height, options, { styles: [], content: own }),
    );
    return { frames, delays };
  },
  picture: ({ frames }) => squareSheet(frames),
  media: CLIP_FORMATS.map((format) => ({
    type: format === 'zip' ? 'application/zip' : `image/${format}`,
    encode: (clip, images) => images.encodeClip(clip, format),
  })),
};

function check({ initial }: ClipOptions, { content, initial: given }: ClipInputs): void {
  if (initial !== 'given') return;
  if (given && (given.length === 1 || given.length === content.length)) return;
  throw new Fault(
    'request_invalid',
    `initial is given, and there are ${given?.length ?? 0} frames of it: 1 is wanted, or ${content.length}.`,
    { option: 'initial', frames: given?.length ?? 0, content: content.length },
  );
}

function perFrame(size: Extent, make: (frame: number) => Float32Array): Float32Array {
  const each = 3 * size.width * size.height;
  const x = new Float32Array(size.frames * each);
  for (let frame = 0; frame < size.frames; frame++) x.set(make(frame), frame * each);
  return x;
}

function frameOf(x: Float32Array, { width, height }: Extent, frame: number): Float32Array {
  return x.subarray(3 * width * height * frame, 3 * width * height * (frame + 1));
}

function sizeOf({ width, height }: Extent): Size {
  return { width, height };
}
