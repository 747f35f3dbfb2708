// The service in a Node process: settings -> Deps -> app, for whatever hands it requests.
import { createApp } from './app.ts';
import { encoderOf } from './core/faces/engine.ts';
import { tellExpired } from './core/faces/retention.ts';
import { createGate } from './core/gate.ts';
import { DEFAULT_LIMITS } from './core/insight/limits.ts';
import { createLog, errorFields } from './core/log.ts';
import type { Limits } from './core/ports.ts';
import { createTurns } from './core/turns.ts';
import { createVault } from './core/vault/envelope.ts';
import type { Watch } from './core/watch.ts';
import { sha256 } from './http/auth.ts';
import type { App } from './http/env.ts';
import { nodeCipher } from './platform/cipher-node.ts';
import { createNodeImages } from './platform/images-node.ts';
import { metered } from './platform/metered-node.ts';
import { counted, createNodeMetrics, type NodeMetrics, serveMetrics } from './platform/metrics-node.ts';
import { createNodeModels } from './platform/models-node.ts';
import { createNodeRuntime } from './platform/ort-node.ts';
import type { Reach } from './platform/outbound-url.ts';
import { readNodePage } from './platform/pages-node.ts';
import { createNodePictureUrls } from './platform/picture-urls-node.ts';
import { randomId } from './platform/random-id.ts';
import { isLoopback, refuseOpenHost, type Settings, SettingsError } from './platform/settings-node.ts';
import { openStores } from './platform/stores-node.ts';
import { createNodeStyles } from './platform/styles-node.ts';
import { startSweeping } from './platform/sweep-node.ts';
import { type KeptTotals, keepTotals } from './platform/totals-sql.ts';
import { createNodeTracing } from './platform/tracing-node.ts';
import { createNodeWebhooks } from './platform/webhooks-node.ts';

/**
 * Pictures that lie decoded at once. libuv has four threads, so that more would not be answered sooner; one of 40
 * million pixels takes 160 MB.
 */
const picturesAtOnce = 4;

export type NodeService = {
  readonly app: App;
  /** How templates and webhooks' secrets are kept, for people. */
  readonly atRest: string;
  /** Begins what goes on between requests: jobs that continue by themselves, deliveries, retention. */
  start(): void;
  /** From now on it says that it takes no more work. */
  stopping(): void;
  /** Ends what goes on, and closes the stores. */
  end(): Promise<void>;
};

/**
 * `sent`: as Watch has it, of whatever hands over requests.
 * @throws SettingsError, Fault: each says what is wrong in one sentence.
 */
export async function openNodeService(settings: Settings, sent?: Watch['sent']): Promise<NodeService> {
  const limits: Limits = {
    maxBodyBytes: settings.maxBodyBytes,
    maxPixels: settings.maxPixels,
    maxFacesPerPicture: 100,
    maxPicturesPerEnrolment: 20,
    maxFacesPerGallery: 200_000, // exact search stays quick up to here
    maxCalibrationComparisons: 200_000_000, // a second or two
  };
  const folder = await createNodeModels(settings.models);
  encoderOf(folder.manifest, settings.encoder);
  await Promise.all(folder.manifest.models.map(({ file }) => folder.read(file))); // a broken model is told now, not to a caller
  const vault = settings.masterKeys && createVault(nodeCipher, settings.masterKeys);
  const log = createLog(settings.log, (line) => process.stderr.write(`${line}\n`), Date.now);
  let tell = async () => {}; // until there is somebody to tell
  const stores = await openStores(settings.database, limits, vault, () => tell());
  const { galleries, keys, limiter, idempotency, audit, atRest } = stores;
  await refuseOpenHost(settings, keys).catch(async (error) => {
    await galleries.close();
    throw error;
  });
  const bounds = { requests: settings.queue, bytes: settings.queueBytes };
  const gates = { faces: createGate(bounds), jobs: createGate(bounds) };
  const totals = stores.totals && keepTotals(stores.totals, () => performance.now());
  const metrics =
    settings.metricsPort === undefined
      ? undefined
      : createNodeMetrics({ gates, styles: () => styles.load(), totals: totals?.known });
  const bare = createNodeRuntime({ threads: settings.threads });
  const { models, runtime } = metrics
    ? metered(folder, bare, metrics.ran)
    : { models: folder, runtime: bare };
  const pictures = createNodeImages({ maxPixels: settings.maxPixels });
  const hooks = createNodeWebhooks({
    store: stores.webhooks,
    tenantKey: stores.tenantKey,
    reach: reachOf(settings, await keys.any()),
    log,
  });
  const events = hooks.webhooks;
  tell = () =>
    tellExpired({ galleries, audit, events }).catch((error) =>
      log.error({ lost: 'retention', ...errorFields(error) }),
    );
  const styles = createNodeStyles({
    store: stores.jobs,
    runtime,
    models,
    log,
    events,
    atOnce: settings.styles,
  });
  const { tracesEndpoint: endpoint, tracesService, tracesSampler, tracesRatio } = settings;
  const sampling = { service: tracesService, sampler: tracesSampler, ratio: tracesRatio };
  const tracing =
    endpoint === undefined ? undefined : await createNodeTracing({ endpoint, ...sampling }, log);
  let stopping = false;
  const app = createApp({
    runtime,
    models,
    images: metrics ? counted(pictures, metrics.decoded) : pictures,
    pictureUrls: settings.pictureUrls && createNodePictureUrls(settings.pictureUrls),
    galleries,
    events,
    webhooks: hooks.webhooks,
    atRest: atRest.state,
    idempotency,
    audit,
    styles: styles.jobs,
    now: Date.now,
    pages: readNodePage,
    randomId,
    limits,
    inTurn: createTurns(picturesAtOnce),
    gates,
    stopping: () => stopping,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    insight: { limits: DEFAULT_LIMITS, inTurn: createTurns(1) },
    encoder: settings.encoder,
    apiKeySha256: settings.apiKey === undefined ? undefined : await sha256(settings.apiKey),
    keys,
    corsOrigins: settings.corsOrigins,
    rateLimit: { limiter, quota: settings.rateLimit ?? null },
    watch: {
      log,
      clock: () => performance.now(),
      observe(record) {
        log.info(record);
        metrics?.observe(record);
      },
      trace: tracing?.trace,
      sent,
    },
  });
  const scraped = metrics && (await listenForMetrics(() => metricsText(metrics, totals), settings));
  let stopSweeping: (() => Promise<void>) | undefined;
  const end = async () => {
    scraped?.close();
    scraped?.closeAllConnections();
    await stopSweeping?.();
    await styles.close();
    await hooks.close();
    await tracing?.close();
    await galleries.close();
  };
  return {
    app,
    atRest: atRest.line,
    start() {
      styles.start();
      hooks.start();
      stopSweeping = startSweeping(galleries, tell, log);
    },
    stopping() {
      stopping = true;
    },
    end,
  };
}

async function metricsText(metrics: NodeMetrics, totals: KeptTotals | undefined): Promise<string> {
  await totals?.refresh();
  return metrics.text();
}

/** @throws SettingsError when another has the address. */
async function listenForMetrics(text: () => Promise<string>, { metricsHost, metricsPort = 0 }: Settings) {
  try {
    return await serveMetrics(text, metricsHost, metricsPort);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError(`LIKENESS_METRICS_PORT=${metricsPort} cannot be listened on: ${reason}`, {
      cause,
    });
  }
}

/** As it is when the service begins: one without a key is this machine's own and may call it; any other calls the world alone. */
function reachOf({ webhookPrivate, host, apiKey }: Settings, anyKey: boolean): Reach {
  if (webhookPrivate) return 'any';
  return apiKey === undefined && !anyKey && isLoopback(host) ? 'loopback' : 'public';
}
