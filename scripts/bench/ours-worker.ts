// Our side: the sample photographs from pixels to unit vectors, the stages apart, the bare graphs, the whole request.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createFaceEngine } from '../../functions/core/faces/engine.ts';
import type { Picture } from '../../functions/core/image.ts';
import type { ModelEntry } from '../../functions/core/manifest.ts';
import { seeded } from '../../functions/core/random.ts';
import { cpuMeter } from '../cpu-meter.ts';
import { LIMITS, openFaces } from '../open-faces.ts';
import { serviceOn } from '../open-service.ts';
import { verifyForm } from './cold-start.ts';
import { cpuMs, cpuMsOf } from './measure.ts';
import { portraitsOf } from './portraits.ts';
import { serve } from './process.ts';
import { readSamples, type SampleRound } from './samples.ts';

/** CPU ms: the first four of one sample photograph, the sessions of one run, `decodeBoth` of a pair of portraits. */
export type StageRound = Record<
  | 'decode'
  | 'detect'
  | 'landmarks'
  | 'embed'
  | 'sessionDetector'
  | 'sessionLandmarks'
  | 'sessionEncoder'
  | 'decodeBoth',
  number
>;

/**
 * CPU ms of one pair of portraits. `bare` is decoding both and two rounds of the three graphs in turn, as cold in the
 * caches as they are in `verify`, the whole request.
 */
export type PairRound = { readonly bare: number; readonly verify: number };

const REPEATS = 5;
const [encoder] = process.argv.slice(2);
const { runtime, models, images, engine } = await openFaces({ encoder });
const files = await readSamples();
const pictures: Picture[] = [];
for (const bytes of files) pictures.push((await images.decode(bytes)).picture);
const portraits = await portraitsOf(pictures, engine, images);
const pairs = portraits.map((portrait, i) => [portrait, portraits[(i + 1) % portraits.length]] as const);

const landmarksBytes = models.manifest.models.find((entry) => entry.kind === 'landmarks')!.bytes;
const meter = cpuMeter(runtime, (model) => model.byteLength === landmarksBytes);
const metered = createFaceEngine({ runtime: meter.runtime, models, limits: LIMITS }, encoder);
const app = serviceOn({ runtime, models, images, limits: LIMITS, encoder });
const entries = models.manifest.models;
const bare = {
  detector: await bareRun(smallest(entries.filter((entry) => entry.kind === 'detector'))),
  landmarks: await bareRun(entries.find((entry) => entry.kind === 'landmarks')!),
  encoder: await bareRun(engine.encoder),
};

serve({
  about: async () => ({ engine: runtime.engine, portraits: portraits.length }),
  portraits: async () => portraits.slice(0, 2).map((bytes) => Buffer.from(bytes).toString('base64')),
  faces: async (): Promise<SampleRound> => {
    let faces = 0;
    const total = await cpuMs(async () => {
      for (const picture of pictures) {
        const fresh = { ...picture }; // the engine keeps what it computes of a picture as long as the object lives
        for (const face of await engine.detect(fresh)) {
          await engine.embed(fresh, face);
          faces++;
        }
      }
    });
    return { cpuMs: total, faces };
  },
  stages: measureStages,
  pairs: measurePairs,
});

async function measureStages(): Promise<StageRound> {
  const decode = await cpuMs(async () => {
    for (const bytes of files) await images.decode(bytes);
  });
  const before = meter.seconds().networks;
  let embed = 0;
  const detect = await cpuMs(async () => {
    for (const picture of pictures) {
      const fresh = { ...picture };
      const faces = await metered.detect(fresh);
      embed += await cpuMs(async () => {
        for (const face of faces) await metered.embed(fresh, face);
      });
    }
  });
  const landmarks = 1000 * (meter.seconds().networks - before);
  const each = (total: number) => total / files.length;
  const round: StageRound = {
    decode: each(decode),
    detect: each(detect - landmarks - embed),
    landmarks: each(landmarks),
    embed: each(embed),
    sessionDetector: 0,
    sessionLandmarks: 0,
    sessionEncoder: 0,
    decodeBoth: 0,
  };
  for (const [a, b] of pairs) {
    round.sessionDetector += (await cpuMsOf(REPEATS, bare.detector)) / pairs.length;
    round.sessionLandmarks += (await cpuMsOf(REPEATS, bare.landmarks)) / pairs.length;
    round.sessionEncoder += (await cpuMsOf(REPEATS, bare.encoder)) / pairs.length;
    round.decodeBoth += (await cpuMsOf(REPEATS, () => decodeBoth(a, b))) / pairs.length;
  }
  return round;
}

async function measurePairs(): Promise<PairRound[]> {
  const rounds: PairRound[] = [];
  for (const [a, b] of pairs) {
    rounds.push({
      bare: await cpuMsOf(REPEATS, () => runBare(a, b)),
      verify: await cpuMsOf(REPEATS, () => verify(a, b)),
    });
  }
  return rounds;
}

async function decodeBoth(a: Uint8Array, b: Uint8Array): Promise<void> {
  await images.decode(a);
  await images.decode(b);
}

async function runBare(a: Uint8Array, b: Uint8Array): Promise<void> {
  await decodeBoth(a, b);
  for (let side = 0; side < 2; side++) {
    await bare.detector();
    await bare.landmarks();
    await bare.encoder();
  }
}

/** The whole request as a client would send it, except for the socket. */
async function verify(a: Uint8Array, b: Uint8Array): Promise<void> {
  const response = await app.request('/v1/verify', { method: 'POST', body: verifyForm(a, b) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`verify answered ${response.status}: ${JSON.stringify(answer)}`);
}

/** ONNX Runtime itself, with the options of the service, on noise: the graphs take the same time on anything. */
async function bareRun({ file, inputs }: ModelEntry): Promise<() => Promise<unknown>> {
  const session = await InferenceSession.create(await models.read(file), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  const random = seeded(1);
  const [{ name, dims }] = inputs;
  const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
  return () => session.run({ [name]: new Tensor('float32', data, dims) });
}

function smallest<T extends { width: number }>(detectors: readonly T[]): T {
  return detectors.reduce((least, detector) => (detector.width < least.width ? detector : least));
}
