// Who did what to whose face: records that each name the one before by its hash, so that none can be changed or taken out unseen.
import type { EventData } from '../events/event.ts';

/** What is done to faces beyond what is told as an event. */
type OnlyAudited = {
  readonly 'subject.renamed': { readonly gallery: string; readonly subject: string };
  readonly 'subject.exported': { readonly gallery: string; readonly subject: string };
  /** Of the two sides those that are enrolled. */
  readonly 'subject.compared': {
    readonly subjects: readonly { readonly gallery: string; readonly subject: string }[];
    readonly same: boolean;
  };
  readonly 'gallery.calibrated': { readonly gallery: string };
};

/** Ids and numbers only, as events have them: never a template, a picture or a name. */
export type ActData = Omit<EventData, 'style.progress' | 'style.completed' | 'style.failed'> & OnlyAudited;

export type Action = keyof ActData;

export type Act<A extends Action = Action> = {
  [K in A]: {
    /** Milliseconds since the epoch. */
    readonly at: number;
    /** Id of the key that was sent; null where the service asks for none; `retention` where a subject's time came. */
    readonly actor: string | null;
    /** Id of the request; of retention, which has none, an id of its own. */
    readonly request: string;
    readonly action: K;
    readonly data: ActData[K];
  };
}[A];

export type AuditRecord = Act & {
  /** 1 is the tenant's first. */
  readonly seq: number;
  /** `hash` of the record before; 64 zeros of the first. */
  readonly previous: string;
  /** SHA-256, lower-case hex, over the tenant and all of the above. */
  readonly hash: string;
};

export const NO_PREVIOUS = '0'.repeat(64);

type Sha256 = (text: string) => Promise<string>;

/** The record that comes after `last`. */
export async function linked(
  sha256: Sha256,
  tenant: string,
  last: Pick<AuditRecord, 'seq' | 'hash'> | undefined,
  act: Act,
): Promise<AuditRecord> {
  const seq = (last?.seq ?? 0) + 1;
  const previous = last?.hash ?? NO_PREVIOUS;
  return { ...act, seq, previous, hash: await sha256(textOf(tenant, { ...act, seq, previous })) };
}

/** Why these are not one tenant's records in order after `last`, with the number of the first that is wrong; undefined when they are. */
export async function brokenAt(
  sha256: Sha256,
  tenant: string,
  last: Pick<AuditRecord, 'seq' | 'hash'> | undefined,
  records: readonly AuditRecord[],
): Promise<{ readonly seq: number; readonly why: string } | undefined> {
  let before = last;
  for (const record of records) {
    const { seq, previous, hash } = record;
    const expected = (before?.seq ?? 0) + 1;
    if (seq !== expected)
      return { seq: expected, why: `record ${expected} is missing; ${seq} is in its place` };
    if (previous !== (before?.hash ?? NO_PREVIOUS))
      return { seq, why: `record ${seq} does not name the hash of the one before` };
    if (hash !== (await sha256(textOf(tenant, record))))
      return { seq, why: `record ${seq} is not what its hash was made of` };
    before = record;
  }
  return undefined;
}

/** What the hash is of: one JSON array, so that nothing can move from one member to the next. */
function textOf(
  tenant: string,
  { seq, at, actor, request, action, data, previous }: Omit<AuditRecord, 'hash'>,
): string {
  return JSON.stringify([tenant, seq, at, actor, request, action, data, previous]);
}
