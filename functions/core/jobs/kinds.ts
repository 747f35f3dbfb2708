// The kinds of jobs there are, each one row.
import { clipKind } from '../clip/kind.ts';
import type { Picture } from '../image.ts';
import { maximiseKind } from '../maximise/kind.ts';
import { soundKind } from '../sound/kind.ts';
import { styleKind } from '../style/kind.ts';
import { volumeKind } from '../volume/kind.ts';
import type { Kind } from './kind.ts';

export const KINDS = {
  style: styleKind,
  maximise: maximiseKind,
  sound: soundKind,
  clip: clipKind,
  volume: volumeKind,
};

export type Kinds = typeof KINDS;
export type KindName = keyof Kinds;

type TypesOf<K extends KindName> = Kinds[K] extends Kind<infer T> ? T : never;
export type RequestOf<K extends KindName> = TypesOf<K>['request'];
export type OptionsOf<K extends KindName> = TypesOf<K>['options'];
export type InputsOf<K extends KindName> = TypesOf<K>['inputs'];

/** What a caller asks for, each kind with its own request and inputs. */
export type Asked = {
  [K in KindName]: { readonly kind: K; readonly request: RequestOf<K>; readonly inputs: InputsOf<K> };
}[KindName];

/** What comes out, each kind with its own. */
export type Result = {
  [K in KindName]: { readonly kind: K; readonly value: TypesOf<K>['result'] };
}[KindName];

/** Of a name, where it does not matter which. */
export function kindOf(name: KindName, kinds: Kinds = KINDS): Kind {
  return kinds[name];
}

/** What came out, to look at. */
export function pictureOf({ kind, value }: Result): Picture {
  return kindOf(kind).picture(value);
}
