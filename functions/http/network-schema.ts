// What a request about a network may hold, in zod.
import { z } from '@hono/zod-openapi';

const Network = z.string().min(1).max(128).openapi({
  description: 'The id of a network, as /v1/networks lists them.',
  example: 'inception-v3-mixed2',
});

const LayerName = z
  .string()
  .min(1)
  .max(256)
  .openapi({ description: 'Percent-encoded where it holds a slash.', example: 'activation_5' });

export const NetworkPath = z.object({ network: Network });
export const LayerPath = z.object({ network: Network, layer: LayerName });
