// Which files a browser may ask for: the demo page and the document's, by their address.

/** Address of the page that a folder's address stands for. */
const INDEXES: Readonly<Record<string, string>> = { '/': '/index.html', '/docs/': '/docs/index.html' };

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** What the document's page is made of, beside what public/docs/ has: files of the package swagger-ui-dist. */
export const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** The file's address and media type, or undefined: nothing else is ever read for a browser. */
export function pageAt(address: string): { readonly address: string; readonly type: string } | undefined {
  const file = INDEXES[address] ?? address;
  const type = TYPES[/^\/(?:index|(?:page|docs)\/[a-z-]+)\.([a-z]+)$/.exec(file)?.[1] ?? ''];
  return type === undefined ? undefined : { address: file, type };
}
