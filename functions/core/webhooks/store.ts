// The webhook store's port: endpoints that want to hear, and the queue of what each is still to be told.
// functions/platform/webhooks-memory.ts is the readable specification; test/platform/webhooks.contract.ts is the law.
import type { EventType } from '../events/event.ts';
import type { Page, PageRequest } from '../faces/store.ts';

/** Ids are the service's own. */
export type EndpointKey = { readonly tenant: string; readonly endpoint: string };

/** An endpoint hears of an event once, so the event's id tells its deliveries apart. */
export type DeliveryKey = EndpointKey & { readonly event: string };

/** `caller` switched it off, `gone`: it answered 410, `failing`: nothing got through for days. */
export type DisabledReason = 'caller' | 'gone' | 'failing';

export type Endpoint = {
  readonly id: string;
  readonly url: string;
  /** Types that it hears of; `*` is every type. */
  readonly events: readonly (EventType | '*')[];
  readonly description: string | null;
  /** Milliseconds since the epoch, as every time here. */
  readonly createdAt: number;
  /** Nothing is queued or sent while it is disabled; what waits stays. */
  readonly disabled: DisabledReason | null;
  /** Since when every attempt has failed; null when the last one did not. */
  readonly failingSince: number | null;
  /** Events that found its queue full and were not queued. */
  readonly dropped: number;
  /** As secrets.ts packs them, sealed or not; a store reads nothing in it. */
  readonly secrets: string;
};

/** Only what is there is changed. Enabling an endpoint forgets since when it has failed. */
export type EndpointChange = {
  readonly url?: string;
  readonly events?: Endpoint['events'];
  readonly description?: string | null;
  readonly disabled?: 'caller' | null;
};

/** What is sent: the same bytes at every attempt. */
export type Message = {
  readonly id: string;
  readonly type: EventType | 'webhook.test';
  readonly body: string;
  readonly createdAt: number;
  /** What it is about, when a later message about the same makes it pointless to send. */
  readonly topic: string | null;
  /** Waiting messages of this topic are taken out of the queue. */
  readonly supersedes: string | null;
};

/** `dead`: no attempt is left. It stays to be looked at and delivered again. */
export type DeliveryStatus = 'pending' | 'delivered' | 'dead';

export type AttemptError =
  | 'timeout'
  | 'address_refused'
  | 'name_unresolved'
  | 'connection_failed'
  | 'tls_failed'
  | 'redirected'
  | 'secret_sealed'
  | 'status';

export type Attempt = {
  readonly at: number;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Null when it was delivered. */
  readonly error: AttemptError | null;
  readonly ms: number;
};

export type Delivery = {
  readonly event: string;
  readonly type: Message['type'];
  readonly status: DeliveryStatus;
  /** Begun; one that a process did not live to end counts. */
  readonly attempts: number;
  readonly createdAt: number;
  /** When the next attempt is due, or, while one is under way, when it counts as lost. */
  readonly nextAt: number;
  /** The last that ended. */
  readonly last: Attempt | null;
};

/** What an attempt needs; `attempts` counts this one. */
export type Claimed = Pick<Message, 'type' | 'body'> & {
  readonly attempts: number;
  readonly url: string;
  readonly secrets: string;
  readonly failingSince: number | null;
};

export type Settled = {
  /** The number that the claim gave. */
  readonly attempt: number;
  readonly last: Attempt;
  readonly status: DeliveryStatus;
  /** Of one that stays pending. */
  readonly nextAt: number;
  /** What to do to the endpoint beside noting since when it fails. */
  readonly disable: 'gone' | 'failing' | null;
};

export type Due = DeliveryKey & { readonly failing: boolean };

/** How much of what has ended is kept, an endpoint: so many of each status, and none made before a time. */
export type Kept = { readonly each: number; readonly since: number };

/**
 * Every method either does all it says or nothing that is visible, and throws Fault store_failed when the medium fails;
 * calling again is then safe. What is not there is `undefined`, `false` or an empty list, never a fault.
 */
export type WebhookStore = {
  /** False when the tenant has `most` already. */
  add(tenant: string, endpoint: Endpoint, most: number): Promise<boolean>;
  get(at: EndpointKey): Promise<Endpoint | undefined>;
  /** All of a tenant, oldest first. */
  list(tenant: string): Promise<readonly Endpoint[]>;
  change(at: EndpointKey, change: EndpointChange): Promise<Endpoint | undefined>;
  /** Compare and set: false when the secrets are no longer `from`. */
  replaceSecrets(at: EndpointKey, from: string, to: string): Promise<boolean>;
  /** With its deliveries. */
  remove(at: EndpointKey): Promise<boolean>;

  /**
   * Queues the message for these endpoints, due at once; for one that has had it, it changes nothing, and for one with
   * `mostPending` waiting it is dropped and counted.
   */
  enqueue(tenant: string, message: Message, endpoints: readonly string[], mostPending: number): Promise<void>;
  /** Pending, due, of endpoints that are not disabled and not among `except`, those due longest first. */
  due(now: number, limit: number, except: readonly string[]): Promise<readonly Due[]>;
  /** When the next is due; undefined when nothing waits. */
  nextDue(): Promise<number | undefined>;
  /** Takes one that is due until a time: of several processes one gets it. Undefined when it is not to be had. */
  claim(at: DeliveryKey, now: number, until: number): Promise<Claimed | undefined>;
  /** Ends an attempt; nothing happens when the delivery was claimed again since, or is gone. */
  settle(at: DeliveryKey, settled: Settled): Promise<void>;

  /** Newest first. */
  deliveries(
    at: EndpointKey,
    page: PageRequest & { readonly status?: DeliveryStatus },
  ): Promise<Page<Delivery>>;
  delivery(at: DeliveryKey): Promise<Delivery | undefined>;
  /** Due at once, as if it had never been attempted. False when it is not there. */
  requeue(at: DeliveryKey, now: number): Promise<boolean>;
  /** Deletes what has ended and is not kept. */
  prune(kept: Kept): Promise<void>;

  close(): Promise<void>;
};
