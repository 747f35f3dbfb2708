// Networks and their layers as callers see them.
import { z } from '@hono/zod-openapi';
import type { Layer } from '../core/insight/layers.ts';
import type { ReceptiveField } from '../core/insight/receptive-field.ts';
import type { NetworkEntry } from '../core/manifest.ts';

const Numbers = z.array(z.number());

const FieldAnswer = z
  .object({
    size: Numbers,
    stride: Numbers,
    offset: Numbers.openapi({
      description: 'Of the first position; below 0 it begins outside of the input.',
    }),
    regular: z.boolean().openapi({
      description:
        'False where boxes differ in size or step, after some Resize or Reshape: the numbers then hold every box.',
    }),
    everything: z.boolean().openapi({ description: 'Every position sees the whole input.' }),
  })
  .openapi('ReceptiveField', {
    description:
      "Pixels of the network's input, by axis in its order (height, width): position p sees `size` pixels from offset + stride * p.",
  });

export const NetworkAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(['detector', 'landmarks', 'encoder', 'extractor']),
    sha256: z.string().openapi({ description: "Of the model's file." }),
    input: z.object({ name: z.string(), shape: Numbers }),
    outputs: z.array(z.object({ name: z.string(), shape: Numbers })),
    preprocessing: z.string().openapi({ description: 'How a picture becomes the input.' }),
    parameters: z.number(),
    macs: z.number().openapi({ description: 'Multiply-accumulates of one run.' }),
  })
  .openapi('Network');

export const LayerAnswer = z
  .object({
    name: z.string(),
    operator: z.string(),
    inputs: z
      .array(z.string())
      .openapi({ description: 'The layers, or the input, that it is computed from.' }),
    shape: Numbers,
    units: z
      .number()
      .nullable()
      .openapi({ description: 'Channels; null where axis 1 has positions instead.' }),
    parameters: z.number(),
    macs: z.number(),
    attributes: z.record(z.string(), z.union([z.number(), z.string(), Numbers])),
    field: FieldAnswer,
    fields: z
      .array(z.object({ first: z.number(), last: z.number(), field: FieldAnswer.nullable() }))
      .openapi({
        description: 'Where units see differently: runs of units; null for units that see nothing.',
      }),
    dead: Numbers.nullable().openapi({
      description:
        'Units that are the same whatever the input, as interval arithmetic on the weights proves; there may be more that no picture reaches. Null where that does not tell.',
    }),
  })
  .openapi('Layer');

export function networkAnswer(entry: NetworkEntry): z.input<typeof NetworkAnswer> {
  const { id, kind, sha256, preprocessing, parameters, macs } = entry;
  const [input, ...outputs] = [...entry.inputs, ...entry.outputs].map(({ name, dims }) => ({
    name,
    shape: [...dims],
  }));
  return { id, kind, sha256, input, outputs, preprocessing, parameters, macs };
}

export function layerAnswer(layer: Layer): z.input<typeof LayerAnswer> {
  const { name, operator, units, parameters, macs } = layer;
  return {
    name,
    operator,
    inputs: [...layer.inputs],
    shape: [...layer.shape],
    units,
    parameters,
    macs,
    attributes: Object.fromEntries(
      Object.entries(layer.attributes).map(([key, value]) => [key, listed(value)]),
    ),
    field: fieldAnswer(layer.field),
    fields: layer.fields.map(({ first, last, field }) => ({
      first,
      last,
      field: field && fieldAnswer(field),
    })),
    dead: layer.dead && [...layer.dead],
  };
}

function fieldAnswer({ size, stride, offset, regular, everything }: ReceptiveField) {
  return { size: [...size], stride: [...stride], offset: [...offset], regular, everything };
}

function listed(value: Layer['attributes'][string]): number | string | number[] {
  return typeof value === 'object' ? [...value] : value;
}
