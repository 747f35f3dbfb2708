// Who wants to hear of what, and what became of telling them: endpoints and their deliveries. Nothing of HTTP.
import type { Events } from '../events/event.ts';
import type { Page, PageRequest } from '../faces/store.ts';
import type { OpenTenantKey } from '../vault/envelope.ts';
import { deliveryNotFound, webhookDisabled, webhookNotFound, webhooksFull } from './faults.ts';
import { messageOf, testMessage } from './message.ts';
import { newSecret, packSecrets, rotated, type Secret, unpackSecrets } from './secrets.ts';
import type {
  Delivery,
  DeliveryKey,
  DeliveryStatus,
  Endpoint,
  EndpointChange,
  EndpointKey,
  WebhookStore,
} from './store.ts';

/** An endpoint without its secrets, which are shown when they are made and never again. */
export type Webhook = Omit<Endpoint, 'secrets'>;

export type NewWebhook = Pick<Endpoint, 'url' | 'events' | 'description'>;

/** The secrets that sign from now on, the new one first. */
export type WithSecrets = { readonly webhook: Webhook; readonly secrets: readonly Secret[] };

/** Methods on what is not there throw Fault webhook_not_found or delivery_not_found, those of a failing store store_failed. */
export type Webhooks = {
  /**
   * The id is the service's own. One that is there already is answered as it is, with its secrets, so that a request
   * whose answer was lost may be sent again; `again`: it was there, and is not made anew when it has been deleted since.
   * @throws Fault webhook_url_refused, webhooks_full.
   */
  create(at: EndpointKey, made: NewWebhook, again: boolean): Promise<WithSecrets>;
  get(at: EndpointKey): Promise<Webhook>;
  /** Oldest first. */
  list(tenant: string): Promise<readonly Webhook[]>;
  /** @throws Fault webhook_url_refused. */
  change(at: EndpointKey, change: EndpointChange): Promise<Webhook>;
  delete(at: EndpointKey): Promise<void>;
  /** A new secret; the old one goes on signing beside it for a day. */
  rotate(at: EndpointKey): Promise<WithSecrets>;
  /** Queues a message that says no more than that it is a test, once an id. @throws Fault webhook_disabled. */
  test(at: EndpointKey, id: string): Promise<Delivery>;
  /** Newest first. */
  deliveries(
    at: EndpointKey,
    page: PageRequest & { readonly status?: DeliveryStatus },
  ): Promise<Page<Delivery>>;
  delivery(at: DeliveryKey): Promise<Delivery>;
  /** The same message once more, whatever became of it. @throws Fault webhook_disabled. */
  redeliver(at: DeliveryKey): Promise<Delivery>;
};

export type WebhookTools = {
  readonly store: WebhookStore;
  /** Seals secrets; without it they are kept in the clear. */
  readonly tenantKey?: OpenTenantKey;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** The URL as it will be called. @throws Fault webhook_url_refused. */
  readonly target: (url: string) => string;
  /** There is something to deliver. */
  readonly wake: () => void;
};

const MOST_WEBHOOKS = 20;

/** Messages that wait for one endpoint: what its owner has to bear when it comes back, and our disk until then. */
const MOST_PENDING = 10_000;

export function createWebhooks(tools: WebhookTools): Webhooks & Events {
  const { store, tenantKey, now, randomBytes, target, wake } = tools;

  async function found(at: EndpointKey): Promise<Endpoint> {
    const endpoint = await store.get(at);
    if (!endpoint) throw webhookNotFound(at);
    return endpoint;
  }

  async function enabled(at: EndpointKey): Promise<void> {
    const { disabled } = await found(at);
    if (disabled) throw webhookDisabled(at, disabled);
  }

  async function deliveryAt(at: DeliveryKey): Promise<Delivery> {
    const delivery = await store.delivery(at);
    if (delivery) return delivery;
    await found(at);
    throw deliveryNotFound(at);
  }

  return {
    async create(at, { url, events, description }, again) {
      const there = await store.get(at);
      if (there)
        return { webhook: withoutSecrets(there), secrets: await unpackSecrets(tenantKey, at, there.secrets) };
      if (again) throw webhookNotFound(at);
      const secrets = [newSecret(randomBytes)];
      const endpoint: Endpoint = {
        id: at.endpoint,
        url: target(url),
        events,
        description,
        createdAt: now(),
        disabled: null,
        failingSince: null,
        dropped: 0,
        secrets: await packSecrets(tenantKey, at, secrets),
      };
      if (!(await store.add(at.tenant, endpoint, MOST_WEBHOOKS))) throw webhooksFull(MOST_WEBHOOKS);
      return { webhook: withoutSecrets(endpoint), secrets };
    },

    get: async (at) => withoutSecrets(await found(at)),
    list: async (tenant) => (await store.list(tenant)).map(withoutSecrets),

    async change(at, { url, ...change }) {
      const changed = await store.change(at, url === undefined ? change : { ...change, url: target(url) });
      if (!changed) throw webhookNotFound(at);
      if (change.disabled === null) wake();
      return withoutSecrets(changed);
    },

    async delete(at) {
      if (!(await store.remove(at))) throw webhookNotFound(at);
    },

    async rotate(at) {
      for (;;) {
        const endpoint = await found(at);
        const old = await unpackSecrets(tenantKey, at, endpoint.secrets);
        const secrets = rotated(old, newSecret(randomBytes), now());
        if (await store.replaceSecrets(at, endpoint.secrets, await packSecrets(tenantKey, at, secrets)))
          return { webhook: withoutSecrets(endpoint), secrets };
      }
    },

    async test(at, id) {
      await enabled(at);
      const { tenant, endpoint } = at;
      const message = testMessage(tenant, endpoint, id, now());
      await store.enqueue(tenant, message, [endpoint], Number.MAX_SAFE_INTEGER);
      const queued = await deliveryAt({ ...at, event: message.id });
      wake();
      return queued;
    },

    async deliveries(at, page) {
      await found(at);
      return store.deliveries(at, page);
    },

    delivery: deliveryAt,

    async redeliver(at) {
      await enabled(at);
      if (!(await store.requeue(at, now()))) throw deliveryNotFound(at);
      const queued = await deliveryAt(at);
      wake();
      return queued;
    },

    async publish(tenant, event) {
      const hears = ({ disabled, events }: Endpoint) =>
        disabled === null && (events.includes('*') || events.includes(event.type));
      const endpoints = (await store.list(tenant)).filter(hears).map(({ id }) => id);
      if (endpoints.length === 0) return;
      await store.enqueue(tenant, messageOf(tenant, event), endpoints, MOST_PENDING);
      wake();
    },
  };
}

function withoutSecrets({ secrets: _, ...webhook }: Endpoint): Webhook {
  return webhook;
}
