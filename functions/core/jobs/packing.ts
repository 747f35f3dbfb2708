// A job's state as one float32 value in pieces and back, to the bit: [magic, version, bytes of the head][head][payload].
import { Fault } from '../fault.ts';
import { fromJsonBytes, toJsonBytes } from '../json-bytes.ts';
import { type Pieces, packState, unpackState } from '../optim/packing.ts';
import type { JobState } from './job.ts';
import type { Extent } from './objective.ts';

/** Whole numbers that float32 has exactly. 'LKS'. */
const MAGIC = 0x4c4b53;
const VERSION = 1;
const PREFIX = 3;

/**
 * Everything but the vectors: JSON, which brings every double back exactly. It is padded to whole floats with spaces.
 * The extents stand among the rest, as they did when there were only `width` and `height`. The payload is the optimiser's
 * packed state, or what was optimised: `picture` is what that was called.
 */
type Head = Omit<JobState, 'at' | 'size'> & {
  readonly holds: 'optimiser' | 'picture';
  readonly floats: number;
};

/** The vectors among the pieces are the state's own: they are to be read before it moves. */
export function packJob({ at, ...state }: JobState): Pieces {
  const { digest, engine, engineChanged, level, size, ...counts } = state; // the order is that of the bytes
  const payload = 'optimiser' in at ? packState(at.optimiser) : [at.x];
  const floats = payload.reduce((sum, { length }) => sum + length, 0);
  const holds = 'optimiser' in at ? 'optimiser' : 'picture';
  const head: Head = { digest, engine, engineChanged, level, ...size, ...counts, holds, floats };
  const text = toJsonBytes(head);
  const headFloats = Math.ceil(text.length / 4);
  const front = new Float32Array(PREFIX + headFloats);
  front.set([MAGIC, VERSION, 4 * headFloats]);
  const bytes = new Uint8Array(front.buffer, 4 * PREFIX).fill(SPACE);
  bytes.set(text);
  return [front, ...payload];
}

/**
 * `digest`: of the job that the state must belong to. The state shares memory with what is returned.
 * @throws Fault state_invalid with what was found and what was expected, for another magic, version, size or digest.
 */
export function unpackJob(packed: Float32Array, digest: string): JobState {
  const [magic, version, headBytes] = packed;
  if (magic !== MAGIC) throw invalid('is not the state of a job', { magic: magic ?? null, expected: MAGIC });
  if (version !== VERSION)
    throw invalid(`is of version ${version}, wanted ${VERSION}`, { version, expected: VERSION });
  const start = PREFIX + headBytes / 4;
  if (!(Number.isInteger(start) && start > PREFIX && start <= packed.length))
    throw invalid(`has ${packed.length} floats, its head alone ${start}`, { floats: packed.length });
  const { holds, floats, ...head } = headOf(
    new Uint8Array(packed.buffer, packed.byteOffset + 4 * PREFIX, headBytes),
  );
  if (head.digest !== digest) {
    const message = `belongs to other options, inputs or another network: digest ${head.digest}, wanted ${digest}`;
    throw invalid(message, { digest: head.digest, expected: digest });
  }
  const payload = packed.subarray(start);
  if (payload.length !== floats)
    throw invalid(`has ${payload.length} floats after its head, wanted ${floats}`, {
      floats: payload.length,
      expected: floats,
    });
  const { engine, engineChanged, level, before, evaluations, entries, weights, pending, ...extents } = head;
  const { digest: _, ...size } = extents as typeof extents & Extent;
  const counts = { before, evaluations, entries, weights, pending };
  const at = holds === 'optimiser' ? { optimiser: unpackState(payload) } : { x: payload };
  return { digest, engine, engineChanged, level, size: size as Extent, ...counts, at };
}

function headOf(bytes: Uint8Array): Head {
  try {
    return fromJsonBytes(bytes) as Head;
  } catch (cause) {
    throw invalid('has a head that is not JSON', {}, cause);
  }
}

function invalid(what: string, facts: Readonly<Record<string, unknown>>, cause?: unknown): Fault {
  return new Fault('state_invalid', `The state ${what}.`, facts, cause);
}

const SPACE = 0x20;
