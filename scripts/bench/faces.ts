// `bench faces`: what our own code adds to the bare graphs, the peer on the same pictures, search, start and memory.
import { cpus } from 'node:os';
import { startProgress } from '../progress.ts';
import { coldStart } from './cold-start.ts';
import { median, medians } from './measure.ts';
import type { PairRound, StageRound } from './ours-worker.ts';
import { start } from './process.ts';
import { readSamples, type SampleRound } from './samples.ts';
import type { SearchRound } from './search-worker.ts';

export type BenchOptions = { readonly rounds: number; readonly starts: number; readonly encoder: string };

type Round = {
  readonly ours: SampleRound;
  readonly faceApi: SampleRound;
  readonly stages: StageRound;
  readonly pairs: readonly PairRound[];
};

/** Rounds that are thrown away: the first runs of a graph compile it, in V8 and in wasm. */
const WARM_UP = 2;
const SIZES = ['1k', '10k', '100k'] as const;

/** The contestants take turns, so that whatever else the machine does falls on all of them. */
export async function benchFaces({
  rounds,
  starts,
  encoder,
}: BenchOptions): Promise<Record<string, unknown>> {
  const ours = start(new URL('./ours-worker.ts', import.meta.url), [encoder]);
  const faceApi = start(new URL('./face-api-worker.ts', import.meta.url));
  const searcher = start(new URL('./search-worker.ts', import.meta.url));
  const progress = startProgress('Benchmark', WARM_UP + rounds + SIZES.length + starts);
  try {
    const about = await ours.ask<{ engine: string }>('about');
    const peer = await faceApi.ask<{ version: unknown; backend: string; threads: number }>('about');
    const samples: Round[] = [];
    for (let round = 0; round < WARM_UP + rounds; round++) {
      const measured = {
        ours: await ours.ask<SampleRound>('faces'),
        faceApi: await faceApi.ask<SampleRound>('faces'),
        stages: await ours.ask<StageRound>('stages'),
        pairs: await ours.ask<PairRound[]>('pairs'),
      };
      if (round >= WARM_UP) samples.push(measured);
      progress.tick();
    }
    const portraits = (await ours.ask<string[]>('portraits')).map((text) => Buffer.from(text, 'base64'));
    const photographs = await readSamples();
    ours.stop();
    faceApi.stop();
    const search: SearchRound[] = [];
    for (const size of SIZES) {
      search.push(await searcher.ask<SearchRound>(`search_${size}`));
      progress.tick();
    }
    searcher.stop();
    const cold = [];
    for (let i = 0; i < starts; i++) {
      cold.push(await coldStart(portraits, photographs));
      progress.tick();
    }
    const stages = medians(samples.map((round) => round.stages));
    const peaks = cold.flatMap(({ peakRssMb }) => (peakRssMb === null ? [] : [peakRssMb]));
    return {
      ...stageValues(stages),
      ...pairValues(samples.map(({ pairs }) => pairs)),
      ...peerValues(samples, stages.decode),
      ...searchValues(search),
      cold_start_ms: median(cold.map(({ healthMs }) => healthMs)),
      cold_start_to_verify_ms: median(cold.map(({ verifyMs }) => verifyMs)),
      peak_rss_mb: peaks.length === 0 ? null : median(peaks),
      encoder,
      engine: about.engine,
      face_api: `${JSON.stringify(peer.version)} on tfjs ${peer.backend}, ${peer.threads} thread`,
      rounds,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
      date: new Date().toISOString(),
    };
  } finally {
    progress.stop();
    for (const contestant of [ours, faceApi, searcher]) contestant.stop();
  }
}

function stageValues(stages: StageRound): Record<string, number> {
  return {
    decode_ms: stages.decode,
    detect_ms: stages.detect,
    landmarks_ms: stages.landmarks,
    embed_ms: stages.embed,
    session_detector_ms: stages.sessionDetector,
    session_landmarks_ms: stages.sessionLandmarks,
    session_encoder_ms: stages.sessionEncoder,
    decode_both_ms: stages.decodeBoth,
  };
}

/** The middle pair of portraits, and the one that the rest of the code adds most to. */
function pairValues(rounds: readonly (readonly PairRound[])[]): Record<string, number> {
  const pairs = rounds[0].map((_, i) => medians(rounds.map((round) => round[i])));
  const ratios = pairs.map(({ verify, bare }) => verify / bare);
  return {
    decode_and_sessions_ms: median(pairs.map(({ bare }) => bare)),
    verify_ms: median(pairs.map(({ verify }) => verify)),
    verify_over_sessions: median(ratios),
    verify_over_sessions_max: Math.max(...ratios),
  };
}

/** A face's share of all six photographs, from decoded pixels; `decode`, the same for both, is added in the second ratio. */
function peerValues(samples: readonly Round[], decode: number): Record<string, number> {
  const perFace = (who: 'ours' | 'faceApi', extra: number) =>
    median(samples.map(({ [who]: { cpuMs, faces } }) => (cpuMs + extra) / faces));
  const decodeAll = decode * 6;
  const total = (who: 'ours' | 'faceApi') => median(samples.map(({ [who]: { cpuMs } }) => cpuMs));
  return {
    ours_faces: samples[0].ours.faces,
    face_api_faces: samples[0].faceApi.faces,
    ours_ms_per_face: perFace('ours', 0),
    face_api_ms_per_face: perFace('faceApi', 0),
    face_api_over_ours: perFace('faceApi', 0) / perFace('ours', 0),
    // Whatever was taken for a face: the same six photographs.
    face_api_over_ours_total: total('faceApi') / total('ours'),
    ours_with_decode_ms_per_face: perFace('ours', decodeAll),
    face_api_with_decode_ms_per_face: perFace('faceApi', decodeAll),
    face_api_over_ours_with_decode: perFace('faceApi', decodeAll) / perFace('ours', decodeAll),
  };
}

function searchValues(rounds: readonly SearchRound[]): Record<string, number> {
  return Object.fromEntries(
    rounds.flatMap(({ p50Ms, p95Ms, loadMs, recall, afterEnrolmentMs }, i) => [
      [`search_${SIZES[i]}_p50_ms`, p50Ms],
      [`search_${SIZES[i]}_p95_ms`, p95Ms],
      [`search_${SIZES[i]}_recall`, recall],
      [`search_${SIZES[i]}_load_ms`, loadMs],
      [`search_${SIZES[i]}_after_enrolment_ms`, afterEnrolmentMs],
    ]),
  );
}
