// Templates in an envelope: sealed by their subject's key, which their tenant's key wraps, which a master key wraps.
// What belongs to a tenant and to no subject, such as the secrets of its webhooks, is sealed by the tenant's key itself.
import type { GalleryKey } from '../faces/store.ts';
import { Fault } from '../fault.ts';
import type { Cipher } from './cipher.ts';
import type { MasterKeys } from './master-keys.ts';

/** First byte of everything sealed here: how the rest is to be read. */
const VERSION = 1;

/** A tenant's key as it is kept: under the master key of that id. */
export type WrappedTenantKey = { readonly master: string; readonly wrapped: Uint8Array };

/** Where a subject's key belongs. `born` tells galleries of one name apart. */
export type SubjectPlace = GalleryKey & { readonly born: number; readonly subject: string };

/** Which of a subject's templates, and in what form it was written. */
export type FacePlace = {
  readonly face: string;
  readonly encoder: string;
  readonly form: 'float32' | 'int8';
};

/** Whoever destroys the wrapped key has destroyed all that the subject's key seals, wherever copies of it are. */
export type SubjectKey = {
  seal(face: FacePlace, template: Uint8Array): Promise<Uint8Array>;
  /** @throws Fault store_failed when it belongs to another place, or was changed. */
  open(face: FacePlace, sealed: Uint8Array): Promise<Uint8Array>;
};

export type TenantKey = {
  newSubjectKey(at: SubjectPlace): Promise<{ key: SubjectKey; wrapped: Uint8Array }>;
  /** @throws Fault store_failed when it belongs to another place, or was changed. */
  subjectKey(at: SubjectPlace, wrapped: Uint8Array): Promise<SubjectKey>;
  /** For what belongs to the tenant and to no subject; `purpose` names what it is, and whose. */
  seal(purpose: string, plain: Uint8Array): Promise<Uint8Array>;
  /** @throws Fault store_failed when it was sealed for another purpose or tenant, or was changed. */
  open(purpose: string, sealed: Uint8Array): Promise<Uint8Array>;
};

/** The tenant's key, made when there is none yet. @throws Fault store_failed. */
export type OpenTenantKey = (tenant: string) => Promise<TenantKey>;

export type Vault = {
  /** Id of the master key that wraps. */
  readonly master: string;
  newTenantKey(tenant: string): Promise<WrappedTenantKey>;
  /** @throws Fault store_failed when its master key is not among ours, or is another under that id. */
  tenantKey(tenant: string, held: WrappedTenantKey): Promise<TenantKey>;
  /** The same key under the master key that wraps now. @throws as tenantKey. */
  rewrap(tenant: string, held: WrappedTenantKey): Promise<WrappedTenantKey>;
};

export function createVault(cipher: Cipher, masters: MasterKeys): Vault {
  async function wrap(tenant: string, key: Uint8Array): Promise<WrappedTenantKey> {
    const wrapped = await seal(cipher, masters.byId.get(masters.first)!, key, ['tenant key', tenant]);
    return { master: masters.first, wrapped };
  }

  async function unwrap(tenant: string, { master, wrapped }: WrappedTenantKey): Promise<Uint8Array> {
    const by = masters.byId.get(master);
    if (!by) throw masterKeyMissing(master);
    const key = await open(cipher, by, wrapped, ['tenant key', tenant]);
    if (!key) throw masterKeyWrong(master);
    return key;
  }

  return {
    master: masters.first,
    newTenantKey: (tenant) => wrap(tenant, cipher.newKey()),
    tenantKey: async (tenant, held) => tenantKeyOf(cipher, tenant, await unwrap(tenant, held)),
    rewrap: async (tenant, held) => wrap(tenant, await unwrap(tenant, held)),
  };
}

function tenantKeyOf(cipher: Cipher, tenant: string, own: Uint8Array): TenantKey {
  const placeOf = ({ gallery, born, subject }: SubjectPlace) => [
    'subject key',
    tenant,
    gallery,
    born,
    subject,
  ];
  return {
    async newSubjectKey(at) {
      const key = cipher.newKey();
      return { key: subjectKeyOf(cipher, at, key), wrapped: await seal(cipher, own, key, placeOf(at)) };
    },
    async subjectKey(at, wrapped) {
      const key = await open(cipher, own, wrapped, placeOf(at));
      if (!key) throw doesNotOpen('key of a subject');
      return subjectKeyOf(cipher, at, key);
    },
    seal: (purpose, plain) => seal(cipher, own, plain, ['of tenant', tenant, purpose]),
    async open(purpose, sealed) {
      const plain = await open(cipher, own, sealed, ['of tenant', tenant, purpose]);
      if (!plain) throw doesNotOpen(purpose);
      return plain;
    },
  };
}

function subjectKeyOf(cipher: Cipher, at: SubjectPlace, key: Uint8Array): SubjectKey {
  const { tenant, gallery, born, subject } = at;
  const placeOf = ({ face, encoder, form }: FacePlace) => [
    'template',
    tenant,
    gallery,
    born,
    subject,
    face,
    encoder,
    form,
  ];
  return {
    seal: (face, template) => seal(cipher, key, template, placeOf(face)),
    async open(face, sealed) {
      const template = await open(cipher, key, sealed, placeOf(face));
      if (!template) throw doesNotOpen('template of a face');
      return template;
    },
  };
}

type Place = readonly (string | number)[];

/** Each key is opened once; rotation leaves an opened one as it is. One that did not open is tried again. */
export function openedOnce(open: OpenTenantKey): OpenTenantKey {
  const opened = new Map<string, Promise<TenantKey>>();
  return (tenant) => {
    const known = opened.get(tenant);
    if (known) return known;
    const opening = open(tenant);
    opened.set(tenant, opening);
    opening.catch(() => opened.delete(tenant));
    return opening;
  };
}

/** Version, then what the cipher gives: 29 bytes more than `plain`. JSON keeps the parts of a place apart. */
async function seal(cipher: Cipher, key: Uint8Array, plain: Uint8Array, place: Place): Promise<Uint8Array> {
  const sealed = await cipher.seal(key, plain, JSON.stringify([VERSION, ...place]));
  const bytes = new Uint8Array(1 + sealed.length);
  bytes[0] = VERSION;
  bytes.set(sealed, 1);
  return bytes;
}

async function open(
  cipher: Cipher,
  key: Uint8Array,
  sealed: Uint8Array,
  place: Place,
): Promise<Uint8Array | undefined> {
  if (sealed[0] !== VERSION) return undefined;
  return cipher.open(key, sealed.subarray(1), JSON.stringify([VERSION, ...place]));
}

/** For what is sealed and met without any master key, `master` is undefined. */
export function masterKeyMissing(master?: string): Fault {
  return new Fault(
    'store_failed',
    `${master === undefined ? 'This is' : `A tenant's key is`} sealed by the master key${master === undefined ? '' : ` "${master}"`}, which LIKENESS_MASTER_KEY does not hold. Nothing is lost: it is read again once it does.`,
    { master },
  );
}

function masterKeyWrong(master: string): Fault {
  return new Fault(
    'store_failed',
    `The master key "${master}" of LIKENESS_MASTER_KEY is not the one of that id that wrapped a tenant's key. Nothing is lost: it is read again with the right one.`,
    { master },
  );
}

function doesNotOpen(what: string): Fault {
  return new Fault(
    'store_failed',
    `The sealed ${what} does not open: it was changed, or put in the place of another.`,
  );
}
