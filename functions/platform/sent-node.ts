// When an answer has left a Node server, and how large it was on the wire.
import type { HttpBindings } from '@hono/node-server';
import type { Sent } from '../core/watch.ts';

/** `env` is what @hono/node-server hands to the app. Bytes are those of the answer's head and body. */
export function whenSent(env: unknown, told: (sent: Sent) => void): void {
  const { incoming, outgoing } = env as HttpBindings;
  const { socket } = incoming; // taken now: an answer that was sent has none
  const before = socket.bytesWritten;
  outgoing.once('close', () => {
    told({ bytesOut: socket.bytesWritten - before, ...(!outgoing.writableFinished && { aborted: true }) });
  });
}
