// `evaluate clip`: how much a clip flickers, beside its frames made one by one, and how near its style it comes.
import type { Clip } from '../../functions/core/clip/clip.ts';
import { clipKind } from '../../functions/core/clip/kind.ts';
import { type ClipRequest, clipOptions } from '../../functions/core/clip/options.ts';
import type { Picture } from '../../functions/core/image.ts';
import { createJobEngine } from '../../functions/core/jobs/engine.ts';
import { vectorOf } from '../../functions/core/jobs/job.ts';
import { openExtractor } from '../../functions/core/style/extractor.ts';
import { scaledTo, toPicture } from '../../functions/core/style/pictures.ts';
import { readPicture } from '../picture-files.ts';
import { readClip } from '../style/clips.ts';
import { writeWhole } from '../whole-file.ts';
import { whirls } from './example-pictures.ts';
import { flickerOf } from './flicker.ts';
import { gramError } from './gram-error.ts';
import { movingClip } from './moving-clip.ts';
import type { Result } from './result.ts';
import { timedLevels } from './run-levels.ts';
import { openStyleTools, whereAndWhen } from './style.ts';
import { runStyle } from './style-run.ts';

export type ClipEvaluation = {
  /** Without one, a ball that rolls before a landscape, of so many frames. */
  readonly content?: string;
  /** Without one, whirls. */
  readonly style?: string;
  readonly frames: number;
  /** Content, clip and frames one by one, each an animated GIF or the like: out-content.gif and so on. */
  readonly out?: string;
};

/**
 * The default; every frame by itself from the same noise, which flickers less than from noise of its own; and the style
 * alone, whose error is then the Gram error's least.
 */
export async function evaluateClip(
  { content: file, style: styleFile, frames, out }: ClipEvaluation,
  request: ClipRequest,
): Promise<Result> {
  const { images, models, runtime } = await openStyleTools();
  const options = clipOptions(request);
  const side = options.levels[options.levels.length - 1].size;
  const content = file === undefined ? movingClip(frames, side) : await readClip(images, file);
  const style = styleFile === undefined ? pictureOfWhirls() : await readPicture(images, styleFile);
  const styles = [{ frames: [style], weight: 1 }];
  const inputs = { content: content.frames, delays: content.delays, styles };
  const engine = createJobEngine({ models, runtime });

  async function made(change: ClipRequest, label: string) {
    const own = clipOptions({ ...request, ...change });
    const open = (size: number) => clipKind.open(engine, own, inputs, size);
    const run = await timedLevels(label, clipKind, engine.name, own, inputs, open);
    const { losses } = await run.objective.evaluate(vectorOf(run.state), 0);
    await run.objective.release();
    return {
      clip: await clipKind.result(vectorOf(run.state), run.state.size, own, async () => inputs),
      gram: gramError(losses) / gramError(run.initial),
      seconds: run.seconds,
      cpuSeconds: run.cpuSeconds,
    };
  }

  const steady = await made({}, 'Clip');
  const extractor = await openExtractor(models, options.extractor);
  const single: Picture[] = [];
  for (const [index, frame] of content.frames.entries()) {
    const of = { content: frame, styles: [{ picture: style, weight: 1 }] };
    single.push((await runStyle({ runtime }, extractor, options, of, `Frame ${index + 1}`)).picture);
  }
  const alone = await made({ alpha: 0 }, 'Style alone');
  const shown = content.frames.map((frame) => scaledTo(frame, side));
  const [ours, theirs] = [flickerOf(steady.clip.frames, shown), flickerOf(single, shown)];
  if (out !== undefined) {
    const write = async (name: string, clip: Clip) =>
      writeWhole(out.replace(/(\.gif)?$/, `${name}.gif`), await images.encodeClip(clip, 'gif'));
    await write('-content', { ...content, frames: shown });
    await write('', steady.clip);
    await write('-frame-by-frame', { frames: single, delays: content.delays });
  }
  return {
    values: {
      frames: content.frames.length,
      size: `${steady.clip.frames[0].width} x ${steady.clip.frames[0].height}`,
      flicker: ours.flicker,
      flicker_frame_by_frame: theirs.flicker,
      flicker_ratio: ours.flicker / theirs.flicker,
      excess: ours.excess,
      excess_frame_by_frame: theirs.excess,
      excess_ratio: ours.excess / theirs.excess,
      gram_error_of_its_start: steady.gram,
      gram_error_of_its_start_style_alone: alone.gram,
      seconds: steady.seconds,
      cpu_seconds: steady.cpuSeconds,
      ...whereAndWhen(runtime),
    },
    chart: null,
  };
}

function pictureOfWhirls(): Picture {
  const { width, height, data } = whirls();
  return toPicture(data, width, height, { preserveColour: 'none' }, { styles: [] });
}
