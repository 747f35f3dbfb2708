// Networks one can look into: what each layer is and sees, and what its units respond to.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { PictureFile } from '../core/insight/excite.ts';
import { createLook, type LookTools } from '../core/insight/look.ts';
import { CELLS, patchBlocks } from '../core/insight/patch-blocks.ts';
import { type Block, sheetOf } from '../core/insight/sheet.ts';
import { sha256 } from '../http/auth.ts';
import { body, json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails, GRAPH_CODES, PICTURE_CODES } from '../http/failures.ts';
import {
  ActivationsAnswer,
  LayerAnswer,
  layerAnswer,
  NetworkAnswer,
  networkAnswer,
  PatchesAnswer,
  patchesAnswer,
} from '../http/network-answers.ts';
import {
  ActivationsRequest,
  FiltersQuery,
  LayerPath,
  NetworkPath,
  PatchesRequest,
} from '../http/network-schema.ts';
import { readUpload } from '../http/upload.ts';

export function networks(tools: LookTools): App {
  const app = new OpenAPIHono<Env>();
  const { networks: known, images } = tools;
  const look = createLook(tools);
  /** A picture where the route's type has JSON too, of which it knows no other. */
  async function drawn(
    c: Context<Env>,
    blocks: readonly Block[],
    cell: number,
    format: Format,
  ): Promise<never> {
    const bytes = await images.encode(sheetOf(blocks, cell), format);
    const headers = { 'Content-Type': `image/${format}`, Vary: 'Accept' };
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, headers) as never;
  }

  const list = createRoute({
    method: 'get',
    path: '/',
    summary: 'The networks there are',
    responses: { 200: json(NetworksAnswer, 'As the manifest has them.'), default: fails() },
  });
  app.openapi(list, (c) => c.json({ networks: known.entries.map(networkAnswer) }, 200));

  const layers = createRoute({
    method: 'get',
    path: '/{network}/layers',
    summary: 'Its layers: operator, shape, parameters, cost, receptive field, dead units',
    request: { params: NetworkPath },
    responses: {
      200: json(LayersAnswer, 'In the order in which they are computed.'),
      default: fails('network_not_found', ...GRAPH_CODES),
    },
  });
  app.openapi(layers, async (c) => {
    const { network } = c.req.valid('param');
    const found = await known.layers(network);
    return c.json({ network: networkAnswer(known.entry(network)), layers: found.map(layerAnswer) }, 200);
  });

  const patches = createRoute({
    method: 'post',
    path: '/{network}/layers/{layer}/patches',
    summary: 'For each unit the nine patches of the pictures that excite it most',
    request: { params: LayerPath, body: body(app, 'PatchesRequest', PatchesRequest, ['image*', 'merge*']) },
    responses: {
      200: {
        description:
          'As `as` says, else as Accept does, else JSON. A picture has a block of nine for each unit.',
        content: { 'application/json': { schema: PatchesAnswer }, ...PICTURES },
      },
      default: fails(
        ...PICTURE_CODES,
        'no_face',
        ...GRAPH_CODES,
        'runtime_failed',
        'network_not_found',
        'layer_not_found',
        'picture_too_small',
        'network_busy',
      ),
    },
  });
  app.openapi(patches, async (c) => {
    const {
      image,
      images: list,
      as,
      merge,
      ...asked
    } = await readUpload(c, PatchesRequest, { several: 'images', unfetched: 'end' });
    const given = [...(image ? [image] : []), ...(list ?? [])];
    const pictures = await Promise.all(given.map(fileOf));
    const found = await look.patches({ ...c.req.valid('param'), ...asked, pictures, merge });
    const format = as ?? accepted(c, ['json', ...FORMATS]);
    if (format === 'json') return c.json(patchesAnswer(found), 200, { Vary: 'Accept' });
    return drawn(c, await patchBlocks(images, found), CELLS.patch, format);
  });

  const activations = createRoute({
    method: 'post',
    path: '/{network}/layers/{layer}/activations',
    summary: "A picture's map of each unit",
    request: { params: LayerPath, body: body(app, 'ActivationsRequest', ActivationsRequest, 'picture') },
    responses: {
      200: {
        description:
          'As `as` says, else as Accept does, else PNG: each map from black, its least or 0, to white, its most.',
        content: { ...PICTURES, 'application/json': { schema: ActivationsAnswer } },
      },
      default: fails(
        ...PICTURE_CODES,
        'no_face',
        ...GRAPH_CODES,
        'runtime_failed',
        'network_not_found',
        'layer_not_found',
        'picture_too_small',
        'network_busy',
      ),
    },
  });
  app.openapi(activations, async (c) => {
    const { image, as, ...asked } = await readUpload(c, ActivationsRequest, { unfetched: 'end' });
    const picture = await fileOf(image);
    const found = await look.activations({ ...c.req.valid('param'), ...asked, picture });
    const format = as ?? accepted(c, [...FORMATS, 'json']);
    if (format !== 'json') return drawn(c, found.blocks, CELLS.map, format);
    return c.json({ ...found.activations, units: [...found.activations.units] }, 200, { Vary: 'Accept' });
  });

  const filters = createRoute({
    method: 'get',
    path: '/{network}/layers/{layer}/filters',
    summary: "A first layer's filters as a picture",
    request: { params: LayerPath, query: FiltersQuery },
    responses: {
      200: { description: 'Mid-grey is a weight of 0; each filter by itself.', content: PICTURES },
      default: fails(...GRAPH_CODES, 'network_not_found', 'layer_not_found'),
    },
  });
  app.openapi(filters, async (c) => {
    const { units, as } = c.req.valid('query');
    const found = await look.filters({ ...c.req.valid('param'), units });
    return drawn(c, found, CELLS.filter, as ?? accepted(c, FORMATS));
  });

  return app;
}

const FORMATS = ['png', 'jpeg', 'webp'] as const;

type Format = (typeof FORMATS)[number];

const PICTURES = Object.fromEntries(
  FORMATS.map((format) => [`image/${format}`, { schema: { type: 'string', format: 'binary' } as const }]),
);

/** What Accept likes best of these; the first where it likes none. */
function accepted<F extends Format | 'json'>(c: Context<Env>, formats: readonly F[]): F {
  const supports = formats.map((format) => (format === 'json' ? 'application/json' : `image/${format}`));
  return formats[supports.indexOf(accepts(c, { header: 'Accept', supports, default: supports[0] }))];
}

async function fileOf(bytes: Uint8Array): Promise<PictureFile> {
  return { sha256: await sha256(bytes), bytes };
}

const NetworksAnswer = z.object({ networks: z.array(NetworkAnswer) });

const LayersAnswer = z.object({ network: NetworkAnswer, layers: z.array(LayerAnswer) });
