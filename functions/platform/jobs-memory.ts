// The job store in memory: the readable specification of the port, and the store of tests and throw-away servers.
import { compareIds } from '../core/faces/order.ts';
import type { JobKey, JobStore, StoredJob } from '../core/jobs/store.ts';
import { onePiece } from '../core/optim/packing.ts';
import { pageOf } from '../core/page.ts';

type Held = {
  readonly at: JobKey;
  job: StoredJob;
  readonly inputs: Uint8Array;
  state: Float32Array;
  readonly entries: string[];
  lease: { readonly holder: string; readonly until: number } | undefined;
};

export function createMemoryJobStore(): JobStore {
  const jobs = new Map<string, Held>();
  const keyOf = ({ tenant, job }: JobKey) => JSON.stringify([tenant, job]);
  const find = (at: JobKey) => jobs.get(keyOf(at));
  const inOrder = () =>
    [...jobs.values()].sort((a, b) => compareIds(a.at.tenant, b.at.tenant) || compareIds(a.at.job, b.at.job));

  return {
    async create(at, { record, auto, inputs, state }) {
      if (find(at)) return false;
      const job = { id: at.job, revision: 1, record, auto, entries: 0 };
      const held = { at, job, inputs: inputs.slice(), state: onePiece(state), entries: [], lease: undefined };
      jobs.set(keyOf(at), held);
      return true;
    },

    async get(at) {
      return find(at)?.job;
    },

    async list(tenant, { limit, cursor }) {
      const found = inOrder().filter(
        ({ at }) => at.tenant === tenant && (cursor === undefined || compareIds(at.job, cursor) > 0),
      );
      return pageOf(
        found.map(({ job }) => job),
        limit,
        ({ id }) => id,
      );
    },

    async inputs(at) {
      return find(at)?.inputs.slice();
    },

    async state(at) {
      const held = find(at);
      return held && { revision: held.job.revision, state: held.state.slice() };
    },

    async losses(at, { from, limit }) {
      return find(at)?.entries.slice(from, from + limit) ?? [];
    },

    async commit(at, { revision, record, auto, state, entries }) {
      const held = find(at);
      if (held?.job.revision !== revision) return false;
      held.entries.push(...entries);
      if (state) held.state = onePiece(state);
      held.job = { id: at.job, revision: revision + 1, record, auto, entries: held.entries.length };
      return true;
    },

    async delete(at) {
      return jobs.delete(keyOf(at));
    },

    async claim(at, { holder, now, until }) {
      const held = find(at);
      if (!held || (held.lease && held.lease.holder !== holder && held.lease.until > now)) return false;
      held.lease = { holder, until };
      return true;
    },

    async release(at, holder) {
      const held = find(at);
      if (held?.lease?.holder === holder) held.lease = undefined;
    },

    async waiting(now, limit) {
      const free = inOrder().filter(({ job, lease }) => job.auto && !(lease && lease.until > now));
      return free.slice(0, limit).map(({ at }) => at);
    },

    async close() {},
  };
}
