// What a state belongs to, as one digest: the same network, options and inputs, or another job.
import { toJsonBytes } from '../json-bytes.ts';

/** Lower-case hex. The core has no SHA-256 of its own: every platform has one. */
export type Sha256 = (bytes: Uint8Array) => Promise<string>;

/** Changes when the same options would compute something else. */
const VERSION = 1;

export async function jobDigest(
  sha256: Sha256,
  job: {
    /** Of network and options, as the kind says. */
    readonly identity: Readonly<Record<string, unknown>>;
    /** As the kind packs them. */
    readonly inputs: Uint8Array;
  },
): Promise<string> {
  const inputs = await sha256(job.inputs);
  return sha256(toJsonBytes(inOrder({ version: VERSION, ...job.identity, inputs })));
}

/** The same value with the keys of every object in order, so that equal values have equal texts. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, inOrder(member)]));
}
