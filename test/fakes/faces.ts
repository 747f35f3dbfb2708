// A face world without pixels: a "picture" is JSON that lists its faces, each an angle; a face's vector is that angle
// on a circle, so that the squared distance of two faces is 2 - 2 cos(difference).

import { createApi } from '../../functions/app.ts';
import { UNHEARD } from '../../functions/core/events/event.ts';
import type { FaceEngine } from '../../functions/core/faces/engine.ts';
import { createEngines } from '../../functions/core/faces/engines.ts';
import type { Face } from '../../functions/core/faces/face.ts';
import { createHeads } from '../../functions/core/faces/heads.ts';
import type { FaceTools } from '../../functions/core/faces/tools.ts';
import { Fault } from '../../functions/core/fault.ts';
import type { Picture } from '../../functions/core/image.ts';
import type { LookTools } from '../../functions/core/insight/look.ts';
import { createLog } from '../../functions/core/log.ts';
import type { EncoderEntry, Manifest } from '../../functions/core/manifest.ts';
import type { Deps, Images, Models, Runtime } from '../../functions/core/ports.ts';
import type { App } from '../../functions/http/env.ts';
import { createMemoryAuditStore } from '../../functions/platform/audit-memory.ts';
import { createMemoryIdempotencyStore } from '../../functions/platform/idempotency-memory.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import type { StyleTools } from '../../functions/routes/styles.ts';
import { createScan } from './scan.ts';
import { fakeStyles } from './styles.ts';
import { fakeWebhooks } from './webhooks.ts';

/** The bytes of a picture that shows one face at each angle (degrees), the first the largest. */
export function picture(...angles: number[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ angles })) as Uint8Array<ArrayBuffer>;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The embedding that `picture(angle)` has. */
export function embedding(angle: number): number[] {
  const radians = (angle * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians), 0, 0];
}

export function distance(degrees: number): number {
  return 2 - 2 * Math.cos((degrees * Math.PI) / 180);
}

/** The app on the fakes, and what it runs on; `change` replaces parts. */
export function fakeApp(change: Partial<Deps & FaceTools & StyleTools & Pick<LookTools, 'insight'>> = {}): {
  app: App;
  tools: Deps & FaceTools & StyleTools;
} {
  const limits = {
    maxBodyBytes: 100_000,
    maxPixels: 1e6,
    maxFacesPerPicture: 100,
    maxPicturesPerEnrolment: 20,
    maxFacesPerGallery: 50,
    maxCalibrationComparisons: 1e6,
  };
  let ids = 0;
  const galleries = change.galleries ?? createMemoryGalleryStore(limits);
  const runtime: Runtime = {
    engine: 'fake 1',
    open: async () => {
      throw new Error('no session is opened');
    },
  };
  const models: Models = {
    manifest,
    read: async () => {
      throw new Error('no model is read');
    },
  };
  const tools: Deps & FaceTools & StyleTools = {
    runtime,
    models,
    images,
    galleries,
    events: UNHEARD,
    atRest: 'memory',
    idempotency: createMemoryIdempotencyStore(),
    audit: createMemoryAuditStore(),
    webhooks: fakeWebhooks().webhooks,
    now: () => Date.UTC(2026, 0, 1),
    randomId: () => `id${++ids}`,
    limits,
    breathe: async () => {},
    encoder: 'circle-4',
    engines: createEngines(manifest, circleEngine),
    heads: createHeads(manifest, { models, runtime }),
    search: createScan(galleries),
    styles: fakeStyles().jobs,
    watch: {
      log: createLog(
        'error',
        (line) => console.error(line),
        () => 0,
      ),
    },
    ...change,
  };
  return { app: createApi(tools), tools };
}

const anglesOf = new WeakMap<Picture, readonly number[]>();

const images: Images = {
  decodeClip: noClip,
  encodeClip: noClip,
  decodeVolume: noClip,
  async decode(bytes) {
    if (bytes.length === 0) throw new Fault('picture_empty', 'The picture has 0 bytes.');
    const text = new TextDecoder().decode(bytes);
    if (!text.startsWith('{')) throw new Fault('picture_type_unsupported', 'No picture starts like this.');
    const decoded: Picture = { width: 640, height: 480, data: new Uint8Array() };
    anglesOf.set(decoded, JSON.parse(text).angles);
    return { picture: decoded, format: 'jpeg', orientation: 1 };
  },
  async encode() {
    throw new Error('nothing is encoded');
  },
};

function circleEngine(id: string): FaceEngine {
  return {
    encoder: manifest.models.find((model): model is EncoderEntry => model.id === id)!,
    detect: async (seen) => (anglesOf.get(seen) ?? []).map((angle, index) => faceAt(angle, 100 - index)),
    embed: async (_seen, face) => Float32Array.from(embedding(face.landmarks[0])),
  };
}

function faceAt(angle: number, size: number): Face {
  const point = { x: 1, y: 2 };
  return {
    box: { x: 10.04, y: 20, width: size, height: size },
    points: { leftEye: point, rightEye: point, nose: point, leftMouth: point, rightMouth: point },
    score: 0.9,
    rotation: 0,
    quality: {
      score: 0.5,
      eyeDistance: 40,
      sharpness: 100,
      brightness: 128,
      yaw: 0,
      roll: 0,
      reasons: [{ code: 'too_small', value: 40, limit: 50 }],
    },
    landmarks: Float32Array.of(angle),
  };
}

function circle(id: string): EncoderEntry {
  return {
    kind: 'encoder',
    id,
    file: `${id}.onnx`,
    sha256: '0'.repeat(64),
    bytes: 1,
    opset: 17,
    inputs: [],
    outputs: [],
    preprocessing: 'none',
    macs: 0,
    parameters: 0,
    licence: 'MIT',
    source: 'a fake',
    dimensions: 4,
    crop: { size: 1, alignment: 'five-points', order: 'rgb', mean: [0, 0, 0], scale: 1, mirror: false },
    calibration: {
      source: 'a fake',
      impostorPairs: 30_000,
      genuinePairs: 1_000,
      curve: [
        { distance: 0.5, fmr: 1e-4 },
        { distance: 1, fmr: 1e-3 },
        { distance: 1.5, fmr: 1e-1 },
      ],
      platt: { slope: 10, intercept: -10 },
      verify: { threshold: 1, fmr: 1e-3 },
      recognize: { threshold: 0.6, basis: 'a fake' },
    },
    scores: [],
  };
}

const manifest: Manifest = { version: 1, models: [circle('circle-4'), circle('other-4')] };

async function noClip(): Promise<never> {
  throw new Error('There are no clips and no volumes here.');
}
