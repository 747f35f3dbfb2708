// The backend of a mobile app: a face is enrolled at sign-up and verified at login. It keeps no picture: bytes go through
// to the service and are gone with the request.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createClient, type LikenessClient } from 'likeness/client';

const GALLERY = 'users';

/** A phone's picture, made smaller there: 1600 pixels are plenty for a face. */
const MOST_BYTES = 4 * 2 ** 20;

/** What people can do about it; everything else is ours, and they try again later. */
const ADVICE: Readonly<Record<string, string>> = {
  no_face: 'No face is in the picture.',
  multiple_faces: 'Only you should be in the picture.',
  nothing_enrolled: 'No face in the picture could be used: look into the camera, in good light.',
  picture_broken: 'The picture did not arrive whole.',
  picture_type_unsupported: 'A JPEG, PNG, WebP or AVIF is wanted.',
};

/** `userOf`: who sent the request, by the app's own sign-in; a face is a second factor, never the name. */
export function mobileBackend(
  likeness: LikenessClient,
  userOf: (request: Request) => Promise<string | undefined>,
): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MOST_BYTES }));

  app.post('/face', async (c) => {
    const user = await userOf(c.req.raw);
    const { selfie } = await c.req.parseBody();
    if (!user || !(selfie instanceof File)) return c.json({ message: 'Who are you?' }, 400);
    const { error } = await likeness.POST('/v1/galleries/{gallery}/subjects/{subject}/faces', {
      params: { path: { gallery: GALLERY, subject: user } },
      body: { image: selfie },
    });
    if (error) return refused(error.code);
    return c.json({ enrolled: true }, 201);
  });

  app.post('/login', async (c) => {
    const user = await userOf(c.req.raw);
    const { selfie } = await c.req.parseBody();
    if (!user || !(selfie instanceof File)) return c.json({ message: 'Who are you?' }, 400);
    const { data, error } = await likeness.POST('/v1/verify', {
      // One in ten thousand strangers would pass; the service refuses a rate that it cannot tell.
      body: { a: selfie, b: { gallery: GALLERY, subject: user }, fmr: 0.0001, on_multiple: 'error' },
    });
    if (error) return refused(error.code);
    return c.json({ same: data.same }, data.same ? 200 : 401);
  });

  return app;
}

function refused(code: string): Response {
  const message = ADVICE[code];
  return Response.json({ code, message: message ?? 'Try again later.' }, { status: message ? 422 : 503 });
}

/** Once, when the backend starts: the gallery is made, or is there. Deleting an account forgets its face. */
export async function open(baseUrl: string, key: string): Promise<LikenessClient> {
  // People wait ten seconds at most: two tries of four, and Retry-After between them.
  const likeness = createClient({ baseUrl, key, timeoutMs: 4_000, retries: 1 });
  await likeness.PUT('/v1/galleries/{gallery}', { params: { path: { gallery: GALLERY } }, body: {} });
  return likeness;
}
