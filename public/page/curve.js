// @ts-check
// A loss curve: iterations to the right, the loss upwards in powers of ten.

/**
 * @param {HTMLCanvasElement} canvas
 * @param {readonly number[]} totals
 * @param {number} last the iteration that the last of them belongs to
 */
export function drawCurve(canvas, totals, last) {
  canvas.hidden = false;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const { width, height } = canvas;
  const ink = getComputedStyle(canvas).color;
  const logs = totals.map((total) => Math.log10(Math.max(total, 1e-12)));
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const span = Math.max(1, high - low);
  const [left, bottom] = [56, 24];
  const x = (/** @type {number} */ i) => left + ((width - left - 8) * i) / Math.max(1, totals.length - 1);
  const y = (/** @type {number} */ log) => 8 + ((height - bottom - 8) * (high - log)) / span;
  context.clearRect(0, 0, width, height);
  context.font = '14px system-ui, sans-serif';
  context.fillStyle = ink;
  context.strokeStyle = ink;
  for (let power = low; power <= low + span; power++) {
    context.globalAlpha = 0.25;
    context.beginPath();
    context.moveTo(left, y(power));
    context.lineTo(width - 8, y(power));
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(String(10 ** power), 4, y(power) + 5);
  }
  const iterations = `iterations ${last - totals.length + 1} to ${last}`;
  context.fillText(iterations, left, height - 6);
  context.strokeStyle = '#e09a3e';
  context.lineWidth = 3;
  context.beginPath();
  for (const [i, log] of logs.entries()) context.lineTo(x(i), y(log));
  context.stroke();
  canvas.setAttribute('aria-label', `Loss over ${iterations}, now ${totals.at(-1)?.toPrecision(3)}`);
}
