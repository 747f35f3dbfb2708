// The port of authenticated encryption: AES-256-GCM, which every platform has and the core has not.

/** Node answers at once, WebCrypto with a promise; whoever asks awaits either. */
type Awaitable<T> = T | Promise<T>;

/** Key length of AES-256. */
export const KEY_BYTES = 32;

/** The nonce that NIST SP 800-38D, 8.2, recommends, and its longest tag: what a sealed text is longer by. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/**
 * `bound` is what the text belongs to (GCM's additional data): it opens beside the same `bound` alone. Keys have 32 bytes.
 * Nonces are drawn, so one key may seal 2^32 texts (SP 800-38D, 8.3); ours seal the faces of a subject, or its tenant's
 * subjects.
 */
export type Cipher = {
  /** 32 bytes that nobody can guess. */
  newKey(): Uint8Array;
  /** Nonce, ciphertext, tag; another nonce each time. */
  seal(key: Uint8Array, plain: Uint8Array, bound: string): Awaitable<Uint8Array>;
  /** Undefined when the key or `bound` is another, or a bit was changed. */
  open(key: Uint8Array, sealed: Uint8Array, bound: string): Awaitable<Uint8Array | undefined>;
};
