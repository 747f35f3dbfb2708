// Under which heading of the document a call stands: by the first part of its path.

const HEADINGS = [
  { name: 'Faces', description: 'Pictures without a gallery.', paths: ['detect', 'embed', 'verify'] },
  {
    name: 'Galleries',
    description: 'People who are enrolled, and who of them a picture shows.',
    paths: ['galleries'],
  },
  {
    name: 'Styles',
    description: 'Pictures, sounds, clips and volumes in the style of others, as jobs.',
    paths: ['styles'],
  },
  {
    name: 'Networks',
    description: 'What the networks are made of, and what their layers respond to.',
    paths: ['networks'],
  },
  { name: 'Webhooks', description: 'Events, signed as Standard Webhooks are.', paths: ['webhooks'] },
  {
    name: 'Service',
    description: 'What is loaded, how it is, and what was done.',
    paths: ['models', 'health', 'audit'],
  },
] as const;

export const TAGS = HEADINGS.map(({ name, description }) => ({ name, description }));

/** @throws Error for a path that has no heading: a new part of the API is given one. */
export function tagOf(path: string): string {
  const part = path.split('/')[2];
  const heading = HEADINGS.find(({ paths }) => (paths as readonly string[]).includes(part));
  if (!heading) throw new Error(`functions/http/tags.ts has no heading for ${path}.`);
  return heading.name;
}
