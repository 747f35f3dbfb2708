// A WebAssembly codec as an instance that is made when needed and thrown away when it fails or has grown large.
//
// @jsquash's own `init` keeps one instance for ever. But a decoder that gives up in the middle of a picture leaves its
// memory behind (C's exit() and Rust's throw unwind nothing), and a wasm heap never shrinks: a few small files with
// large headers would fill it, and no picture would decode again. A new instance takes 1 to 4 ms.

/** Compiles a codec, or hands over an imported module. Asked once, and again after a failure. */
export type WasmSource = () => Promise<WebAssembly.Module>;

/** What is known when a codec gives no reason. */
export const DAMAGED = 'its data is damaged or ends early';

/** What a codec said when it gave up. */
export class CodecError extends Error {
  constructor(reason: string, cause: unknown) {
    super(reason, { cause });
    this.name = 'CodecError';
  }
}

export type Instance<Api> = {
  readonly api: Api;
  readonly memory: WebAssembly.Memory;
  /** Refuses to let the heap grow beyond this many bytes; not every toolchain asks. */
  readonly capHeap: (bytes: number) => void;
  /** What it printed since it was last asked: the reason, where the codec has one. */
  readonly takeMessages: () => string[];
};

export type WasmCodec<Api> = {
  /**
   * Calls the codec, in one synchronous run: runs never interleave.
   * @throws CodecError when the codec does; the instance is then replaced.
   */
  run<T>(heapBytes: number, call: (api: Api) => T): Promise<T>;
};

/** A heap this large is given back after the picture that needed it: 12 MP of JPEG stay below. */
const KEEP_HEAP_BYTES = 64 * 2 ** 20;

export function wasmCodec<Api>(
  source: WasmSource,
  instantiate: (module: WebAssembly.Module) => Promise<Instance<Api>>,
): WasmCodec<Api> {
  let module: Promise<WebAssembly.Module> | undefined;
  let live: Promise<Instance<Api>> | undefined;

  function boot(): Promise<Instance<Api>> {
    module ??= source();
    const booting = module.then(instantiate);
    booting.catch(() => {
      module = undefined;
      if (live === booting) live = undefined;
    });
    return booting;
  }

  return {
    async run(heapBytes, call) {
      for (;;) {
        live ??= boot();
        const asked = live;
        const instance = await asked;
        // From here on nothing waits. While it waited, another call may have broken the instance.
        if (live !== asked) continue;
        instance.capHeap(heapBytes);
        try {
          const result = call(instance.api);
          instance.takeMessages();
          if (instance.memory.buffer.byteLength > KEEP_HEAP_BYTES) live = undefined;
          return result;
        } catch (error) {
          live = undefined;
          throw new CodecError(instance.takeMessages().at(-1) ?? DAMAGED, error);
        }
      }
    },
  };
}

/** What Emscripten's module factories take, as far as it is used here. */
type EmscriptenOptions = {
  readonly noInitialRun: true;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
};
export type EmscriptenFactory<Api> = (options: EmscriptenOptions) => Promise<Api>;

/** Emscripten's glue grows the heap by calling `grow` on the exported memory, so a `grow` of our own can refuse. */
export function emscripten<Api>(factory: EmscriptenFactory<Api>) {
  return async (module: WebAssembly.Module): Promise<Instance<Api>> => {
    let cap = Number.POSITIVE_INFINITY;
    let messages: string[] = [];
    let memory: WebAssembly.Memory | undefined;
    const keep = (line: string) => messages.push(line);
    const api = await factory({
      noInitialRun: true,
      print: keep,
      printErr: keep,
      instantiateWasm(imports, done) {
        const instance = new WebAssembly.Instance(module, imports);
        memory = exportedMemory(instance);
        const grow = memory.grow.bind(memory);
        const size = () => (memory as WebAssembly.Memory).buffer.byteLength;
        memory.grow = (pages) => {
          if (size() + Math.floor(pages) * 65536 > cap)
            throw new RangeError(`The heap is capped at ${cap} bytes.`);
          return grow(pages);
        };
        done(instance);
        return instance.exports;
      },
    });
    return {
      api,
      memory: memory as WebAssembly.Memory,
      capHeap: (bytes) => {
        cap = bytes;
      },
      takeMessages() {
        const taken = messages;
        if (taken.length > 0) messages = [];
        return taken;
      },
    };
  };
}

export function exportedMemory(instance: WebAssembly.Instance): WebAssembly.Memory {
  const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
  if (memory === undefined) throw new Error('The codec exports no memory.');
  return memory as WebAssembly.Memory;
}
