// The webhook store in memory: the readable specification of the port, and the store of tests and throw-away servers.
import { compareIds } from '../core/faces/order.ts';
import { said } from '../core/said.ts';
import type {
  Attempt,
  Claimed,
  Delivery,
  DeliveryKey,
  DeliveryStatus,
  Endpoint,
  EndpointKey,
  Message,
  WebhookStore,
} from '../core/webhooks/store.ts';
import { deliveryPage, isBefore, readCursor } from './age-cursor.ts';

type Queued = {
  readonly at: DeliveryKey;
  readonly message: Message;
  status: DeliveryStatus;
  attempts: number;
  nextAt: number;
  last: Attempt | null;
};

export function createMemoryWebhookStore(): WebhookStore {
  const endpoints = new Map<string, { readonly at: EndpointKey; endpoint: Endpoint }>();
  const queue = new Map<string, Queued>();
  const nameOf = ({ tenant, endpoint }: EndpointKey) => JSON.stringify([tenant, endpoint]);
  const keyOf = (at: DeliveryKey) => JSON.stringify([at.tenant, at.endpoint, at.event]);
  const find = (at: EndpointKey) => endpoints.get(nameOf(at));
  const queueOf = (at: EndpointKey) => [...queue.values()].filter((each) => nameOf(each.at) === nameOf(at));
  const newestFirst = (queued: readonly Queued[]) =>
    queued.toSorted(({ message: a }, { message: b }) => b.createdAt - a.createdAt || compareIds(b.id, a.id));
  const waiting = () =>
    [...queue.values()].filter(
      ({ at, status }) => status === 'pending' && find(at)?.endpoint.disabled === null,
    );

  return {
    async add(tenant, endpoint, most) {
      const held = [...endpoints.values()].filter(({ at }) => at.tenant === tenant).length;
      if (held >= most) return false;
      const at = { tenant, endpoint: endpoint.id };
      endpoints.set(nameOf(at), { at, endpoint });
      return true;
    },

    async get(at) {
      return find(at)?.endpoint;
    },

    async list(tenant) {
      return [...endpoints.values()]
        .filter(({ at }) => at.tenant === tenant)
        .map(({ endpoint }) => endpoint)
        .sort((a, b) => a.createdAt - b.createdAt || compareIds(a.id, b.id));
    },

    async change(at, change) {
      const held = find(at);
      if (!held) return undefined;
      held.endpoint = {
        ...held.endpoint,
        ...said(change),
        ...(change.disabled === null ? { failingSince: null } : {}),
      };
      return held.endpoint;
    },

    async replaceSecrets(at, from, to) {
      const held = find(at);
      if (held?.endpoint.secrets !== from) return false;
      held.endpoint = { ...held.endpoint, secrets: to };
      return true;
    },

    async remove(at) {
      for (const each of queueOf(at)) queue.delete(keyOf(each.at));
      return endpoints.delete(nameOf(at));
    },

    async enqueue(tenant, message, ids, mostPending) {
      for (const endpoint of ids) {
        const at = { tenant, endpoint, event: message.id };
        const held = find(at);
        if (!held || queue.has(keyOf(at))) continue;
        const pending = queueOf(at).filter(({ status }) => status === 'pending');
        const superseded = pending.filter(
          ({ message: { topic } }) => topic !== null && topic === message.supersedes,
        );
        for (const each of superseded) queue.delete(keyOf(each.at));
        if (pending.length - superseded.length >= mostPending) {
          held.endpoint = { ...held.endpoint, dropped: held.endpoint.dropped + 1 };
        } else {
          const nextAt = message.createdAt;
          queue.set(keyOf(at), { at, message, status: 'pending', attempts: 0, nextAt, last: null });
        }
      }
    },

    async due(now, limit, except) {
      return waiting()
        .filter(({ at, nextAt }) => nextAt <= now && !except.includes(at.endpoint))
        .sort((a, b) => a.nextAt - b.nextAt || compareIds(a.at.event, b.at.event))
        .slice(0, limit)
        .map(({ at }) => ({ ...at, failing: find(at)?.endpoint.failingSince !== null }));
    },

    async nextDue() {
      const times = waiting().map(({ nextAt }) => nextAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },

    async claim(at, now, until) {
      const queued = queue.get(keyOf(at));
      const endpoint = find(at)?.endpoint;
      if (!queued || !endpoint || endpoint.disabled !== null) return undefined;
      if (queued.status !== 'pending' || queued.nextAt > now) return undefined;
      queued.attempts++;
      queued.nextAt = until;
      const { url, secrets, failingSince } = endpoint;
      const { type, body } = queued.message;
      return { type, body, attempts: queued.attempts, url, secrets, failingSince } satisfies Claimed;
    },

    async settle(at, { attempt, last, status, nextAt, disable }) {
      const queued = queue.get(keyOf(at));
      const held = find(at);
      if (!held || queued?.status !== 'pending' || queued.attempts !== attempt) return;
      Object.assign(queued, { last, status, nextAt });
      const { failingSince, disabled } = held.endpoint;
      held.endpoint = {
        ...held.endpoint,
        failingSince: last.error === null ? null : (failingSince ?? last.at),
        disabled: disabled ?? disable,
      };
    },

    async deliveries(at, { limit, cursor, status }) {
      const last = cursor === undefined ? undefined : readCursor(cursor);
      const found = newestFirst(queueOf(at)).filter(
        (queued) =>
          (status === undefined || queued.status === status) &&
          (last === undefined || isBefore(last, queued.message)),
      );
      return deliveryPage(found.map(deliveryOf), limit);
    },

    async delivery(at) {
      const queued = queue.get(keyOf(at));
      return queued && deliveryOf(queued);
    },

    async requeue(at, now) {
      const queued = queue.get(keyOf(at));
      if (!queued) return false;
      Object.assign(queued, { status: 'pending', attempts: 0, nextAt: now });
      return true;
    },

    async prune({ each, since }) {
      for (const { at } of endpoints.values()) {
        for (const status of ['delivered', 'dead'] as const) {
          const ended = newestFirst(queueOf(at).filter((queued) => queued.status === status));
          for (const [i, { at, message }] of ended.entries())
            if (i >= each || message.createdAt < since) queue.delete(keyOf(at));
        }
      }
    },

    async close() {},
  };
}

function deliveryOf({ at, message, status, attempts, nextAt, last }: Queued): Delivery {
  const { type, createdAt } = message;
  return { event: at.event, type, status, attempts, createdAt, nextAt, last };
}
