// Spans of requests by OTLP over HTTP as JSON, for whoever sets OTEL_EXPORTER_OTLP_ENDPOINT: a span a request, within it one a stage.
import type { Log } from '../core/log.ts';
import type { RequestCourse, RequestRecord } from '../core/watch.ts';

/** As OTEL_TRACES_SAMPLER has them; those of `parentbased` do as the caller did, when it sent a traceparent. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type TracingSettings = {
  /** Spans go to `/v1/traces` beneath it. */
  readonly endpoint: string;
  readonly service: string;
  readonly sampler: (typeof SAMPLERS)[number];
  /** Share of traces that a ratio keeps, 0..1. */
  readonly ratio: number;
};

export type Tracing = {
  /** The trace that the request is kept in; undefined when it is kept in none. Never waits and never fails. */
  trace(record: RequestRecord, course: RequestCourse): string | undefined;
  /** Sends what waits, for as long as `CLOSE_MS`. */
  close(): Promise<void>;
};

/** An export that takes longer is given up; spans that find 2,048 waiting are dropped meanwhile. */
const EXPORT_MS = 10_000;

const CLOSE_MS = 3_000;

/** Of failures one is logged in so long. */
const LOG_EVERY_MS = 60_000;

/**
 * The library is loaded here, so that who wants no spans does not pay for it. It reads OTEL_EXPORTER_OTLP_HEADERS and
 * OTEL_RESOURCE_ATTRIBUTES itself.
 */
export async function createNodeTracing(
  settings: TracingSettings,
  log: Pick<Log, 'error'>,
): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, diag, trace: traces } = api;
  let logged = Number.NEGATIVE_INFINITY;
  const lost = () => {
    if (performance.now() - logged < LOG_EVERY_MS) return;
    logged = performance.now();
    log.error({ lost: 'spans' }); // what the library says may hold the endpoint and its answer
  };
  const silent = () => {};
  const logger = { error: lost, warn: silent, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: api.DiagLogLevel.ERROR, suppressOverrideMessage: true });

  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_MS,
  });
  const provider = new sdk.TracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.detectResources({ detectors: [resources.envDetector] }))
      .merge(resources.resourceFromAttributes({ 'service.name': settings.service })),
    sampler: samplerOf(sdk, settings),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MS })],
  });
  const tracer = provider.getTracer('likeness');

  return {
    trace({ method, route, status, code }, { parent, begun, ended, stages }) {
      const flags = parent?.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
      const above = parent
        ? traces.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: flags, isRemote: true })
        : ROOT_CONTEXT;
      const span = tracer.startSpan(
        route === 'none' ? method : `${method} ${route}`,
        {
          kind: SpanKind.SERVER,
          startTime: epoch(begun),
          // url.path, which the conventions ask for, has ids of galleries and subjects
          attributes: {
            'http.request.method': method,
            ...(route !== 'none' && { 'http.route': route }),
            'http.response.status_code': status,
            ...(code !== undefined && { 'likeness.problem': code }),
            ...(status >= 500 && { 'error.type': code ?? String(status) }),
          },
        },
        above,
      );
      if (!span.isRecording()) return undefined;
      const within = traces.setSpan(ROOT_CONTEXT, span);
      for (const each of stages)
        tracer.startSpan(each.stage, { startTime: epoch(each.begun) }, within).end(epoch(each.ended));
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(epoch(ended));
      return span.spanContext().traceId;
    },
    async close() {
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([provider.shutdown().catch(lost), patience]);
      clearTimeout(late);
      diag.disable();
    },
  };
}

/** Milliseconds since the epoch of a moment of performance.now(). */
function epoch(moment: number): number {
  return performance.timeOrigin + moment;
}

function samplerOf(sdk: typeof import('@opentelemetry/sdk-trace'), { sampler, ratio }: TracingSettings) {
  const root = sampler.endsWith('always_on')
    ? new sdk.AlwaysOnSampler()
    : sampler.endsWith('always_off')
      ? new sdk.AlwaysOffSampler()
      : new sdk.TraceIdRatioBasedSampler(ratio);
  return sampler.startsWith('parentbased_') ? new sdk.ParentBasedSampler({ root }) : root;
}
