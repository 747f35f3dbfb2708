// The one error the core throws on purpose: a code from a closed list, a sentence with the numbers, the facts as fields.

/** Every code a caller may see. functions/http/problem.ts gives each its HTTP status; forgetting one does not compile. */
export type FaultCode =
  | 'request_malformed'
  | 'request_invalid'
  | 'unauthorized'
  | 'scope_missing'
  | 'rate_limited'
  | 'origin_refused'
  | 'not_found'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'media_type_unsupported'
  | 'idempotency_key_reused'
  | 'idempotency_running'
  | 'picture_empty'
  | 'picture_type_unsupported'
  | 'picture_too_large'
  | 'picture_broken'
  | 'picture_url_refused'
  | 'picture_unreachable'
  | 'sound_type_unsupported'
  | 'sound_broken'
  | 'volume_type_unsupported'
  | 'volume_too_large'
  | 'volume_broken'
  | 'no_face'
  | 'multiple_faces'
  | 'embedding_invalid'
  | 'encoder_mismatch'
  | 'search_mismatch'
  | 'search_unsupported'
  | 'head_missing'
  | 'threshold_unsupported'
  | 'gallery_not_found'
  | 'gallery_empty'
  | 'gallery_changed'
  | 'gallery_full'
  | 'calibration_missing'
  | 'subject_not_found'
  | 'face_not_found'
  | 'nothing_enrolled'
  | 'model_missing'
  | 'model_invalid'
  | 'graph_invalid'
  | 'diverged'
  | 'state_invalid'
  | 'runtime_failed'
  | 'network_busy'
  | 'network_not_found'
  | 'layer_not_found'
  | 'layer_unknown'
  | 'unit_dead'
  | 'picture_too_small'
  | 'style_not_found'
  | 'style_ahead'
  | 'style_ended'
  | 'style_too_large'
  | 'style_busy'
  | 'webhook_not_found'
  | 'webhook_url_refused'
  | 'webhook_disabled'
  | 'webhooks_full'
  | 'delivery_not_found'
  | 'store_failed'
  | 'overloaded';

/** Numbers and names a program can act on; never a picture, a template or a person's data. */
export type Facts = Readonly<Record<string, unknown>>;

/** An expected failure. Anything else that is thrown is a bug and is answered 500 without detail. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly facts: Facts;

  constructor(code: FaultCode, message: string, facts: Facts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.facts = facts;
  }
}
