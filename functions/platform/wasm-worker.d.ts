// A .wasm import in workerd is a compiled module, never bytes.
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
