// How much may be under way at once: so many requests, and so many bytes of their bodies. What is beyond is refused unread.
import { Fault } from './fault.ts';

export type GateLimits = {
  /** Requests under way, those that wait for their turn among them. */
  readonly requests: number;
  /** Of their bodies, in all. */
  readonly bytes: number;
};

export type Gate = {
  /** Takes a place for a body of so many bytes. @throws Fault overloaded with the numbers. */
  enter(bytes: number): Place;
  /** What is under way now. */
  load(): GateLimits;
  readonly limits: GateLimits;
};

export type Place = {
  /** Counts what a request brings beyond its body. @throws Fault overloaded with the numbers; the place is kept. */
  more(bytes: number): void;
  /** Hands it back. */
  leave(): void;
};

/** Steps of jobs and looks into networks take seconds: they fill a gate of their own, and faces go on. */
export type Gates = { readonly faces: Gate; readonly jobs: Gate };

/** A single body passes however large it is, since its own limit is another's to keep. */
export function createGate(limits: GateLimits): Gate {
  let [requests, bytes] = [0, 0];
  /** `others`: requests beside the one that wants more. */
  function refuseBeyond(others: number, more: number): void {
    if (others < limits.requests && (others === 0 || bytes + more <= limits.bytes)) return;
    throw new Fault(
      'overloaded',
      `${requests} requests with ${bytes} bytes are under way, of at most ${limits.requests} and ${limits.bytes}. Trying again is safe.`,
      { requests, bytes, limits },
    );
  }
  return {
    limits,
    load: () => ({ requests, bytes }),
    enter(body) {
      refuseBeyond(requests, body);
      requests++;
      bytes += body;
      let own = body;
      let inside = true;
      return {
        more(added) {
          refuseBeyond(requests - 1, added);
          if (!inside) return;
          bytes += added;
          own += added;
        },
        leave() {
          if (!inside) return;
          inside = false;
          requests--;
          bytes -= own;
        },
      };
    },
  };
}

/** One more is refused. */
export function isFull({ load, limits }: Gate): boolean {
  const { requests, bytes } = load();
  return requests >= limits.requests || bytes >= limits.bytes;
}
