// Calls between a Worker and its Durable Objects: an RPC call keeps of an error no more than its message.
import { type Facts, Fault, type FaultCode } from '../core/fault.ts';

/** The object of that name, as `Rpc` its calls. Parts of a name are told apart, whatever is in them. */
export function objectNamed<Rpc>(namespace: Namespace, name: readonly string[]): Rpc {
  return namespace.get(namespace.idFromName(JSON.stringify(name))) as Rpc;
}

/** A DurableObjectNamespace of any class. */
export type Namespace = {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): unknown;
};

/** So a Fault travels as a value. */
export type Answer<T> =
  | { readonly value: T }
  | { readonly fault: { code: FaultCode; message: string; facts: Facts } };

/** What the work gives or the Fault it throws; anything else it throws is thrown. */
export async function answer<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { code: error.code, message: error.message, facts: error.facts } };
  }
}

/** @throws Fault, as it was thrown over there. */
export async function answered<T>(given: Promise<Answer<T>>): Promise<T> {
  const got = await given;
  if ('fault' in got) throw new Fault(got.fault.code, got.fault.message, got.fault.facts);
  return got.value;
}
