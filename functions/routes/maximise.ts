// What a unit, a channel or a layer wants to see: made as a job, which is then moved and watched as every job.
import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AskedJob } from '../core/jobs/jobs.ts';
import { body, json, made } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails, GRAPH_CODES, PICTURE_CODES } from '../http/failures.ts';
import { idempotent, onceOf } from '../http/idempotency.ts';
import { maximiseRequest, NewMaximiseRequest } from '../http/maximise-schema.ts';
import { LayerPath } from '../http/network-schema.ts';
import { EstimateAnswer, estimateAnswer, StyleAnswer, styleAnswer } from '../http/style-answers.ts';
import { readUpload } from '../http/upload.ts';
import type { StyleTools } from './styles.ts';

export function maximise(tools: Omit<StyleTools, 'styleEvents'>): App {
  const app = new OpenAPIHono<Env>();
  const { styles: jobs, images } = tools;
  const inTurn = tools.inTurn ?? ((work) => work());

  /** With a picture it starts from that. */
  async function asked(c: Context<Env>, goal: z.output<typeof LayerPath>): Promise<AskedJob> {
    const { image, options, auto } = await readUpload(c, NewMaximiseRequest, {
      optional: true,
      unfetched: 'end',
    });
    const initial = image && (await inTurn(async () => (await images.decode(image)).picture));
    const request = maximiseRequest(options, goal, initial ? 'given' : 'grey');
    return { kind: 'maximise', request, inputs: { initial }, auto };
  }

  const create = createRoute({
    method: 'post',
    path: '/{network}/layers/{layer}/maximise',
    summary:
      'A new picture that a unit, a channel or a layer responds to most; a job, as a style transfer is',
    middleware: idempotent(tools),
    request: {
      params: LayerPath,
      body: body(app, 'NewMaximiseRequest', NewMaximiseRequest, 'picture', { optional: true }),
    },
    responses: {
      201: made(StyleAnswer, 'The job; it is moved at /v1/styles/{id}/steps, its picture is at .../image.'),
      default: fails(
        ...PICTURE_CODES,
        ...GRAPH_CODES,
        'runtime_failed',
        'network_not_found',
        'layer_not_found',
        'picture_too_small',
        'style_too_large',
        'style_busy',
        'style_not_found',
        'unit_dead',
        'store_failed',
      ),
    },
  });
  app.openapi(create, async (c) => {
    const { newId, again } = onceOf(c, tools);
    const key = { tenant: c.get('tenant'), job: newId() };
    const job = again ? await jobs.get(key) : await jobs.create(key, await asked(c, c.req.valid('param')));
    c.header('Location', `/v1/styles/${job.id}`);
    return c.json(styleAnswer(job), 201);
  });

  const estimate = createRoute({
    method: 'post',
    path: '/{network}/layers/{layer}/maximise/estimate',
    summary: 'What such a picture would take: time, memory, calls',
    request: {
      params: LayerPath,
      body: body(app, 'NewMaximiseRequest', NewMaximiseRequest, 'picture', { optional: true }),
    },
    responses: {
      200: json(EstimateAnswer, 'Before anything runs.'),
      default: fails(
        ...PICTURE_CODES,
        ...GRAPH_CODES,
        'network_not_found',
        'layer_not_found',
        'picture_too_small',
        'style_too_large',
        'unit_dead',
      ),
    },
  });
  app.openapi(estimate, async (c) =>
    c.json(estimateAnswer(await jobs.estimate(await asked(c, c.req.valid('param')))), 200),
  );

  return app;
}
