// What an app tells those who watch it: of every request one record, and errors as they happen.
import type { Log } from './log.ts';

/** Of a request that is over. Nothing of it says who asked or about whom. */
export type RequestRecord = {
  /** The request id. */
  readonly request: string;
  /** Trace id, 32 hexadecimal digits: of the caller's `traceparent` (W3C Trace Context), or of the trace begun here. */
  readonly trace?: string;
  readonly method: string;
  /** The route's pattern, as `/v1/galleries/:gallery`, never the address; `none` where no route answers. */
  readonly route: string;
  readonly status: number;
  /** Of the problem that was answered. */
  readonly code?: string;
  /** From its first byte to the last of the answer, milliseconds. */
  readonly ms?: number;
  /** As the request's header says. */
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  /** The caller went away before the answer was whole. */
  readonly aborted?: boolean;
};

/** A stage of Server-Timing at work, once. */
export type StageTime = { readonly stage: string; readonly begun: number; readonly ended: number };

/** When a request was where, on the watch's clock. */
export type RequestCourse = {
  /** The caller's span, of its `traceparent`. */
  readonly parent?: { readonly traceId: string; readonly spanId: string; readonly sampled: boolean };
  readonly begun: number;
  readonly ended: number;
  readonly stages: readonly StageTime[];
};

export type Watch = {
  readonly log: Log;
  /** Milliseconds of a clock that moves while work is done. Absent where none does: a Worker's stands still meanwhile. */
  readonly clock?: () => number;
  readonly observe?: (record: RequestRecord) => void;
  /** Where there is a clock: called before `observe`; the answer is the id of the trace that holds the request, if one does. */
  readonly trace?: (record: RequestRecord, course: RequestCourse) => string | undefined;
  /**
   * Calls back when the answer has been sent, or its caller has gone. `env` is what the server hands to the app; absent
   * where that tells nothing: a request is then over when its answer begins.
   */
  readonly sent?: (env: unknown, told: (sent: Sent) => void) => void;
};

export type Sent = Pick<RequestRecord, 'bytesOut' | 'aborted'>;
