// The environment variables of the Node service: each with its default, its meaning and its check.
import { isIPv6 } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Quota } from '../core/keys/key.ts';
import { parseQuota } from '../core/keys/limiter.ts';
import { LOG_LEVELS, type LogLevel } from '../core/log.ts';
import { originList } from '../core/origins.ts';
import { type MasterKeys, parseMasterKeys } from '../core/vault/master-keys.ts';
import { type PictureHosts, parsePictureHosts } from './picture-hosts.ts';
import { SAMPLERS } from './tracing-node.ts';

export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly apiKey: string | undefined;
  readonly rateLimit: Quota | undefined;
  readonly corsOrigins: readonly string[] | undefined;
  readonly database: string;
  readonly masterKeys: MasterKeys | undefined;
  readonly encoder: string;
  readonly models: string;
  readonly maxPixels: number;
  readonly maxBodyBytes: number;
  readonly threads: number;
  readonly styles: number;
  readonly log: LogLevel;
  readonly queue: number;
  readonly queueBytes: number;
  readonly drainMs: number;
  readonly metricsHost: string;
  readonly metricsPort: number | undefined;
  readonly webhookPrivate: boolean;
  readonly pictureUrls: PictureHosts | undefined;
  /** Where spans go; nowhere when it is undefined. */
  readonly tracesEndpoint: string | undefined;
  readonly tracesService: string;
  readonly tracesSampler: (typeof SAMPLERS)[number];
  readonly tracesRatio: number;
};

type Variable<T> = {
  readonly name: string;
  /** As it would be written in the environment; undefined when it is unset. */
  readonly fallback: string | undefined;
  readonly about: string;
  /** @throws Error saying what is wanted. */
  readonly read: (text: string) => T;
};

const variables: { readonly [K in keyof Settings]: Variable<Settings[K]> } = {
  host: {
    name: 'HOST',
    fallback: '127.0.0.1',
    about: 'Address to listen on; beyond loopback a key is needed',
    read: some,
  },
  port: {
    name: 'PORT',
    fallback: '8787',
    about: 'Port to listen on; 0 takes a free one',
    read: whole(0, 65_535),
  },
  apiKey: {
    name: 'LIKENESS_API_KEY',
    fallback: undefined,
    about: 'A bearer key that may do everything; npm run keys makes others',
    read: bearerKey,
  },
  rateLimit: {
    name: 'LIKENESS_RATE_LIMIT',
    fallback: undefined,
    about: 'Requests that a key may make in so many seconds, as 100/60; a key may have its own',
    read: parseQuota,
  },
  corsOrigins: {
    name: 'LIKENESS_CORS_ORIGINS',
    fallback: undefined,
    about: 'Origins of web pages that may call the service, by comma: https://app.example',
    read: originList,
  },
  database: {
    name: 'LIKENESS_DATABASE',
    fallback: 'data/likeness.db',
    about:
      'File of galleries, styles and keys, made when absent; postgres://user:password@host/database shares them between ' +
      'processes; memory keeps them until the end only',
    read: some,
  },
  masterKeys: {
    name: 'LIKENESS_MASTER_KEY',
    fallback: undefined,
    about:
      "Encrypts templates and webhooks' secrets: id:base64 of 32 bytes; of several, by comma, the first wraps",
    read: parseMasterKeys,
  },
  encoder: {
    name: 'LIKENESS_ENCODER',
    fallback: 'mobilefacenet-128',
    about: 'Encoder of new galleries',
    read: some,
  },
  models: {
    name: 'LIKENESS_MODELS',
    fallback: fileURLToPath(new URL('../../models', import.meta.url)),
    about: 'Folder of manifest.json and the models',
    read: some,
  },
  maxPixels: {
    name: 'LIKENESS_MAX_PIXELS',
    fallback: '40000000',
    about: 'Largest picture, width x height',
    read: whole(1, 1e9),
  },
  maxBodyBytes: {
    name: 'LIKENESS_MAX_BODY',
    fallback: String(20 * 2 ** 20),
    about: 'Largest request body, bytes',
    read: whole(1, 2 ** 31 - 1),
  },
  threads: {
    name: 'LIKENESS_THREADS',
    fallback: '1',
    about: 'Threads of one inference',
    read: whole(1, 256),
  },
  styles: {
    name: 'LIKENESS_STYLES',
    fallback: '1',
    about: 'Style transfers computed at once; the others wait',
    read: whole(1, 64),
  },
  log: {
    name: 'LIKENESS_LOG',
    fallback: 'error',
    about: 'What is logged, as JSON on stderr: off, error, or info for a line a request too',
    read: oneOf(LOG_LEVELS),
  },
  queue: {
    name: 'LIKENESS_QUEUE',
    fallback: '32',
    about: 'Calls that bring work under way at once; more are answered 503 unread',
    read: whole(1, 100_000),
  },
  queueBytes: {
    name: 'LIKENESS_QUEUE_BYTES',
    fallback: String(64 * 2 ** 20),
    about: 'Bytes of their bodies in all',
    read: whole(1, 2 ** 40),
  },
  drainMs: {
    name: 'LIKENESS_DRAIN_MS',
    fallback: '0',
    about: 'How long it says that it is not ready, and still answers, before it ends',
    read: whole(0, 600_000),
  },
  metricsHost: {
    name: 'LIKENESS_METRICS_HOST',
    fallback: '127.0.0.1',
    about: 'Address of the metrics, which want no key',
    read: some,
  },
  tracesEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    fallback: undefined,
    about:
      'OpenTelemetry collector that gets a span a request, http://127.0.0.1:4318; OTEL_EXPORTER_OTLP_HEADERS go with it; ' +
      'without it nothing is traced',
    read: httpUrl,
  },
  tracesService: {
    name: 'OTEL_SERVICE_NAME',
    fallback: 'likeness',
    about: 'Name of the service in its spans',
    read: some,
  },
  tracesSampler: {
    name: 'OTEL_TRACES_SAMPLER',
    fallback: 'parentbased_always_on',
    about: `Which requests are traced: ${SAMPLERS.join(', ')}`,
    read: oneOf(SAMPLERS),
  },
  tracesRatio: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    fallback: '1',
    about: 'Share of traces that a sampler by ratio keeps, 0 to 1',
    read: share,
  },
  metricsPort: {
    name: 'LIKENESS_METRICS_PORT',
    fallback: undefined,
    about: 'Port at which GET /metrics is answered; without it nothing is counted',
    read: whole(1, 65_535),
  },
  webhookPrivate: {
    name: 'LIKENESS_WEBHOOK_PRIVATE',
    fallback: 'false',
    about: 'true: webhooks may be http and in private networks, for development',
    read: (text) => oneOf(['true', 'false'])(text) === 'true',
  },
  pictureUrls: {
    name: 'LIKENESS_PICTURE_URLS',
    fallback: 'off',
    about:
      'Where pictures may be fetched from that a request names by URL: off; public, by https; or hosts by comma, as ' +
      'images.example, *.images.example, or http://images:9000 in a private network',
    read: parsePictureHosts,
  },
};

/**
 * An empty variable counts as unset.
 * @throws SettingsError with a line for everything that is wrong.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const wrong: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [key, { name, fallback, read }] of Object.entries(variables) as [
    keyof Settings,
    Variable<unknown>,
  ][]) {
    const text = environment[name] || fallback;
    try {
      settings[key] = text === undefined ? undefined : read(text);
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (wrong.length > 0) throw new SettingsError(wrong.join('\n'));
  return settings as Settings;
}

/**
 * `keys`: those of the store, where there is no key in the environment.
 * @throws SettingsError when other machines could call a service that asks for no key
 */
export async function refuseOpenHost(
  { host, apiKey }: Pick<Settings, 'host' | 'apiKey'>,
  keys: { any(): Promise<boolean> },
): Promise<void> {
  if (isLoopback(host) || apiKey !== undefined || (await keys.any())) return;
  throw new SettingsError(
    `HOST=${host} can be reached from other machines, and everybody there could read and change the galleries: ` +
      'set LIKENESS_API_KEY or make a key with npm run keys to listen there, or leave HOST at 127.0.0.1.',
  );
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The table for --help. */
export function describeSettings(): string {
  const rows = Object.values(variables).map(({ name, fallback, about }) => [
    name,
    `${about} (${fallback ?? 'none'})`,
  ]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}

/** 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291) and the name for them. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || (isIPv6(host) && /^(0*:)*:?0*1$/.test(host))
  );
}

function some(text: string): string {
  return text;
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new Error(`"${text}" is not a whole number from ${least} to ${most}`);
  };
}

function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new Error(`"${text}" is none of ${choices.join(', ')}`);
  };
}

function share(text: string): number {
  const value = Number(text);
  if (/^(0|1|0?\.\d+|1\.0+)$/.test(text)) return value;
  throw new Error(`"${text}" is not a number from 0 to 1`);
}

/** What a URL holds is not repeated: it may have a password. */
function httpUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new Error('an http or https URL is wanted');
}

/** What can be sent as a bearer token (RFC 6750, 2.1); the key itself is never repeated. */
function bearerKey(text: string): string {
  if (/^[\w\-.~+/]+=*$/.test(text)) return text;
  throw new Error('only letters, digits and - . _ ~ + / can be sent as a bearer token, with = at the end');
}
