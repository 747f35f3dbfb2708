// The Cloudflare Worker: bindings -> Deps -> app. One app an isolate, so that its sessions and indexes are kept.
import manifest from '../models/manifest.json';
import { createApp } from './app.ts';
import { createGraphScorer } from './core/faces/scorer-graph.ts';
import { createGallerySearch } from './core/faces/search.ts';
import { networkBusy } from './core/insight/look.ts';
import { parseQuota } from './core/keys/limiter.ts';
import type { KeyStore } from './core/keys/store.ts';
import type { Manifest } from './core/manifest.ts';
import { originList } from './core/origins.ts';
import type { Limits } from './core/ports.ts';
import { createPlaces } from './core/turns.ts';
import { sha256 } from './http/auth.ts';
import { type AuditEnv, AuditObject, createObjectAuditStore } from './platform/audit-object-worker.ts';
import { type GalleryEnv, GalleryObject } from './platform/gallery-object-worker.ts';
import {
  createObjectIdempotencyStore,
  type IdempotencyEnv,
  IdempotencyObject,
} from './platform/idempotency-object-worker.ts';
import { createWorkerImages } from './platform/images-worker.ts';
import { createKvKeyStore } from './platform/keys-kv-worker.ts';
import { createBindingLimiter } from './platform/limiter-worker.ts';
import { createWorkerLog } from './platform/log-worker.ts';
import { createWorkerModels } from './platform/models-worker.ts';
import { createWorkerRuntime } from './platform/ort-worker.ts';
import { createWorkerPages } from './platform/pages-worker.ts';
import { createWorkerPictureUrls } from './platform/picture-urls-worker.ts';
import { randomId } from './platform/random-id.ts';
import { createKvGalleryStore } from './platform/store-kv-worker.ts';
import { createObjectStyleJobs, type StyleEnv, StyleJobObject } from './platform/style-object-worker.ts';
import { createObjectWebhooks, type WebhookEnv, WebhookObject } from './platform/webhook-tenant-worker.ts';

/** The bindings, variables and secrets of wrangler.toml. */
export type Env = GalleryEnv &
  StyleEnv &
  WebhookEnv &
  IdempotencyEnv &
  AuditEnv & {
    /** Encoder of new galleries. */
    readonly LIKENESS_ENCODER: string;
    /** A bearer key that may do everything. */
    readonly LIKENESS_API_KEY?: string;
    /** Absent where nobody counts; LIKENESS_RATE_LIMIT says in headers what wrangler.toml says of it. */
    readonly RATE_LIMIT?: RateLimit;
    readonly LIKENESS_RATE_LIMIT?: string;
    /** Origins of web pages that may call the Worker, by comma. */
    readonly LIKENESS_CORS_ORIGINS?: string;
    /** Hosts from which pictures may be fetched, by comma; off unless set. */
    readonly LIKENESS_PICTURE_URLS?: string;
    /** Further keys, as `npm run keys -- --worker` writes them. */
    readonly KEYS: KVNamespace;
    /** When there is no key at all: `local` serves callers on this machine, `true` everybody. */
    readonly LIKENESS_OPEN?: string;
  };

/** An isolate has 128 MB, of which the runtime and a decoded picture of 6 million pixels take the most. */
const LIMITS: Limits = {
  maxBodyBytes: 10 * 2 ** 20,
  maxPixels: 6_000_000,
  maxFacesPerPicture: 100,
  maxPicturesPerEnrolment: 20,
  maxFacesPerGallery: 50_000,
  maxCalibrationComparisons: 10_000_000,
};

/** The style network up to `mixed2` at 256 pixels takes 70 MB of wasm's heap: one call at a time, and none waits. */
const INSIGHT = {
  limits: { maxPictures: 8, maxSize: 256, maxUnits: 16, maxMaps: 256 },
  inTurn: createPlaces(1, networkBusy),
};

/** The class that wrangler.toml binds as GALLERY. */
/** The class that wrangler.toml binds as AUDIT. */
/** The class that wrangler.toml binds as IDEMPOTENCY. */
export { AuditObject, GalleryObject, IdempotencyObject };

/** The class that wrangler.toml binds as STYLE. */
export class StyleObject extends StyleJobObject {
  protected override readonly manifest = manifest as Manifest;
}

/** The class that wrangler.toml binds as WEBHOOK. */
export { WebhookObject };

/** A look is a call to the job's object, of which a request may make 1,000; after ten minutes the caller comes again. */
const STYLE_EVENTS = { pollMs: 2_000, polls: 300 };

/** 32 MiB: galleries of 65,536 faces of 128 dimensions, together. */
const SEARCH_FLOATS = 8 * 2 ** 20;

type App = ReturnType<typeof createApp>;
let app: Promise<App> | undefined;
let keys: KeyStore | undefined;

export default {
  async fetch(request, env, context) {
    keys ??= createKvKeyStore(env.KEYS, Date.now);
    if (!env.LIKENESS_API_KEY && !openTo(env) && !(await keys.any().catch(() => true))) return refuse();
    app ??= build(env, keys).catch((error) => {
      app = undefined; // another request tries again
      throw error;
    });
    const answer = app.then((built) => built.fetch(request, env, context));
    // A request that opens a session opens it for others too: it runs to its end even when its caller hangs up.
    context.waitUntil(answer.catch(() => undefined));
    return answer;
  },
} satisfies ExportedHandler<Env>;

/** Nothing here waits for anything outside: models are fetched and the runtime is booted by the first that needs them. */
async function build(env: Env, keys: KeyStore): Promise<App> {
  const runtime = createWorkerRuntime();
  const log = createWorkerLog(env);
  const galleries = createKvGalleryStore(env, LIMITS);
  const hooks = createObjectWebhooks(env);
  return createApp({
    runtime,
    models: createWorkerModels(env.ASSETS, manifest as Manifest),
    images: createWorkerImages({ maxPixels: LIMITS.maxPixels }),
    pictureUrls: createWorkerPictureUrls(env.LIKENESS_PICTURE_URLS || undefined),
    galleries,
    events: hooks,
    webhooks: hooks,
    atRest: env.LIKENESS_MASTER_KEY ? 'encrypted' : 'clear',
    idempotency: createObjectIdempotencyStore(env),
    audit: createObjectAuditStore(env),
    pages: createWorkerPages(env.ASSETS),
    styles: createObjectStyleJobs(env),
    styleEvents: STYLE_EVENTS,
    search: createGallerySearch({ galleries, scorer: createGraphScorer(runtime), maxFloats: SEARCH_FLOATS }),
    now: Date.now,
    randomId,
    limits: LIMITS,
    breathe: () => scheduler.wait(0),
    insight: INSIGHT,
    encoder: env.LIKENESS_ENCODER,
    apiKeySha256: env.LIKENESS_API_KEY ? await sha256(env.LIKENESS_API_KEY) : undefined,
    keys,
    corsOrigins: env.LIKENESS_CORS_ORIGINS ? originList(env.LIKENESS_CORS_ORIGINS) : undefined,
    rateLimit: rateLimitOf(env),
    openTo: openTo(env),
    watch: { log, observe: log.info },
  });
}

function rateLimitOf({ RATE_LIMIT, LIKENESS_RATE_LIMIT }: Env) {
  if (!RATE_LIMIT || !LIKENESS_RATE_LIMIT) return undefined;
  return { limiter: createBindingLimiter(RATE_LIMIT), quota: parseQuota(LIKENESS_RATE_LIMIT) };
}

function openTo({ LIKENESS_OPEN }: Env): 'loopback' | 'everybody' | undefined {
  return LIKENESS_OPEN === 'local' ? 'loopback' : LIKENESS_OPEN === 'true' ? 'everybody' : undefined;
}

/** A Worker is reachable by everybody from the moment it is deployed, so it is closed until it has a key. */
function refuse(): Response {
  const code = 'key_not_configured';
  const problem = {
    type: `urn:likeness:problem:${code}`,
    title: 'This service has no API key yet',
    status: 503,
    detail:
      'Its owner sets one with `wrangler secret put LIKENESS_API_KEY` or `npm run keys -- create --worker`, or LIKENESS_OPEN=true to serve everybody.',
    code,
  };
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  });
}
