// Networks one can look into: what there is, and what each layer is and sees.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Networks } from '../core/insight/networks.ts';
import { failure, json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { LayerAnswer, layerAnswer, NetworkAnswer, networkAnswer } from '../http/network-answers.ts';
import { NetworkPath } from '../http/network-schema.ts';

export function networks({ networks: known }: { readonly networks: Networks }): App {
  const app = new OpenAPIHono<Env>();

  const list = createRoute({
    method: 'get',
    path: '/',
    summary: 'The networks there are',
    responses: { 200: json(NetworksAnswer, 'As the manifest has them.'), default: failure },
  });
  app.openapi(list, (c) => c.json({ networks: known.entries.map(networkAnswer) }, 200));

  const layers = createRoute({
    method: 'get',
    path: '/{network}/layers',
    summary: 'Its layers: operator, shape, parameters, cost, receptive field, dead units',
    request: { params: NetworkPath },
    responses: { 200: json(LayersAnswer, 'In the order in which they are computed.'), default: failure },
  });
  app.openapi(layers, async (c) => {
    const { network } = c.req.valid('param');
    const found = await known.layers(network);
    return c.json({ network: networkAnswer(known.entry(network)), layers: found.map(layerAnswer) }, 200);
  });

  return app;
}

const NetworksAnswer = z.object({ networks: z.array(NetworkAnswer) });

const LayersAnswer = z.object({ network: NetworkAnswer, layers: z.array(LayerAnswer) });
