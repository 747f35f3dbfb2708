// ONNX's file format: a Graph to ModelProto bytes, the same ones every time, and any ModelProto to plain records.
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  TensorProto_DataLocation as Location,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { Fault } from '../fault.ts';
import { type ElementType, sizeOf, type Tensor } from '../tensor.ts';
import type { Graph, Node, Value } from './graph.ts';
import { type Attribute, type AttributeKind, safe } from './operator.ts';
import { OPERATORS, OPSET } from './ops.ts';
import { DATA_TYPES, elementTypeOf } from './ops-elementwise.ts';

/** IR version 8 came with opset 17's ONNX 1.12. */
const IR_VERSION = 8n;

/** A file as it says it is: nothing inferred, nothing checked beyond what can be read. */
export type ModelFile = {
  readonly opset: number;
  readonly name: string;
  /** Unknown or symbolic dimensions are undefined. */
  readonly inputs: readonly FileInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly FileNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
};

export type FileInput = {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | undefined)[];
};

export type FileNode = {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
};

export function encodeModel(graph: Graph): Uint8Array {
  const value = (name: string) => valueInfo(graph.values.get(name)!);
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'likeness',
    opsetImport: [{ domain: '', version: BigInt(OPSET) }],
    graph: {
      name: graph.name,
      node: graph.nodes.map(nodeInit),
      initializer: [...graph.constants].map(([name, tensor]) => tensorProto(tensor, name)),
      input: graph.inputs.map(value),
      output: graph.outputs.map(value),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

/** @throws Fault model_invalid when the bytes are no ONNX file, or hold what is not supported, by name. */
export function decodeModel(bytes: Uint8Array): ModelFile {
  const { graph, opsetImport } = parse(bytes);
  if (!graph) throw new Fault('model_invalid', 'The model has no graph.');
  const foreign = graph.node.find((node) => node.domain !== '' && node.domain !== 'ai.onnx');
  if (foreign)
    throw new Fault('model_invalid', `The operator ${foreign.domain}.${foreign.opType} is not ONNX's.`, {
      operator: foreign.opType,
      domain: foreign.domain,
    });
  const constants = new Map(graph.initializer.map((proto) => [proto.name, tensorOf(proto)]));
  return {
    opset: Number(opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0n),
    name: graph.name,
    // Up to IR version 3 every initializer is listed as an input too.
    inputs: graph.input.filter(({ name }) => !constants.has(name)).map(inputOf),
    outputs: graph.output.map(({ name }) => name),
    nodes: graph.node.map((node) => ({
      operator: node.opType,
      name: node.name,
      inputs: node.input,
      outputs: node.output,
      attributes: Object.fromEntries(
        node.attribute.map((attribute) => [attribute.name, attributeOf(attribute, node.opType)]),
      ),
    })),
    constants,
  };
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new Fault(
      'model_invalid',
      `The ${bytes.length} bytes are not an ONNX file.`,
      { bytes: bytes.length },
      cause,
    );
  }
}

function nodeInit(node: Node) {
  const specs = OPERATORS[node.operator].attributes;
  return {
    opType: node.operator,
    name: node.outputs.find((name) => name !== ''),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.keys(node.attributes)
      .sort()
      .map((name) =>
        create(AttributeProtoSchema, { name, ...WRITE[specs[name].kind](node.attributes[name]) }),
      ),
  };
}

type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>;

const WRITE: Readonly<Record<AttributeKind, (value: Attribute) => AttributeInit>> = {
  int: (value) => ({ type: Kind.INT, i: BigInt(value as number) }),
  ints: (value) => ({ type: Kind.INTS, ints: (value as number[]).map(BigInt) }),
  float: (value) => ({ type: Kind.FLOAT, f: value as number }),
  string: (value) => ({
    type: Kind.STRING,
    s: Uint8Array.from(value as string, (letter) => letter.charCodeAt(0)),
  }),
  tensor: (value) => ({ type: Kind.TENSOR, t: tensorProto(value as Tensor, '') }),
};

function attributeOf(attribute: AttributeProto, operator: string): Attribute {
  const read = READ[attribute.type];
  if (!read) {
    const facts = { operator, attribute: attribute.name, type: attribute.type };
    throw new Fault(
      'model_invalid',
      `${operator}: attribute ${attribute.name} is of type ${Kind[attribute.type]}, which is not supported.`,
      facts,
    );
  }
  return read(attribute);
}

const READ: Readonly<Partial<Record<Kind, (attribute: AttributeProto) => Attribute>>> = {
  [Kind.INT]: ({ i }) => safe(i),
  [Kind.INTS]: (attribute) => attribute.ints.map(safe),
  [Kind.FLOAT]: ({ f }) => f,
  [Kind.FLOATS]: ({ floats }) => floats,
  [Kind.STRING]: ({ s }) => String.fromCharCode(...s),
  [Kind.TENSOR]: ({ t }) => tensorOf(t!),
};

function valueInfo({ name, type, dims }: Value): ValueInfoProto {
  const dim = dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: DATA_TYPES[type], shape: { dim } } } },
  });
}

function inputOf({ name, type }: ValueInfoProto): FileInput {
  if (type?.value.case !== 'tensorType')
    throw new Fault('model_invalid', `The input ${name} is not a tensor.`, { name });
  const { elemType, shape } = type.value.value;
  const dims =
    shape?.dim.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : undefined)) ?? [];
  return { name, type: knownType(elemType, name), dims };
}

/** Raw bytes are little-endian in ONNX, as is every machine this runs on. */
function tensorProto({ type, dims, data }: Tensor, name: string): TensorProto {
  const rawData = new Uint8Array(
    data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
  ) as Uint8Array<ArrayBuffer>;
  return create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType: DATA_TYPES[type], rawData });
}

function tensorOf(proto: TensorProto): Tensor {
  const { name, rawData } = proto;
  if (proto.dataLocation === Location.EXTERNAL)
    throw new Fault('model_invalid', `${name}: its data is in another file.`, { name });
  const dims = proto.dims.map(Number);
  const type = knownType(proto.dataType, name);
  const raw =
    rawData.length > 0
      ? rawData.buffer.slice(rawData.byteOffset, rawData.byteOffset + rawData.length)
      : undefined;
  const tensor = TENSORS[type](dims, proto, raw);
  if (tensor.data.length !== sizeOf(dims)) {
    throw new Fault('model_invalid', `${name}: ${tensor.data.length} elements for shape [${dims}].`, {
      name,
      dims,
    });
  }
  return tensor;
}

const TENSORS: Readonly<
  Record<ElementType, (dims: number[], proto: TensorProto, raw?: ArrayBuffer) => Tensor>
> = {
  float32: (dims, { floatData }, raw) => ({
    type: 'float32',
    dims,
    data: raw ? new Float32Array(raw) : Float32Array.from(floatData),
  }),
  int64: (dims, { int64Data }, raw) => ({
    type: 'int64',
    dims,
    data: raw ? new BigInt64Array(raw) : BigInt64Array.from(int64Data),
  }),
  int32: (dims, { int32Data }, raw) => ({
    type: 'int32',
    dims,
    data: raw ? new Int32Array(raw) : Int32Array.from(int32Data),
  }),
  uint8: (dims, { int32Data }, raw) => ({
    type: 'uint8',
    dims,
    data: raw ? new Uint8Array(raw) : Uint8Array.from(int32Data),
  }),
  bool: (dims, { int32Data }, raw) => ({
    type: 'bool',
    dims,
    data: raw ? new Uint8Array(raw) : Uint8Array.from(int32Data),
  }),
};

function knownType(dataType: number, name: string): ElementType {
  const type = elementTypeOf(dataType);
  if (!type)
    throw new Fault('model_invalid', `${name}: data type ${dataType} is not supported.`, { name, dataType });
  return type;
}
