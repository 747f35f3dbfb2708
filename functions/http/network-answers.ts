// Networks and their layers as callers see them.
import { z } from '@hono/zod-openapi';
import { Base64Error, decodeBase64 } from '../core/base64.ts';
import type { Layer } from '../core/insight/layers.ts';
import { NINE, type Patches } from '../core/insight/patches.ts';
import type { ReceptiveField } from '../core/insight/receptive-field.ts';
import type { NetworkEntry } from '../core/manifest.ts';
import { orNull } from './contract.ts';

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
    fields: z.array(z.object({ first: z.number(), last: z.number(), field: orNull(FieldAnswer) })).openapi({
      description: 'Where units see differently: runs of units; null for units that see nothing.',
    }),
    dead: Numbers.nullable().openapi({
      description:
        'Units that are the same whatever the input, as interval arithmetic on the weights proves; there may be more that no picture reaches. Null where that does not tell.',
    }),
  })
  .openapi('Layer');

const Rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const Hex = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex is wanted');

const Text = z.string().max(256);

function isBase64(text: string): boolean {
  try {
    decodeBase64(text);
    return true;
  } catch (error) {
    if (error instanceof Base64Error) return false;
    throw error;
  }
}

const PatchAnswer = z
  .strictObject({
    value: z.number().gt(0),
    picture: Hex.openapi({ description: "SHA-256 of the picture's file." }),
    x: z.number().int(),
    y: z.number().int().openapi({ description: "The unit's position in the layer's map." }),
    field: Rectangle.openapi({
      description: "The receptive field there, pixels of the network's input; what lies outside is padding.",
    }),
    box: Rectangle.openapi({ description: "Its upright box in the picture's pixels." }),
    corners: z
      .array(z.object({ x: z.number(), y: z.number() }))
      .max(4)
      .openapi({
        description: 'Of a field that is turned in the picture, as that of an aligned face is; else none.',
      }),
    image: z
      .string()
      .max(2 ** 21)
      .refine(isBase64, 'not base64')
      .openapi({ format: 'byte', description: 'What the network saw: a PNG, base64.' }),
  })
  .openapi('Patch');

/** An answer, and what of an earlier one is taken; members stand in the order in which they are written. */
export const PatchesAnswer = z
  .strictObject({
    network: Text,
    sha256: Hex.openapi({ description: "Of the network's file." }),
    layer: Text,
    size: z.number().int(),
    align: z.boolean(),
    apiece: z.number().int(),
    cell: z.number().int(),
    engines: z.array(Text).max(32).openapi({ description: 'What computed it.' }),
    pictures: z
      .array(Hex)
      .openapi({ description: 'All that were looked at: SHA-256 of their files, in order.' }),
    units: z.array(
      z.strictObject({
        unit: z.number().int().min(0),
        dead: z.boolean().openapi({ description: 'No picture changes it, as its weights prove.' }),
        patches: z
          .array(PatchAnswer)
          .max(NINE)
          .openapi({ description: 'The strongest first; none where no picture excites it.' }),
      }),
    ),
  })
  .openapi('Patches', { description: 'A value that merges: post it along with further pictures.' });

export const ActivationsAnswer = z
  .object({
    network: z.string(),
    sha256: z.string(),
    layer: z.string(),
    engine: z.string(),
    input: z.object({ width: z.number(), height: z.number() }),
    map: z.object({ width: z.number(), height: z.number() }),
    units: z.array(
      z.object({
        unit: z.number(),
        dead: z.boolean(),
        least: z.number(),
        most: z.number(),
        mean: z.number(),
        x: z.number(),
        y: z.number().openapi({ description: 'Where the largest value is.' }),
      }),
    ),
  })
  .openapi('Activations');

export function patchesAnswer(patches: Patches): z.input<typeof PatchesAnswer> {
  const { engines, pictures, units } = patches;
  return {
    ...patches,
    engines: [...engines],
    pictures: [...pictures],
    units: units.map(({ unit, dead, patches: own }) => ({
      unit,
      dead,
      patches: own.map((patch) => ({ ...patch, corners: [...patch.corners] })),
    })),
  };
}

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
