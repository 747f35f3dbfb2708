// The service on Node: environment variables -> Deps -> app, and a server that ends without losing an answer.
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { createApp } from './app.ts';
import type { AuditStore } from './core/audit/store.ts';
import { encoderOf } from './core/faces/engine.ts';
import type { GalleryStore } from './core/faces/store.ts';
import { Fault } from './core/fault.ts';
import { createGate } from './core/gate.ts';
import type { IdempotencyStore } from './core/idempotency/store.ts';
import { DEFAULT_LIMITS } from './core/insight/limits.ts';
import type { JobStore } from './core/jobs/store.ts';
import type { KeyStore } from './core/keys/store.ts';
import { createLog } from './core/log.ts';
import type { AtRest, Limits } from './core/ports.ts';
import { createTurns } from './core/turns.ts';
import { createVault, type Vault } from './core/vault/envelope.ts';
import type { WebhookStore } from './core/webhooks/store.ts';
import { sha256 } from './http/auth.ts';
import { createMemoryAuditStore } from './platform/audit-memory.ts';
import { createSqlAuditStore } from './platform/audit-sql.ts';
import { nodeCipher } from './platform/cipher-node.ts';
import { createMemoryIdempotencyStore } from './platform/idempotency-memory.ts';
import { createSqlIdempotencyStore } from './platform/idempotency-sql.ts';
import { createNodeImages } from './platform/images-node.ts';
import { createMemoryJobStore } from './platform/jobs-memory.ts';
import { createSqlJobStore } from './platform/jobs-sql.ts';
import { createMemoryKeyStore } from './platform/keys-memory.ts';
import { createSqlKeyStore } from './platform/keys-sql.ts';
import { metered } from './platform/metered-node.ts';
import { counted, createNodeMetrics, serveMetrics } from './platform/metrics-node.ts';
import { createNodeModels } from './platform/models-node.ts';
import { createNodeRuntime } from './platform/ort-node.ts';
import type { Reach } from './platform/outbound-url.ts';
import { readNodePage } from './platform/pages-node.ts';
import { whenSent } from './platform/sent-node.ts';
import {
  describeSettings,
  isLoopback,
  readSettings,
  refuseOpenHost,
  type Settings,
  SettingsError,
} from './platform/settings-node.ts';
import { openDatabase, type SqlDatabase, shownDatabase } from './platform/sql-database.ts';
import { createMemoryGalleryStore } from './platform/store-memory.ts';
import { createSqlGalleryStore } from './platform/store-sql.ts';
import { createNodeStyles } from './platform/styles-node.ts';
import { startSweeping } from './platform/sweep-node.ts';
import { checkMasterKeys, vaultStatus } from './platform/vault-sql.ts';
import { createMemoryWebhookStore } from './platform/webhooks-memory.ts';
import { createNodeWebhooks } from './platform/webhooks-node.ts';
import { createSqlWebhookStore } from './platform/webhooks-sql.ts';

/**
 * Pictures that lie decoded at once. libuv has four threads, so that more would not be answered sooner; one of 40
 * million pixels takes 160 MB.
 */
const picturesAtOnce = 4;

/** How long a caller may take to send a request, milliseconds: one that is slow holds its place meanwhile. */
const requestMs = 60_000;

/** How long answers under way may take once the end is asked for, milliseconds. */
const graceMs = 10_000;

const help = `Likeness: whose face is this. Usage: npm start [-- --help]

Environment variables, with their defaults:
${describeSettings()}`;

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  console.log(help);
} else if (argument !== undefined) {
  console.error(`"${argument}" is not read: settings are environment variables.\n\n${help}`);
  process.exitCode = 1;
} else {
  start().catch((error: unknown) => {
    const expected = error instanceof SettingsError || error instanceof Fault;
    console.error(expected ? error.message : error);
    process.exitCode = 1;
  });
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
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
  const stores = await openStores(settings.database, limits, vault);
  const { galleries, keys, idempotency, audit, atRest } = stores;
  await refuseOpenHost(settings, keys).catch(async (error) => {
    await galleries.close();
    throw error;
  });
  const bounds = { requests: settings.queue, bytes: settings.queueBytes };
  const gates = { faces: createGate(bounds), jobs: createGate(bounds) };
  const metrics =
    settings.metricsPort === undefined
      ? undefined
      : createNodeMetrics({ gates, styles: () => styles.load() });
  const bare = createNodeRuntime({ threads: settings.threads });
  const { models, runtime } = metrics
    ? metered(folder, bare, metrics.ran)
    : { models: folder, runtime: bare };
  const pictures = createNodeImages({ maxPixels: settings.maxPixels });
  const log = createLog(settings.log, (line) => process.stderr.write(`${line}\n`), Date.now);
  const hooks = createNodeWebhooks({
    store: stores.webhooks,
    reach: reachOf(settings, await keys.any()),
    log,
  });
  const events = hooks.webhooks;
  const styles = createNodeStyles({
    store: stores.jobs,
    runtime,
    models,
    log,
    events,
    atOnce: settings.styles,
  });
  let stopping = false;
  const app = createApp({
    runtime,
    models,
    images: metrics ? counted(pictures, metrics.decoded) : pictures,
    galleries,
    events,
    webhooks: hooks.webhooks,
    atRest: atRest.state,
    idempotency,
    audit,
    styles: styles.jobs,
    now: Date.now,
    pages: readNodePage,
    randomId: () => crypto.randomUUID().replaceAll('-', ''),
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
    watch: {
      log,
      clock: () => performance.now(),
      observe(record) {
        log.info(record);
        metrics?.observe(record);
      },
      sent: whenSent,
    },
  });
  const scraped = metrics && (await listenForMetrics(metrics.text, settings));
  const stopSweeping = startSweeping(galleries);
  const end = async () => {
    scraped?.close();
    scraped?.closeAllConnections();
    await stopSweeping();
    await styles.close();
    await hooks.close();
    await galleries.close();
  };
  styles.start();
  hooks.start();
  const serverOptions = { requestTimeout: requestMs };
  const { host: hostname, port } = settings;
  const server = serve({ fetch: app.fetch, hostname, port, serverOptions }, (address) => {
    console.log(welcome(address, settings, atRest.line));
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(reasons[error.code ?? '']?.(settings) ?? error);
    process.exitCode = 1;
    void end();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopping = true;
      setTimeout(() => stop(server, end), settings.drainMs);
    });
}

type Stores = {
  readonly galleries: GalleryStore;
  readonly jobs: JobStore;
  readonly idempotency: IdempotencyStore;
  readonly keys: KeyStore;
  readonly audit: AuditStore;
  readonly webhooks: WebhookStore;
  /** How templates are kept, for programs and for people. */
  readonly atRest: { readonly state: AtRest; readonly line: string };
};

/** One database for all: galleries close it. */
async function openStores(database: string, limits: Limits, vault: Vault | undefined): Promise<Stores> {
  if (database === 'memory') {
    return {
      galleries: createMemoryGalleryStore(limits),
      jobs: createMemoryJobStore(),
      idempotency: createMemoryIdempotencyStore(),
      keys: createMemoryKeyStore(),
      audit: createMemoryAuditStore(),
      webhooks: createMemoryWebhookStore(),
      atRest: { state: 'memory', line: 'Templates are in memory alone and written nowhere.' },
    };
  }
  const { db, erase } = await openDatabase(database);
  await checkMasterKeys(db, vault);
  return {
    galleries: createSqlGalleryStore(db, { ...limits, vault, erase }),
    jobs: createSqlJobStore(db),
    idempotency: createSqlIdempotencyStore(db),
    keys: createSqlKeyStore(db),
    audit: createSqlAuditStore(db),
    webhooks: createSqlWebhookStore(db),
    atRest: { state: vault ? 'encrypted' : 'clear', line: await sealedLine(db, vault) },
  };
}

async function sealedLine(db: SqlDatabase['db'], vault: Vault | undefined): Promise<string> {
  if (!vault) return 'Templates lie in the clear in the database: LIKENESS_MASTER_KEY encrypts new ones.';
  const { clear } = await vaultStatus(db);
  const left =
    clear === 0 ? '' : ` Those of ${clear} subjects from before lie in the clear: npm run -s vault -- seal`;
  return `Templates are encrypted at rest under master key "${vault.master}".${left}`;
}

/** @throws SettingsError when another has the address. */
async function listenForMetrics(text: () => string, { metricsHost, metricsPort = 0 }: Settings) {
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

/** Takes no new request, finishes those under way, closes the stores. A second signal ends at once, as signals do. */
function stop(server: ServerType, close: () => Promise<void>): void {
  const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs);
  server.close(() => {
    clearTimeout(late);
    void close();
  });
  if ('closeIdleConnections' in server) server.closeIdleConnections();
}

const reasons: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ host, port }) =>
    `${host}:${port} is in use already. PORT=${port + 1} npm start takes another port.`,
  EACCES: ({ host, port }) => `${host}:${port} may not be listened on by this user. Ports from 1024 up may.`,
  EADDRNOTAVAIL: ({ host }) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST=${host} is not a name of this machine.`,
};

/** Where it serves, and three commands that work as printed in the project's folder. */
function welcome(
  { address, family, port }: AddressInfo,
  { apiKey, encoder, database }: Settings,
  atRest: string,
): string {
  const anyAddress = address === '0.0.0.0' || address === '::';
  const url = `http://${anyAddress ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const key = apiKey === undefined ? '' : ` -H "Authorization: Bearer $LIKENESS_API_KEY"`;
  const samples = 'node_modules/@vladmandic/face-api/demo';
  const [one, other] = existsSync(samples)
    ? [`${samples}/sample1.jpg`, `${samples}/sample3.jpg`]
    : ['ONE.jpg', 'OTHER.jpg'];
  return `Likeness serves ${url} with ${encoder}, galleries in ${shownDatabase(database)}.
${atRest}

Three commands to try, in another terminal, in this folder:

Do the largest faces of two pictures show the same person?
  curl -s${key} -F a=@${one} -F b=@${other} ${url}/v1/verify

Make a gallery, and enrol the largest face of a picture as "robin":
  curl -s${key} -X PUT ${url}/v1/galleries/friends --next -s${key} -F image=@${one} -F on_multiple=largest ${url}/v1/galleries/friends/subjects/robin/faces

Who of the gallery is in another picture? Every face is known or unknown:
  curl -s${key} -F image=@${other} ${url}/v1/galleries/friends/recognize

A page to try it all on: ${url}/\nWhat else there is: ${url}/docs/`;
}
