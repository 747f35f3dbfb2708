// The whole API on fakes that any call can be made on: faces on a circle, a network of spots, jobs in a valley; and ports
// that break on demand.
import { Fault, type FaultCode } from '../../functions/core/fault.ts';
import { DEFAULT_LIMITS } from '../../functions/core/insight/limits.ts';
import { createJobEngine } from '../../functions/core/jobs/engine.ts';
import type { EncoderEntry } from '../../functions/core/manifest.ts';
import type { Images, Models, Runtime } from '../../functions/core/ports.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { embedding, fakeApp } from '../fakes/faces.ts';
import { withSpots } from '../fakes/networks.ts';
import { fakePictureUrls } from '../fakes/picture-urls.ts';
import { fakeStyles, LIMITS } from '../fakes/styles.ts';
import { AT_URLS, FILES } from './files.ts';

/** What each port says it throws, beyond what a caller alone can bring about. */
export const PORTS = {
  galleries: ['store_failed', 'gallery_changed', 'encoder_mismatch', 'gallery_full'],
  styles: [
    'store_failed',
    'state_invalid',
    'style_busy',
    'model_missing',
    'model_invalid',
    'graph_invalid',
    'runtime_failed',
    'layer_unknown',
    'picture_too_small',
    'unit_dead',
  ],
  engines: ['model_missing', 'model_invalid', 'runtime_failed'],
  models: ['model_missing', 'model_invalid', 'graph_invalid'],
  runtime: ['runtime_failed'],
  places: ['network_busy'],
  webhooks: ['store_failed', 'webhook_url_refused', 'webhooks_full', 'webhook_disabled'],
  audit: ['store_failed'],
  idempotency: ['idempotency_running', 'idempotency_key_reused', 'store_failed'],
} as const satisfies Readonly<Record<string, readonly FaultCode[]>>;

export type Port = keyof typeof PORTS;

export type Break = { readonly port: Port; readonly code: FaultCode };

const nodeImages = createNodeImages({ maxPixels: 1e6 });
const nodeRuntime = createNodeRuntime();
const PEOPLE = 20;
const JOB_LIMITS = { ...LIMITS, maxFloats: 2 ** 14, maxMemoryBytes: 2 ** 32, maxStateBytes: 2 ** 26 };

export async function worldOf(change: Parameters<typeof fakeApp>[0] = {}) {
  let broken: Break | undefined;
  const refuse = (port: Port) => {
    if (broken?.port === port) throw new Fault(broken.code, 'broken on demand');
  };
  /** The same port, whose every call throws while it is broken. */
  const breakable = <T extends object>(port: Port, object: T): T =>
    new Proxy(object, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          refuse(port);
          return value.apply(target, given);
        };
      },
    });

  let ids = 0;
  const base = fakeApp().tools;
  const models = breakable('models', withSpots(withFaceSpots(base.models)));
  const runtime: Runtime = { engine: nodeRuntime.engine, open: breakable('runtime', nodeRuntime).open };
  const images: Images = {
    ...nodeImages,
    async decode(bytes) {
      if (bytes[0] !== CURLY) return nodeImages.decode(bytes);
      const decoded = await base.images.decode(bytes);
      Object.assign(decoded.picture, { data: GREY }); // the fake knows its faces by the object
      return decoded;
    },
  };
  const limits = { ...base.limits, maxFacesPerGallery: 100 };
  const { jobs } = fakeStyles({ engine: createJobEngine({ runtime, models }), limits: JOB_LIMITS });
  const { app, tools } = fakeApp({
    images,
    pictureUrls: fakePictureUrls(AT_URLS),
    models,
    runtime,
    galleries: breakable('galleries', createMemoryGalleryStore(limits)),
    styles: breakable('styles', jobs),
    audit: breakable('audit', base.audit),
    webhooks: breakable('webhooks', base.webhooks),
    idempotency: breakable('idempotency', base.idempotency),
    engines: { ...base.engines, get: (id) => breakable('engines', base.engines.get(id)) },
    insight: {
      limits: DEFAULT_LIMITS,
      inTurn: async (work) => {
        refuse('places');
        return work();
      },
    },
    randomId: () => (++ids).toString(16).padStart(32, '0'),
    styleEvents: { pollMs: 1, polls: 2 },
    limits,
    ...change,
  });

  const send = (method: string, path: string, body?: object) =>
    app.request(path, {
      method,
      body: body && JSON.stringify(body),
      headers: body && { 'Content-Type': 'application/json' },
    });
  const enrol = async (path: string, ...angles: number[]) => {
    const faces = angles.map((angle) => ({ embedding: embedding(angle), model: 'circle-4' }));
    return (await (await send('POST', `/v1/galleries/${path}/faces`, { faces })).json()).enrolled;
  };
  return {
    app,
    tools,
    send,
    /** Until it is called again. */
    breaks(next: Break | undefined) {
      broken = next;
    },
    /** Gallery `g` of twenty people, `s` the first of them; `kept` of `t`, and of `u` without a face; and `empty`. */
    async populate() {
      for (const gallery of ['g', 'kept', 'empty']) await send('PUT', `/v1/galleries/${gallery}`);
      for (let i = 0; i < PEOPLE; i++) {
        const angle = (i * 360) / PEOPLE;
        await enrol(`g/subjects/${i === 0 ? 's' : `s${i}`}`, angle, angle + 1);
      }
      await enrol('kept/subjects/t', 1);
      const [face] = await enrol('kept/subjects/u', 2);
      await send('DELETE', `/v1/galleries/kept/subjects/u/faces/${face.id}`);
    },
    /** The ids of a webhook, of a delivery to it, and of one that is disabled. */
    async webhooks() {
      const made = async () =>
        (await (await send('POST', '/v1/webhooks', { url: 'https://example.com' })).json()).id as string;
      const [webhook, disabled] = [await made(), await made()];
      const tried = await send('POST', `/v1/webhooks/${webhook}/test`);
      await send('PATCH', `/v1/webhooks/${disabled}`, { enabled: false });
      return { webhook, disabled, delivery: tried.headers.get('Location')?.split('/').at(-1) ?? '' };
    },
    /** The id of a new job that can be moved. */
    async style(options: object = {}): Promise<string> {
      const levels = [{ size: 32, iterations: 4 }];
      const body = { content: FILES.photo, style: FILES.photo, options: { levels, ...options } };
      return (await (await send('POST', '/v1/styles', body)).json()).id;
    },
  };
}

/** Pixels of a picture of the fakes, for networks that look at them. */
const GREY = new Uint8Array(4 * 640 * 480).fill(128);

/** What the pictures of the fakes begin with. */
const CURLY = 0x7b;

/** Encoders that have an input, and one more that one can look into: it is shown a face, by the network of spots. */
function withFaceSpots({ manifest, read }: Models): Models {
  const encoders = manifest.models
    .filter((each): each is EncoderEntry => each.kind === 'encoder')
    .map((each) => ({ ...each, inputs: INPUTS, crop: { ...each.crop, size: 32 } }));
  const spots = { ...encoders[0], id: 'face-spots', file: 'spots.onnx' };
  return { manifest: { ...manifest, models: [...encoders, spots] }, read };
}

const INPUTS = [{ name: 'input', type: 'float32', dims: [1, 3, 32, 32] }] as const;
