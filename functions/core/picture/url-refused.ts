// Why a picture that is named by its URL is not fetched, worded once for whoever finds it out.
import { Fault } from '../fault.ts';

export function pictureUrlRefused(why: string): Fault {
  return new Fault('picture_url_refused', `The URL of a picture is refused: ${why}.`, { reason: why });
}
