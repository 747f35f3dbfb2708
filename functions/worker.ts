// The Cloudflare Worker: bindings -> Deps -> app.

export default { fetch: () => new Response('starting', { status: 503 }) };
