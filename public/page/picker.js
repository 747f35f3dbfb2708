// @ts-check
// A place for a picture: from a file, by drop, or from the camera; boxes and points are drawn on it.
import { takePicture } from './camera.js';

/** Longest side of what is drawn, px. */
const DRAWN = 640;

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ box: { x: number, y: number, width: number, height: number }, points?: Record<string, Point>, label?: string, good?: boolean }} Mark
 */

export class Picker {
  /** @type {Blob | undefined} */
  picture;
  /** @type {ImageBitmap | undefined} */
  #bitmap;
  #canvas = document.createElement('canvas');
  /** @type {(picture: Blob) => void} */
  #changed;

  /** @param {HTMLElement} place @param {(picture: Blob) => void} [changed] */
  constructor(place, changed = () => {}) {
    this.#changed = changed;
    const name = place.dataset.label ?? 'Picture';
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/jpeg,image/png,image/webp,image/avif';
    input.addEventListener('change', () => input.files?.[0] && this.take(input.files[0]));
    const label = document.createElement('label');
    label.append(name, input);
    const camera = document.createElement('button');
    camera.type = 'button';
    camera.className = 'plain';
    camera.textContent = 'Use the camera';
    camera.addEventListener('click', async () => {
      const taken = await takePicture();
      if (taken) await this.take(taken);
    });
    this.#canvas.hidden = true;
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', name);
    place.append(label, camera, this.#canvas);
    place.addEventListener('dragover', (event) => event.preventDefault());
    place.addEventListener('drop', (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void this.take(file);
    });
  }

  /** @param {Blob} picture */
  async take(picture) {
    this.picture = picture;
    try {
      this.#bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
    } catch {
      this.#bitmap = undefined; // the service will say what is wrong with it
    }
    this.mark([]);
    this.#changed(picture);
  }

  /** @param {readonly Mark[]} marks in pixels of the picture */
  mark(marks) {
    const bitmap = this.#bitmap;
    const canvas = this.#canvas;
    canvas.hidden = !bitmap;
    if (!bitmap) return;
    const scale = Math.min(1, DRAWN / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    context.lineWidth = 3;
    context.font = '600 15px system-ui, sans-serif';
    for (const { box, points, label, good } of marks) {
      const colour = good === undefined ? '#ffd54a' : good ? '#41d18a' : '#ff7a70';
      const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => value * scale);
      context.strokeStyle = colour;
      context.fillStyle = colour;
      context.strokeRect(x, y, width, height);
      for (const point of Object.values(points ?? {})) {
        context.beginPath();
        context.arc(point.x * scale, point.y * scale, 3, 0, 2 * Math.PI);
        context.fill();
      }
      if (!label) continue;
      const wide = context.measureText(label).width + 10;
      const top = Math.max(0, y - 22);
      context.fillRect(x, top, wide, 22);
      context.fillStyle = '#10161b';
      context.fillText(label, x + 5, top + 16);
    }
  }
}
