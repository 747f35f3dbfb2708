// One attempt to deliver: claimed, signed, sent, and what came of it noted.
import type { OpenTenantKey } from '../vault/envelope.ts';
import { FAILING_MS, nextDelay } from './schedule.ts';
import { liveSecrets, unpackSecrets } from './secrets.ts';
import type { AttemptError, Claimed, DeliveryKey, Settled, WebhookStore } from './store.ts';

/** What came back: an HTTP status, or why there is none. `retryAfterMs` is 0 when the receiver asked for nothing. */
export type Sent =
  | { readonly status: number; readonly retryAfterMs: number }
  | { readonly error: Exclude<AttemptError, 'status' | 'redirected'> };

/** Posts the body. Never follows a redirect, keeps nothing of the answer, and never throws. */
export type Send = (request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}) => Promise<Sent>;

/** `v1,` and base64 of the HMAC-SHA256 of the text; the secret as its owner has it. */
export type Sign = (secret: string, text: string) => Promise<string>;

export type DeliverTools = {
  readonly store: Pick<WebhookStore, 'claim' | 'settle'>;
  /** Opens secrets that are sealed. */
  readonly tenantKey?: OpenTenantKey;
  readonly send: Send;
  readonly sign: Sign;
  readonly now: () => number;
  /** 0..1. */
  readonly random: () => number;
};

/** A receiver that needs longer should answer first and work then. */
const TIMEOUT_MS = 15_000;

/** Longer than an attempt takes: what a process that died had claimed is due again after it. */
const CLAIM_MS = TIMEOUT_MS + 15_000;

/**
 * Attempts the delivery when it is due and nobody else does. At least once: a process that dies after the receiver
 * answered and before that is written leaves it to be sent again, under the same id.
 * @throws Fault store_failed when the secrets do not open, which counts as a failed attempt, or when the store fails.
 */
export async function deliver(tools: DeliverTools, at: DeliveryKey): Promise<void> {
  const { store, send, now, random } = tools;
  const began = now();
  const claimed = await store.claim(at, began, began + CLAIM_MS);
  if (!claimed) return;
  const { url, body } = claimed;
  let headers: Record<string, string>;
  try {
    headers = await headersOf(tools, at, claimed, began);
  } catch (fault) {
    await store.settle(at, outcome(claimed, { error: 'secret_sealed' }, began, now(), random()));
    throw fault; // whoever runs the service is to hear of it, beside whoever looks at the delivery
  }
  const sent = await send({ url, headers, body, timeoutMs: TIMEOUT_MS });
  await store.settle(at, outcome(claimed, sent, began, now(), random()));
}

/** Standard Webhooks: the id, the second in which it is sent, and a signature by every secret that is live. */
async function headersOf(
  { sign, tenantKey }: Pick<DeliverTools, 'sign' | 'tenantKey'>,
  at: DeliveryKey,
  { body, secrets }: Pick<Claimed, 'body' | 'secrets'>,
  now: number,
): Promise<Record<string, string>> {
  const id = at.event;
  const timestamp = String(Math.floor(now / 1_000));
  const keys = liveSecrets(await unpackSecrets(tenantKey, at, secrets), now).map(({ key }) => key);
  const signatures = await Promise.all(keys.map((key) => sign(key, `${id}.${timestamp}.${body}`)));
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Likeness-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function outcome(claimed: Claimed, sent: Sent, began: number, ended: number, random: number): Settled {
  const { type, attempts, failingSince } = claimed;
  const status = 'status' in sent ? sent.status : null;
  const last = { at: ended, status, error: errorOf(sent), ms: Math.max(0, Math.round(ended - began)) };
  if (last.error === null) {
    return { attempt: attempts, last, status: 'delivered', nextAt: ended, disable: null };
  }
  const gone = status === 410;
  const delay = gone
    ? undefined
    : nextDelay(type, attempts, random, 'retryAfterMs' in sent ? sent.retryAfterMs : 0);
  const disable = gone
    ? 'gone'
    : failingSince !== null && ended - failingSince >= FAILING_MS
      ? 'failing'
      : null;
  if (delay === undefined) return { attempt: attempts, last, status: 'dead', nextAt: ended, disable };
  return { attempt: attempts, last, status: 'pending', nextAt: ended + delay, disable };
}

function errorOf(sent: Sent): AttemptError | null {
  if ('error' in sent) return sent.error;
  if (sent.status >= 200 && sent.status < 300) return null;
  return sent.status >= 300 && sent.status < 400 ? 'redirected' : 'status';
}
