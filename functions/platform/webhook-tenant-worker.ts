// A Durable Object a tenant: it holds who is told of what, and its alarm delivers.
import { DurableObject } from 'cloudflare:workers';
import type { Event, Events } from '../core/events/event.ts';
import type { Page, PageRequest } from '../core/faces/store.ts';
import { errorFields } from '../core/log.ts';
import { reportFailures } from '../core/report-failures.ts';
import type { OpenTenantKey } from '../core/vault/envelope.ts';
import { deliver, type Send } from '../core/webhooks/deliver.ts';
import { KEPT_EACH, KEPT_MS, withRoom } from '../core/webhooks/deliveries.ts';
import { urlRefused } from '../core/webhooks/faults.ts';
import { sealSecrets } from '../core/webhooks/secrets.ts';
import type {
  Delivery,
  DeliveryKey,
  DeliveryStatus,
  EndpointChange,
  EndpointKey,
  WebhookStore,
} from '../core/webhooks/store.ts';
import {
  createWebhooks,
  type NewWebhook,
  type Webhook,
  type Webhooks,
  type WithSecrets,
} from '../core/webhooks/webhooks.ts';
import { createWorkerLog, type LogEnv } from './log-worker.ts';
import { readOutboundUrl } from './outbound-url.ts';
import { retryAfterMs } from './retry-after.ts';
import { type Answer, answer, answered, type Namespace, objectNamed } from './rpc-worker.ts';
import { createTenantKeys, type VaultEnv } from './vault-worker.ts';
import { signWebhook } from './webhook-signature.ts';
import { createObjectWebhookStore } from './webhooks-object-worker.ts';

export type WebhookEnv = VaultEnv &
  LogEnv & { readonly GALLERY: Namespace; readonly WEBHOOK: DurableObjectNamespace<WebhookObject> };

/** An invocation has six connections at once. */
const AT_ONCE = 6;

/** An alarm's own time; what is left is the next one's. */
const ALARM_MS = 60_000;

const RETRY_MS = 30_000;

type DeliveriesPage = PageRequest & { readonly status?: DeliveryStatus };

/** What the Worker calls, each of a tenant's object. */
type WebhookRpc = {
  create(at: EndpointKey, made: NewWebhook, again: boolean): Promise<Answer<WithSecrets>>;
  read(at: EndpointKey): Promise<Answer<Webhook>>;
  list(tenant: string): Promise<Answer<readonly Webhook[]>>;
  change(at: EndpointKey, change: EndpointChange): Promise<Answer<Webhook>>;
  drop(at: EndpointKey): Promise<Answer<void>>;
  rotate(at: EndpointKey): Promise<Answer<WithSecrets>>;
  /** `test` is a name of the runtime's own: a call of it comes to nothing. */
  sendTest(at: EndpointKey, id: string): Promise<Answer<Delivery>>;
  deliveries(at: EndpointKey, page: DeliveriesPage): Promise<Answer<Page<Delivery>>>;
  delivery(at: DeliveryKey): Promise<Answer<Delivery>>;
  redeliver(at: DeliveryKey): Promise<Answer<Delivery>>;
  publish(tenant: string, event: Event): Promise<Answer<void>>;
};

export class WebhookObject extends DurableObject<WebhookEnv> implements WebhookRpc {
  readonly #store: WebhookStore;
  readonly #webhooks: Webhooks & Events;
  /** Undefined without a master key. */
  readonly #tenantKey: OpenTenantKey | undefined;

  constructor(state: DurableObjectState, env: WebhookEnv) {
    super(state, env);
    this.#store = createObjectWebhookStore({
      sql: state.storage.sql,
      transactionSync: (work) => state.storage.transactionSync(work),
    });
    this.#tenantKey = env.LIKENESS_MASTER_KEY ? createTenantKeys(() => this.env) : undefined;
    this.#webhooks = createWebhooks({
      store: this.#store,
      tenantKey: this.#tenantKey,
      now: Date.now,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      target(text) {
        const read = readOutboundUrl(text, { reach: 'public' });
        if ('refused' in read) throw urlRefused(read.refused);
        return read.url;
      },
      wake: () => void state.storage.setAlarm(Date.now()),
    });
  }

  create(at: EndpointKey, made: NewWebhook, again: boolean) {
    return answer(() => this.#webhooks.create(at, made, again));
  }

  read(at: EndpointKey) {
    return answer(() => this.#webhooks.get(at));
  }

  list(tenant: string) {
    return answer(() => this.#webhooks.list(tenant));
  }

  change(at: EndpointKey, change: EndpointChange) {
    return answer(() => this.#webhooks.change(at, change));
  }

  drop(at: EndpointKey) {
    return answer(() => this.#webhooks.delete(at));
  }

  rotate(at: EndpointKey) {
    return answer(() => this.#webhooks.rotate(at));
  }

  sendTest(at: EndpointKey, id: string) {
    return answer(() => this.#webhooks.test(at, id));
  }

  deliveries(at: EndpointKey, page: DeliveriesPage) {
    return answer(() => this.#webhooks.deliveries(at, page));
  }

  delivery(at: DeliveryKey) {
    return answer(() => this.#webhooks.delivery(at));
  }

  redeliver(at: DeliveryKey) {
    return answer(() => this.#webhooks.redeliver(at));
  }

  publish(tenant: string, event: Event) {
    return answer(() => this.#webhooks.publish(tenant, event));
  }

  /** What is due, some at once, and then the next alarm. A claim that this does not live to settle is due again. */
  override async alarm(): Promise<void> {
    const [store, tenantKey] = [this.#store, this.#tenantKey];
    const tools = {
      store,
      tenantKey,
      send: sendByFetch,
      sign: signWebhook,
      now: Date.now,
      random: Math.random,
    };
    const log = createWorkerLog(this.env);
    let from = 0; // no earlier than this comes the next alarm
    for (const began = Date.now(); from === 0 && Date.now() - began < ALARM_MS; ) {
      const due = (await withRoom(store, Date.now(), 100, new Map())).slice(0, AT_ONCE);
      if (due.length === 0) break;
      if (tenantKey) await sealOld(store, tenantKey, due[0].tenant);
      for (const ended of await Promise.allSettled(due.map((at) => deliver(tools, at)))) {
        if (ended.status === 'fulfilled') continue;
        log.error(errorFields(ended.reason));
        from = Date.now() + RETRY_MS; // the runtime itself would give up after six times
      }
    }
    await store.prune({ each: KEPT_EACH, since: Date.now() - KEPT_MS });
    const next = await store.nextDue();
    if (next !== undefined) await this.ctx.storage.setAlarm(Math.max(next, from, Date.now()));
  }
}

/**
 * Secrets from before there was a master key are sealed here, since no command reaches an object. A tenant's key that
 * does not open is told by whatever needs it.
 */
async function sealOld(store: WebhookStore, tenantKey: OpenTenantKey, tenant: string): Promise<void> {
  await sealSecrets(store, tenantKey, tenant).catch(() => undefined);
}

/**
 * fetch reaches no private network from a Worker, so that there is no address to check; what spells one out was refused
 * with the URL.
 */
const sendByFetch: Send = async ({ url, headers, body, timeoutMs }) => {
  if ('refused' in readOutboundUrl(url, { reach: 'public' })) return { error: 'address_refused' };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    return {
      status: response.status,
      retryAfterMs: retryAfterMs(response.headers.get('Retry-After')),
    };
  } catch {
    return { error: signal.aborted ? 'timeout' : 'connection_failed' };
  }
};

/** As the Worker's routes see them: each call goes to the tenant's object. */
export function createObjectWebhooks({ WEBHOOK }: Pick<WebhookEnv, 'WEBHOOK'>): Webhooks & Events {
  const of = (tenant: string) => objectNamed<WebhookRpc>(WEBHOOK, [tenant]);
  const webhooks: Webhooks & Events = {
    create: (at, made, again) => answered(of(at.tenant).create(at, made, again)),
    get: (at) => answered(of(at.tenant).read(at)),
    list: (tenant) => answered(of(tenant).list(tenant)),
    change: (at, change) => answered(of(at.tenant).change(at, change)),
    delete: (at) => answered(of(at.tenant).drop(at)),
    rotate: (at) => answered(of(at.tenant).rotate(at)),
    test: (at, id) => answered(of(at.tenant).sendTest(at, id)),
    deliveries: (at, page) => answered(of(at.tenant).deliveries(at, page)),
    delivery: (at) => answered(of(at.tenant).delivery(at)),
    redeliver: (at) => answered(of(at.tenant).redeliver(at)),
    publish: (tenant, event) => answered(of(tenant).publish(tenant, event)),
  };
  return reportFailures(webhooks, "The Durable Object of a tenant's webhooks");
}
