// About the service itself: is it up, which models does it run.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { probabilityOf } from '../core/faces/judge.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import { isFull } from '../core/gate.ts';
import { errorFields } from '../core/log.ts';
import type { EncoderEntry, ModelEntry } from '../core/manifest.ts';
import type { Deps } from '../core/ports.ts';
import { createReadiness } from '../core/readiness.ts';
import { AtRestAnswer, round } from '../http/answers.ts';
import { json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails } from '../http/failures.ts';

/** How long an answer about readiness holds: a crowd that asks costs one look at the store a second. */
const READY_MS = 1_000;

type AboutTools = Pick<
  Deps,
  'runtime' | 'models' | 'encoder' | 'galleries' | 'atRest' | 'gates' | 'stopping' | 'watch' | 'now'
> &
  Pick<FaceTools, 'engines'>;

/** Those need no key: whoever starts and watches the service has none. */
export function isHealth(path: string): boolean {
  return path === '/v1/health' || path === '/v1/health/ready';
}

export function about(tools: AboutTools): App {
  const { runtime, models, encoder, atRest, watch, now } = tools;
  const app = new OpenAPIHono<Env>();

  const health = createRoute({
    method: 'get',
    path: '/health',
    summary: 'Is it up; needs no key',
    security: [],
    responses: { 200: json(HealthAnswer, 'It is.'), default: fails() },
  });
  app.openapi(health, (c) => c.json({ status: 'ok' as const }, 200));

  const readiness = createReadiness(checksOf(tools), {
    keepMs: READY_MS,
    now,
    report: (check, error) => watch?.log.error({ ready: false, check, ...errorFields(error) }),
  });
  const ready = createRoute({
    method: 'get',
    path: '/health/ready',
    summary: 'Can it take work now; needs no key',
    security: [],
    responses: {
      200: json(ReadyAnswer, 'It can.'),
      503: json(
        ReadyAnswer,
        'It runs, but something is failing, there is too much to do, or it is about to end.',
      ),
      default: fails(),
    },
  });
  app.openapi(ready, async (c) => {
    const checks = await readiness();
    const load = {
      queue: tools.gates && isFull(tools.gates.faces) ? ('failing' as const) : ('ok' as const),
      running: tools.stopping?.() ? ('failing' as const) : ('ok' as const),
    };
    const all = { ...checks, ...load };
    const fine = Object.values(all).every((state) => state === 'ok');
    if (fine) return c.json({ status: 'ready' as const, checks: all }, 200);
    c.header('Retry-After', '1');
    return c.json({ status: 'not_ready' as const, checks: all }, 503);
  });

  const list = createRoute({
    method: 'get',
    path: '/models',
    summary: 'The models: what each is, where it comes from, what its distances mean',
    responses: { 200: json(ModelsAnswer, 'As the manifest has them.'), default: fails() },
  });
  const answer = {
    engine: runtime.engine,
    encoder,
    templates_at_rest: atRest,
    not_provided: NOT_PROVIDED.map((each) => ({ ...each })),
    undisclosed: undisclosedOf(models.manifest.models.map(({ id }) => id)),
    models: models.manifest.models.map(modelAnswer),
  };
  app.openapi(list, (c) => c.json(answer, 200));

  return app;
}

/** What only asking tells; what is known anyway is told at once and not kept. */
function checksOf({ galleries, engines, encoder }: AboutTools) {
  return {
    store: () => galleries.getGallery({ tenant: '-', gallery: '-' }), // nobody's
    models: async () => engines.get(encoder).open?.(),
  };
}

const HealthAnswer = z.object({ status: z.enum(['ok']) });

const State = z.enum(['ok', 'failing']);

const ReadyAnswer = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.object({ store: State, models: State, queue: State, running: State }),
});

const ModelAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(['detector', 'landmarks', 'encoder', 'head', 'extractor']),
    sha256: z.string(),
    bytes: z.number(),
    opset: z.number(),
    preprocessing: z.string(),
    macs: z.number(),
    parameters: z.number(),
    licence: z.string(),
    source: z.string(),
    dimensions: z.number().optional(),
    layers: z
      .array(z.object({ name: z.string(), channels: z.number() }))
      .optional()
      .openapi({ description: 'Of an extractor: what content and style layers may be.' }),
    encoder: z
      .string()
      .optional()
      .openapi({ description: 'Of a head: the encoder whose embeddings it judges.' }),
    features: z
      .enum(['distance', 'abs-difference', 'chi-square'])
      .optional()
      .openapi({ description: 'Of a head: what it looks at.' }),
    calibration: z
      .object({
        source: z.string(),
        impostor_pairs: z.number(),
        genuine_pairs: z.number(),
        verify: z.object({ threshold: z.number(), fmr: z.number() }).openapi({
          description: 'Of an encoder a distance, of a head a probability.',
        }),
        recognize: z.object({ threshold: z.number(), basis: z.string() }).optional(),
      })
      .optional(),
    scores: z
      .array(
        z.object({
          set: z.string(),
          command: z.string(),
          values: z.record(z.string(), z.number().nullable()),
        }),
      )
      .optional(),
  })
  .openapi('Model');

/** What a caller might take for granted, and does not get. */
const NOT_PROVIDED = [
  {
    what: 'liveness',
    why: 'Nothing here tells a face from a picture, a screen or a mask of it: whoever must know that checks it before.',
  },
  { what: 'attributes', why: 'Age, gender, emotion, ethnicity and the like are not told by any model here.' },
  {
    what: 'accuracy by group',
    why: 'Error rates were measured on pictures whose people are not labelled by sex, age or skin; calibrate measures your own.',
  },
] as const;

/** Of models that came with a package, as NOTICE has it at length; what was trained here says itself on what. */
const UNDISCLOSED: readonly { readonly models: readonly string[]; readonly what: string }[] = [
  {
    models: ['landmarks-68', 'mobilefacenet-128', 'mobilefacenet-256'],
    what: 'What they were trained on, whether those people agreed, and whether they are in public test sets too.',
  },
  {
    models: ['detector-320x240', 'detector-960x720'],
    what: 'The terms of the pictures of WIDER FACE, which the upstream names as its training data, were not examined.',
  },
  {
    models: ['dlib-resnet-128'],
    what: 'Whether those in its training pictures, FaceScrub, VGG Face and others from the internet as the upstream states, agreed.',
  },
  { models: ['inception-v3-mixed2'], what: 'Whether it was trained on ImageNet alone.' },
];

function undisclosedOf(present: readonly string[]) {
  return UNDISCLOSED.flatMap(({ models, what }) => {
    const here = models.filter((id) => present.includes(id));
    return here.length === 0 ? [] : [{ models: here, what }];
  });
}

const ModelsAnswer = z.object({
  engine: z.string().openapi({
    description: 'Runtime, version, platform, instruction set, threads: equal strings give equal bytes.',
  }),
  encoder: z.string().openapi({ description: 'The encoder of new galleries.' }),
  templates_at_rest: AtRestAnswer.openapi({
    description:
      'How templates are kept: encrypted since a master key is set, in the clear, or in memory alone. A gallery that chose pgvector says `clear` itself.',
  }),
  not_provided: z.array(z.object({ what: z.string(), why: z.string() })).openapi({
    description: 'What might be taken for granted and is not there.',
  }),
  undisclosed: z.array(z.object({ models: z.array(z.string()), what: z.string() })).openapi({
    description: 'What is not known of the models that came with a package.',
  }),
  models: z.array(ModelAnswer),
});

function modelAnswer(entry: ModelEntry): z.input<typeof ModelAnswer> {
  const { id, kind, sha256, bytes, opset, preprocessing, macs, parameters, licence, source } = entry;
  const common = { id, kind, sha256, bytes, opset, preprocessing, macs, parameters, licence, source };
  if (entry.kind === 'extractor') return { ...common, layers: entry.layers.map((layer) => ({ ...layer })) };
  if (entry.kind !== 'encoder' && entry.kind !== 'head') return common;
  const { source: measuredOn, impostorPairs, genuinePairs } = entry.calibration;
  const sample = { source: measuredOn, impostor_pairs: impostorPairs, genuine_pairs: genuinePairs };
  if (entry.kind === 'head') {
    const { logit, fmr } = entry.calibration.verify;
    const verify = { threshold: round(probabilityOf(logit), 6), fmr };
    return {
      ...common,
      encoder: entry.encoder,
      features: entry.features,
      calibration: { ...sample, verify },
      scores: scoresOf(entry),
    };
  }
  const { verify, recognize } = entry.calibration;
  return {
    ...common,
    dimensions: entry.dimensions,
    calibration: { ...sample, verify, recognize },
    scores: scoresOf(entry),
  };
}

function scoresOf({ scores }: Pick<EncoderEntry, 'scores'>) {
  return scores.map(({ set, command, values }) => ({ set, command, values: { ...values } }));
}
