// `evaluate sound`: how near a made sound comes to its style, what it takes, and whether samples or a spectrogram are
// better optimised.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { createJobEngine } from '../../functions/core/jobs/engine.ts';
import { vectorOf } from '../../functions/core/jobs/job.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { runOnce } from '../../functions/core/run-once.ts';
import { appendSpectrumFeatures } from '../../functions/core/sound/features.ts';
import type { SoundInputs } from '../../functions/core/sound/inputs.ts';
import { soundKind } from '../../functions/core/sound/kind.ts';
import { type SoundOptions, type SoundRequest, soundOptions } from '../../functions/core/sound/options.ts';
import { resampled } from '../../functions/core/sound/resample.ts';
import { secondsOf } from '../../functions/core/sound/sound.ts';
import { appendSpectrogram, framesAt } from '../../functions/core/sound/spectrogram.ts';
import { writeWav } from '../../functions/core/sound/wav.ts';
import { openSignalObjective } from '../../functions/core/style/signal-objective.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { EXAMPLE_SOUNDS, type ExampleSound, exampleSound } from '../example-sounds.ts';
import { readSound } from '../style/sounds.ts';
import { gramError } from './gram-error.ts';
import { griffinLim } from './griffin-lim.ts';
import type { Result } from './result.ts';
import { timedLevels } from './run-levels.ts';
import { openStyleTools, whereAndWhen } from './style.ts';

export type SoundFiles = {
  /** A file, or the name of a sound that is made. */
  readonly style: string;
  readonly content?: string;
  readonly out?: string;
  /** Compares with optimising the spectrogram and finding phases for it afterwards. */
  readonly griffinLim?: boolean;
};

/** Of sounds that are made. */
const [SECONDS, RATE] = [2, 22_050];

export async function evaluateSound(files: SoundFiles, request: SoundRequest): Promise<Result> {
  if (files.griffinLim && files.content !== undefined)
    throw new Error('--griffin-lim compares textures: leave --content out.');
  const { runtime, models } = await openStyleTools();
  const content = files.content === undefined ? undefined : await soundNamed(files.content);
  const inputs: SoundInputs = { content, styles: [{ sound: await soundNamed(files.style), weight: 1 }] };
  const options = soundOptions(request);
  soundKind.check(options, inputs);
  const engine = createJobEngine({ runtime, models });
  const open = (rate: number) => soundKind.open(engine, options, inputs, rate);
  const run = await timedLevels('Sound', soundKind, engine.name, options, inputs, open);
  const { seconds, cpuSeconds } = run;
  const { size, evaluations } = run.state;
  const sound = await soundKind.result(vectorOf(run.state), size, options, async () => inputs);
  if (files.out) await writeFile(files.out, writeWav(sound));
  const { losses } = await run.objective.evaluate(vectorOf(run.state), evaluations);
  const values: Record<string, unknown> = {
    style: path.basename(files.style),
    content: files.content === undefined ? null : path.basename(files.content),
    length_seconds: secondsOf(sound),
    rate: sound.rate,
    total: losses.total,
    initial_total: run.initial.total,
    style_error: losses.style,
    gram_error: gramError(losses),
    gram_error_over_start: gramError(losses) / gramError(run.initial),
    evaluations,
    cpu_seconds: cpuSeconds,
    seconds,
    real_time_factor: cpuSeconds / secondsOf(sound),
  };
  if (files.griffinLim) {
    const found = await bySpectrogram(runtime, options, inputs, sound.rate, size.samples);
    const measured = await run.objective.evaluate(found, 0);
    values.griffin_lim_gram_error = gramError(measured.losses);
    if (files.out) await writeFile(beside(files.out), writeWav({ rate: sound.rate, channels: [found] }));
  }
  await run.objective.release();
  return { values: { ...values, ...whereAndWhen(runtime) }, chart: null };
}

/** The same costs on a spectrogram that is optimised itself, as many iterations; then phases by Griffin and Lim. */
async function bySpectrogram(
  runtime: Runtime,
  options: SoundOptions,
  { styles }: SoundInputs,
  rate: number,
  samples: number,
): Promise<Float32Array> {
  const { bins, hop } = framesAt(rate);
  const { channels } = resampled(styles[0].sound, rate);
  if (channels.length > 1) throw new Error('--griffin-lim compares mono sounds.');
  const builder = graphBuilder('spectrogram');
  const input = builder.input('samples', [1, 1, channels[0].length]);
  builder.output(appendSpectrogram(builder, input, rate), 'spectrum');
  const samplesOf = { samples: float32(input.dims, channels[0]) };
  const { spectrum } = await runOnce(runtime, encodeModel(builder.build()), samplesOf);
  const frames = Math.floor(samples / hop) + 1;
  const open = () =>
    openSignalObjective(
      runtime,
      appendSpectrumFeatures,
      options,
      { numbers: bins * frames },
      [1, bins, frames],
      undefined,
      [{ signal: float32(spectrum.dims, spectrum.data as Float32Array), weight: 1 }],
    );
  const random = seeded(options.seed);
  const start = Float32Array.from({ length: bins * frames }, random);
  const kind = { nothing: { numbers: 0 }, start: () => start, enlarged: () => start };
  const iterations = options.levels.reduce((sum, level) => sum + level.iterations, 0);
  const once = { ...options, levels: [{ size: rate, iterations }] };
  const { state, objective } = await timedLevels('Spectrogram', kind, runtime.engine, once, undefined, open);
  await objective.release();
  return griffinLim(vectorOf(state), rate, samples);
}

async function soundNamed(name: string) {
  if ((EXAMPLE_SOUNDS as readonly string[]).includes(name))
    return exampleSound(name as ExampleSound, SECONDS, RATE);
  return readSound(name);
}

function beside(file: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-griffin-lim${ext}`);
}
