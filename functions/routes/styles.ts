// Style transfers as jobs: made, moved step by step, watched, forked, ended.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { Fault } from '../core/fault.ts';
import type { Job } from '../core/jobs/job.ts';
import type { AskedJob, Change, Jobs } from '../core/jobs/jobs.ts';
import { KINDS, type KindName, kindOf, type OptionsOf, pictureOf } from '../core/jobs/kinds.ts';
import type { Level } from '../core/jobs/options.ts';
import { PICTURE_FORMATS } from '../core/jobs/picture-result.ts';
import type { JobKey } from '../core/jobs/store.ts';
import type { Deps, Images } from '../core/ports.ts';
import { levelsUpTo } from '../core/style/levels.ts';
import type { StyleOptions } from '../core/style/options.ts';
import { PRESETS, type StyleRequest } from '../core/style/presets.ts';
import { NextCursor } from '../http/answers.ts';
import { ClipForkRequest, clipInputs, clipRequest, holdsClip, NewClipRequest } from '../http/clip-schema.ts';
import { body, json, made, none } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails, GRAPH_CODES, PICTURE_CODES, SIGNAL_CODES } from '../http/failures.ts';
import { idempotent, onceOf } from '../http/idempotency.ts';
import { MaximiseForkRequest, maximiseForkRequest } from '../http/maximise-schema.ts';
import { PageQuery } from '../http/schema.ts';
import {
  holdsSound,
  NewSoundRequest,
  SoundForkRequest,
  soundInputs,
  soundRequest,
} from '../http/sound-schema.ts';
import {
  EstimateAnswer,
  estimateAnswer,
  LossAnswer,
  lossAnswer,
  StyleAnswer,
  styleAnswer,
} from '../http/style-answers.ts';
import {
  ForkRequest,
  ImageQuery,
  LossesQuery,
  NewStyleRequest,
  StepRequest,
  StylePath,
  styleInputs,
  styleRequest,
} from '../http/style-schema.ts';
import { parsed, readFields, readUpload } from '../http/upload.ts';
import {
  holdsVolume,
  NewVolumeRequest,
  VolumeForkRequest,
  volumeInputs,
  volumeRequest,
} from '../http/volume-schema.ts';

export type StyleTools = Pick<Deps, 'images' | 'randomId' | 'inTurn' | 'idempotency' | 'now'> & {
  readonly styles: Jobs;
  /** How often a stream of events looks for news, and how many times before the caller is to come again. */
  readonly styleEvents?: { readonly pollMs: number; readonly polls: number };
};

/** Ten minutes; half a second is less than an iteration of any size that is worth watching takes. */
const EVENTS = { pollMs: 500, polls: 1200 };

/** Entries read at once, and silent polls after which a comment keeps proxies from closing the stream. */
const EVENTS_A_READ = 100;
const SILENT_POLLS = 30;

const FILES = ['content', 'style*', 'mask*', 'initial'] as const;

export function styles(tools: StyleTools): App {
  const app = new OpenAPIHono<Env>();
  app.openAPIRegistry.register('NewSoundRequest', NewSoundRequest);
  app.openAPIRegistry.register('NewClipRequest', NewClipRequest);
  app.openAPIRegistry.register('NewVolumeRequest', NewVolumeRequest);
  const { styles: jobs, images } = tools;
  const inTurn = tools.inTurn ?? ((work) => work());
  const read: Omit<Images, 'encode' | 'encodeClip'> = {
    decode: (bytes) => inTurn(() => images.decode(bytes)),
    decodeClip: (bytes) => inTurn(() => images.decodeClip(bytes)),
    decodeVolume: (bytes) => inTurn(() => images.decodeVolume(bytes)),
  };
  const at = (c: { get(key: 'tenant'): string }, style: string): JobKey => ({
    tenant: c.get('tenant'),
    job: style,
  });

  const create = createRoute({
    method: 'post',
    path: '/',
    summary: 'A new style transfer; nothing is computed yet',
    description: TOLD_APART,
    middleware: idempotent(tools),
    request: { body: body(app, 'NewStyleRequest', NewStyleRequest, FILES) },
    responses: {
      201: made(StyleAnswer, 'The job.'),
      default: fails(
        ...PICTURE_CODES,
        ...SIGNAL_CODES,
        ...GRAPH_CODES,
        'runtime_failed',
        'layer_unknown',
        'picture_too_small',
        'style_too_large',
        'style_not_found',
        'store_failed',
      ),
    },
  });
  app.openapi(create, async (c) => {
    const { newId, again } = onceOf(c, tools);
    const key = at(c, newId());
    const job = again
      ? await jobs.get(key)
      : await jobs.create(key, await newJob(await readFields(c, { unfetched: 'end' }), read));
    c.header('Location', `/v1/styles/${job.id}`);
    return c.json(styleAnswer(job), 201);
  });

  const estimate = createRoute({
    method: 'post',
    path: '/estimate',
    summary: 'What a style transfer would take: time, memory, calls',
    description: TOLD_APART,
    request: { body: body(app, 'NewStyleRequest', NewStyleRequest, FILES) },
    responses: {
      200: json(EstimateAnswer, 'Before anything runs.'),
      default: fails(
        ...PICTURE_CODES,
        ...SIGNAL_CODES,
        ...GRAPH_CODES,
        'layer_unknown',
        'picture_too_small',
        'style_too_large',
      ),
    },
  });
  app.openapi(estimate, async (c) =>
    c.json(
      estimateAnswer(await jobs.estimate(await newJob(await readFields(c, { unfetched: 'end' }), read))),
      200,
    ),
  );

  const list = createRoute({
    method: 'get',
    path: '/',
    summary: 'Style transfers, ordered by id, in pages',
    request: { query: PageQuery },
    responses: { 200: json(StylePage, 'A page.'), default: fails('store_failed') },
  });
  app.openapi(list, async (c) => {
    const { items, cursor } = await jobs.list(c.get('tenant'), c.req.valid('query'));
    return c.json({ styles: items.map(styleAnswer), next_cursor: cursor }, 200);
  });

  const get = createRoute({
    method: 'get',
    path: '/{style}',
    summary: 'How far it is',
    request: { params: StylePath },
    responses: { 200: json(StyleAnswer, 'The job.'), default: fails('style_not_found', 'store_failed') },
  });
  app.openapi(get, async (c) => c.json(styleAnswer(await jobs.get(at(c, c.req.valid('param').style))), 200));

  const steps = createRoute({
    method: 'post',
    path: '/{style}/steps',
    summary: 'Compute some iterations; a repeated `from` changes nothing',
    request: { params: StylePath, body: body(app, 'StepRequest', StepRequest, 'json') },
    responses: {
      200: json(StepAnswer, 'The job, and what this call added.'),
      default: fails(
        'style_not_found',
        'style_ahead',
        'style_ended',
        'style_busy',
        'state_invalid',
        ...GRAPH_CODES,
        'runtime_failed',
        'store_failed',
      ),
    },
  });
  app.openapi(steps, async (c) => {
    const key = at(c, c.req.valid('param').style);
    const { from, iterations, budget_ms } = await readUpload(c, StepRequest);
    const stepped = await jobs.step(key, from, { iterations, budgetMs: budget_ms });
    const did = {
      iterations: stepped.iterations,
      evaluations: stepped.evaluations,
      ended_by: stepped.ending,
    };
    return c.json({ ...did, style: styleAnswer(stepped.job) }, 200);
  });

  const image = createRoute({
    method: 'get',
    path: '/{style}/image',
    summary: 'The picture so far; of a sound its spectrogram',
    request: { params: StylePath, query: ImageQuery },
    responses: {
      200: {
        description: 'As `format` says, else as Accept does, else PNG.',
        content: Object.fromEntries(
          PICTURE_FORMATS.map((format) => [
            `image/${format}`,
            { schema: { type: 'string', format: 'binary' } as const },
          ]),
        ),
      },
      default: fails('style_not_found', 'state_invalid', 'store_failed'),
    },
  });
  app.openapi(image, async (c) => {
    const supports = PICTURE_FORMATS.map((format) => `image/${format}`);
    const asked = accepts(c, { header: 'Accept', supports, default: supports[0] });
    const format = c.req.valid('query').format ?? PICTURE_FORMATS[supports.indexOf(asked)];
    const found = await jobs.result(at(c, c.req.valid('param').style));
    const bytes = await images.encode(pictureOf(found), format);
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': `image/${format}`,
      Vary: 'Accept',
    });
  });

  const result = createRoute({
    method: 'get',
    path: '/{style}/result',
    summary: 'What there is so far, as what it is: a picture, or a sound',
    request: { params: StylePath },
    responses: {
      200: {
        description: 'As Accept says, else the first of its kind.',
        content: Object.fromEntries(
          Object.values(KINDS).flatMap(({ media }) =>
            media.map(({ type }) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
          ),
        ),
      },
      default: fails('style_not_found', 'state_invalid', 'store_failed'),
    },
  });
  app.openapi(result, async (c) => {
    const { kind, value } = await jobs.result(at(c, c.req.valid('param').style));
    const { media } = kindOf(kind);
    const supports = media.map(({ type }) => type);
    const type = accepts(c, { header: 'Accept', supports, default: supports[0] });
    const bytes = await media[supports.indexOf(type)].encode(value, images);
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': type, Vary: 'Accept' });
  });

  const losses = createRoute({
    method: 'get',
    path: '/{style}/losses',
    summary: 'Every iteration, every layer, raw and weighted',
    request: { params: StylePath, query: LossesQuery },
    responses: {
      200: json(LossesAnswer, 'Entries of the ledger, in order.'),
      default: fails('style_not_found', 'store_failed'),
    },
  });
  app.openapi(losses, async (c) => {
    const page = c.req.valid('query');
    const { job, entries } = await jobs.losses(at(c, c.req.valid('param').style), page);
    const next = page.from + entries.length;
    const found = entries.map((entry, i) => lossAnswer(job, entry, page.from + i));
    return c.json({ losses: found, next_from: next < job.progress.entries ? next : null }, 200);
  });

  const events = createRoute({
    method: 'get',
    path: '/{style}/events',
    summary: 'The ledger as server-sent events, from the beginning or from Last-Event-ID on',
    request: { params: StylePath },
    responses: {
      200: {
        description:
          '`iteration` for each entry, its id the index; `end` with the job when there will be no more.',
        content: { 'text/event-stream': { schema: { type: 'string' } as const } },
      },
      default: fails('style_not_found', 'store_failed'),
    },
  });
  app.openapi(events, async (c) => {
    const key = at(c, c.req.valid('param').style);
    await jobs.get(key); // a 404 before the stream begins
    const last = Number(c.req.header('Last-Event-ID') ?? -1);
    const from = Number.isInteger(last) && last >= -1 ? last + 1 : 0;
    return streamSSE(c, (stream) => follow(jobs, key, from, stream, tools.styleEvents ?? EVENTS));
  });

  const cancel = createRoute({
    method: 'post',
    path: '/{style}/cancel',
    summary: 'Take no more steps and keep what there is',
    request: { params: StylePath },
    responses: { 200: json(StyleAnswer, 'The job.'), default: fails('style_not_found', 'store_failed') },
  });
  app.openapi(cancel, async (c) =>
    c.json(styleAnswer(await jobs.cancel(at(c, c.req.valid('param').style))), 200),
  );

  const fork = createRoute({
    method: 'post',
    path: '/{style}/fork',
    summary: 'A new job that goes on from the present picture with other options',
    middleware: idempotent(tools),
    request: { params: StylePath, body: body(app, 'ForkRequest', ForkRequest, 'json', { optional: true }) },
    responses: {
      201: made(StyleAnswer, 'The new job.'),
      default: fails(
        'style_not_found',
        'state_invalid',
        'layer_unknown',
        'picture_too_small',
        'style_too_large',
        'style_busy',
        'unit_dead',
        ...GRAPH_CODES,
        'runtime_failed',
        'store_failed',
      ),
    },
  });
  app.openapi(fork, async (c) => {
    const key = at(c, c.req.valid('param').style);
    const { newId, again } = onceOf(c, tools);
    const id = newId();
    const job = again ? await jobs.get(at(c, id)) : await forked(c, key, id);
    c.header('Location', `/v1/styles/${job.id}`);
    return c.json(styleAnswer(job), 201);
  });

  async function forked(c: Context<Env>, key: JobKey, id: string): Promise<Job> {
    const { kind, options } = await jobs.get(key);
    return jobs.fork(key, id, await FORKS[kind](c, options as never)); // they are of that kind
  }

  const remove = createRoute({
    method: 'delete',
    path: '/{style}',
    summary: 'Delete it with its pictures',
    request: { params: StylePath },
    responses: { 204: none('It is gone.'), default: fails('style_not_found', 'store_failed') },
  });
  app.openapi(remove, async (c) => {
    await jobs.delete(at(c, c.req.valid('param').style));
    return c.body(null, 204);
  });

  return app;
}

const TOLD_APART =
  'Of WAV files it makes a sound, and the body is a NewSoundRequest; of an animated GIF, PNG or WebP, or a zip of pictures, a clip, and the body is a NewClipRequest; of NIfTI files a volume, and the body is a NewVolumeRequest; what a file is, its first bytes say.';

/** What is asked for, by what the files are. */
async function newJob(
  fields: Readonly<Record<string, unknown>>,
  images: Omit<Images, 'encode' | 'encodeClip'>,
): Promise<AskedJob> {
  if (holdsSound(fields)) {
    const asked = parsed(fields, NewSoundRequest);
    return {
      kind: 'sound',
      request: soundRequest(asked.options),
      inputs: soundInputs(asked),
      auto: asked.auto,
    };
  }
  if (holdsVolume(fields)) {
    const asked = parsed(fields, NewVolumeRequest);
    const inputs = await volumeInputs(asked, images);
    return { kind: 'volume', request: volumeRequest(asked.options), inputs, auto: asked.auto };
  }
  if (holdsClip(fields)) {
    const asked = parsed(fields, NewClipRequest);
    const request = started(clipRequest(asked.options), asked.initial);
    return { kind: 'clip', request, inputs: await clipInputs(asked, images), auto: asked.auto };
  }
  const asked = parsed(fields, NewStyleRequest);
  const request = started(styleRequest(asked.options), asked.initial);
  const inputs = await styleInputs(asked, async (bytes) => (await images.decode(bytes)).picture);
  return { kind: 'style', request, inputs, auto: asked.auto };
}

/** With its levels. A picture to start from is what `initial` then means. */
function started<R extends StyleRequest>(
  { size, ...given }: R & { readonly size?: number },
  initial: unknown,
): Omit<R, 'size'> {
  const request = initial && !given.initial ? { ...given, initial: 'given' as const } : given;
  return sized(request, size, PRESETS[request.preset ?? 'likeness'].levels);
}

function sized<R extends StyleRequest>(request: R, size: number | undefined, levels: readonly Level[]): R {
  return size === undefined ? request : { ...request, levels: levelsUpTo(levels, size) };
}

function changed<R extends StyleRequest>(
  { size, ...request }: R & { readonly size?: number },
  from: StyleOptions,
) {
  const { levels } = request.preset ? PRESETS[request.preset] : from;
  return sized(request, size, levels);
}

/** What a fork is told, as the kind of the job that it begins with has it. */
const FORKS: {
  readonly [K in KindName]: (c: Context<Env>, from: OptionsOf<K>) => Promise<Change>;
} = {
  async style(c, from) {
    const { options, auto } = await readUpload(c, ForkRequest, { optional: true });
    return { request: changed(styleRequest(options), from), auto };
  },
  async volume(c, from) {
    const { options, auto } = await readUpload(c, VolumeForkRequest, { optional: true });
    return { request: volumeRequest(options, from.levels), auto };
  },
  async clip(c, from) {
    const { options, auto } = await readUpload(c, ClipForkRequest, { optional: true });
    return { request: changed(clipRequest(options), from), auto };
  },
  async maximise(c, from) {
    const { options, auto } = await readUpload(c, MaximiseForkRequest, { optional: true });
    return { request: maximiseForkRequest(options, from), auto };
  },
  async sound(c, from) {
    const { options, auto } = await readUpload(c, SoundForkRequest, { optional: true });
    return { request: soundRequest(options, from.levels), auto };
  },
};

/** Entries as they come, until the job has ended and all were sent; the caller may come again with the last id. */
async function follow(
  jobs: Jobs,
  key: JobKey,
  from: number,
  stream: SSEStreamingApi,
  { pollMs, polls }: { readonly pollMs: number; readonly polls: number },
): Promise<void> {
  let next = from;
  let silent = 0;
  for (let poll = 0; poll < polls && !stream.aborted; poll++) {
    const found = await jobs.losses(key, { from: next, limit: EVENTS_A_READ }).catch(gone);
    if (!found) return stream.writeSSE({ event: 'end', data: JSON.stringify(null) });
    for (const entry of found.entries) {
      const data = JSON.stringify(lossAnswer(found.job, entry, next));
      await stream.writeSSE({ event: 'iteration', id: String(next++), data });
    }
    if (hasEnded(found.job) && next >= found.job.progress.entries)
      return stream.writeSSE({ event: 'end', data: JSON.stringify(styleAnswer(found.job)) });
    if (found.entries.length > 0) silent = 0;
    else if (++silent % SILENT_POLLS === 0) await stream.write(': waiting\n\n');
    if (found.entries.length < EVENTS_A_READ) await stream.sleep(pollMs);
  }
}

/** A job that was deleted while it was watched has ended too. */
function gone(error: unknown): undefined {
  if (error instanceof Fault && error.code === 'style_not_found') return undefined;
  throw error;
}

function hasEnded({ status }: Job): boolean {
  return status !== 'running';
}

const StylePage = z.object({ styles: z.array(StyleAnswer), next_cursor: NextCursor });

const StepAnswer = z.object({
  iterations: z.number().openapi({ description: 'Completed by this call.' }),
  evaluations: z.number(),
  ended_by: z.enum(['iterations', 'budget', 'stopped', 'diverged', 'done', 'repeated', 'overtaken']).openapi({
    description: '`repeated` and `overtaken`: the job was past `from`, and nothing was changed.',
  }),
  style: StyleAnswer,
});

const LossesAnswer = z.object({
  losses: z.array(LossAnswer),
  next_from: z
    .number()
    .nullable()
    .openapi({ description: '`from` of the next page; null on the last so far.' }),
});
