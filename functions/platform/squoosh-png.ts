// The PNG codec of @jsquash/png (Rust, wasm-bindgen), bound so that it can be instantiated again: its own binding
// keeps the first instance in a module variable for ever.
import type { Picture } from '../core/image.ts';
import { exportedMemory, type Instance } from './wasm-instance.ts';

export type PngApi = {
  /** RGBA, 8 bits, straight alpha; 16 bits lose their lower half. */
  decode(bytes: Uint8Array): Picture;
  encode(picture: Picture): Uint8Array;
};

type Exports = {
  readonly __wbindgen_malloc: (bytes: number, align: number) => number;
  readonly __wbindgen_free: (at: number, bytes: number, align: number) => void;
  readonly __wbindgen_add_to_stack_pointer: (bytes: number) => number;
  readonly decode: (at: number, length: number) => number;
  readonly encode: (
    result: number,
    at: number,
    length: number,
    width: number,
    height: number,
    bits: number,
  ) => void;
};

export async function squooshPng(module: WebAssembly.Module): Promise<Instance<PngApi>> {
  let decoded: Picture | undefined;
  // wasm-bindgen adds a hash to most names, so they are found by their beginning.
  const bindings: Readonly<Record<string, (...args: number[]) => unknown>> = {
    __wbindgen_throw(at, length) {
      throw new Error(new TextDecoder().decode(new Uint8Array(memory.buffer, at >>> 0, length)));
    },
    // new ImageData(pixels, width, height)
    __wbg_newwithownedu8clampedarrayandsh_(at, length, width, height) {
      decoded = { width: width >>> 0, height: height >>> 0, data: copy(at, length) };
      wasm.__wbindgen_free(at, length, 1);
      return 0;
    },
  };
  const wbg = Object.fromEntries(
    WebAssembly.Module.imports(module).map(({ name }) => {
      const known = Object.keys(bindings).find((start) => name.startsWith(start));
      return [name, known === undefined ? refuse(name) : bindings[known]];
    }),
  );
  const instance = new WebAssembly.Instance(module, { wbg } as WebAssembly.Imports);
  const memory = exportedMemory(instance);
  const wasm = instance.exports as unknown as Exports;

  function copy(at: number, length: number): Uint8Array {
    return new Uint8Array(memory.buffer, at >>> 0, length).slice();
  }

  function pass(bytes: Uint8Array): number {
    const at = wasm.__wbindgen_malloc(bytes.length, 1);
    new Uint8Array(memory.buffer).set(bytes, at >>> 0);
    return at;
  }

  return {
    memory,
    capHeap: () => undefined, // the heap grows inside the wasm, and a PNG's header does not lie: it is what is allocated
    takeMessages: () => [],
    api: {
      decode(bytes) {
        decoded = undefined;
        wasm.decode(pass(bytes), bytes.length);
        if (decoded === undefined) throw new Error('The PNG decoder returned nothing.');
        const picture = decoded as Picture;
        decoded = undefined;
        return picture;
      },
      encode({ data, width, height }) {
        const result = wasm.__wbindgen_add_to_stack_pointer(-16);
        wasm.encode(result, pass(data), data.length, width, height, 8);
        const [at, length] = new Int32Array(memory.buffer, result, 2);
        const png = copy(at, length);
        wasm.__wbindgen_free(at, length, 1);
        wasm.__wbindgen_add_to_stack_pointer(16);
        return png;
      },
    },
  };
}

/** Only the 16-bit calls, which are not used here, need the rest of the imports. */
function refuse(name: string) {
  return () => {
    throw new Error(`The PNG codec called ${name}, which is not bound.`);
  };
}
