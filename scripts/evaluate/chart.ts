// Curves and clouds of points as a picture: a small SVG chart with logarithmic or linear axes.

export type Axis = {
  readonly label: string;
  readonly scale: 'log' | 'linear';
  /** Logarithmic axes want powers of ten. */
  readonly least: number;
  readonly most: number;
  /** How values are written: shares of 1 as percentages, or as they are. */
  readonly unit?: 'share' | 'number';
};

export type Series = {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A faint line is one trial of several. */
  readonly faint?: boolean;
  /** Dots of one class in place of a line, with its name in their middle. */
  readonly dots?: { readonly colour: string; readonly name: string };
  /** One of several kinds: points joined by straight lines in a colour of its own, which the legend names. */
  readonly name?: string;
  /** Of a named series. */
  readonly dashed?: boolean;
};

export type Mark = { readonly x: number; readonly y: number; readonly label: string };

export type Chart = {
  readonly title: string;
  readonly subtitle: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks: readonly Mark[];
  /** The right corner in which the marks are named: the one the curve stays out of. */
  readonly legend: 'top' | 'bottom';
  /** Draws the line x = y, where error rates are equal. */
  readonly diagonal?: boolean;
};

const WIDTH = 640;
const HEIGHT = 560;
const FRAME = { left: 78, right: 612, top: 76, bottom: 496 };
const INK = '#1f2933';
const GRID = '#e1e6eb';
const LINE = '#0b6e99';
const MARKS = [
  ...['#c2410c', '#7c3aed', '#15803d', '#0b6e99', '#a16207'],
  ...['#be185d', '#475569', '#1d4ed8', '#4d7c0f', '#0f766e'],
];

/** Lines without a name are drawn as steps, since nothing was measured between two operating points. */
export function svgOf(chart: Chart): string {
  const named = chart.series.flatMap(({ name, points, dashed }) =>
    name === undefined ? [] : [{ name, points, dashed }],
  );
  const rows = [...chart.marks.map(({ label }) => label), ...named.map(({ name }) => name)];
  const colourOf = (row: number) => MARKS[row % MARKS.length];
  const top = chart.legend === 'top' ? FRAME.top + 24 : FRAME.bottom - 14 - 20 * (rows.length - 1);
  const dot = (cx: number, cy: number, colour: string, radius = 5) =>
    `<circle cx="${round(cx)}" cy="${round(cy)}" r="${radius}" fill="${colour}"/>`;
  const x = (value: number) => place(chart.x, value, FRAME.left, FRAME.right);
  const y = (value: number) => place(chart.y, value, FRAME.bottom, FRAME.top);
  const body = [
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(FRAME.left, 32, chart.title, 'font-size="18" font-weight="600"'),
    text(FRAME.left, 54, chart.subtitle, 'fill="#52606d"'),
    ...ticks(chart.x).flatMap(({ value, label }) => [
      line(x(value), FRAME.top, x(value), FRAME.bottom, GRID),
      text(x(value), FRAME.bottom + 20, label, 'text-anchor="middle"'),
    ]),
    ...ticks(chart.y).flatMap(({ value, label }) => [
      line(FRAME.left, y(value), FRAME.right, y(value), GRID),
      text(FRAME.left - 8, y(value) + 4, label, 'text-anchor="end"'),
    ]),
    text((FRAME.left + FRAME.right) / 2, HEIGHT - 18, chart.x.label, 'text-anchor="middle"'),
    text(
      0,
      0,
      chart.y.label,
      `text-anchor="middle" transform="translate(20 ${(FRAME.top + FRAME.bottom) / 2}) rotate(-90)"`,
    ),
    ...(chart.diagonal ? [diagonal(chart, x, y)] : []),
    ...chart.series.flatMap(({ points, dots }) => (dots ? scatter(points, dots.colour, x, y) : [])),
    ...chart.series.flatMap(({ points, dots }) => (dots ? [nameAmid(points, dots, x, y)] : [])),
    ...chart.series.flatMap(({ points, faint, dots, name }) => {
      if (dots || name !== undefined) return [];
      const stroke = faint ? `stroke-width="1" stroke-opacity="0.35"` : `stroke-width="2"`;
      return `<path d="${steps(points.map(([a, b]) => [x(a), y(b)]))}" fill="none" stroke="${LINE}" ${stroke}/>`;
    }),
    ...named.flatMap(({ points, dashed }, i) => {
      const colour = colourOf(chart.marks.length + i);
      const path = points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${round(x(a))} ${round(y(b))}`).join('');
      const dashes = dashed ? ' stroke-dasharray="6 4"' : '';
      const joined = `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`;
      return [joined, ...points.map(([a, b]) => dot(x(a), y(b), colour, 3.5))];
    }),
    ...chart.marks.map((mark, i) => dot(x(mark.x), y(mark.y), colourOf(i))),
    ...rows.flatMap((label, i) => {
      const colour = colourOf(i);
      return [
        dot(FRAME.right - 14, top + 20 * i - 4, colour),
        text(
          FRAME.right - 26,
          top + 20 * i,
          label,
          `fill="${colour}" text-anchor="end" paint-order="stroke" stroke="#fff" stroke-width="6"`,
        ),
      ];
    }),
    `<rect x="${FRAME.left}" y="${FRAME.top}" width="${FRAME.right - FRAME.left}" height="${FRAME.bottom - FRAME.top}" fill="none" stroke="${INK}"/>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="13" fill="${INK}">\n${body.join('\n')}\n</svg>\n`;
}

/** The power of ten at or below the smallest rate that `count` trials can show. */
export function leastRate(count: number): number {
  return 10 ** Math.min(-1, Math.floor(-Math.log10(Math.max(count, 1)) + 1e-9));
}

/** A share as the picture says it: 3 significant digits of a percentage. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(share > 0.99 ? 4 : 3))} %`;
}

/** Where a value falls between two edges; what is off the axis (a rate of 0 on a logarithmic one) lies on its edge. */
function place({ scale, least, most }: Axis, value: number, low: number, high: number): number {
  const clipped = Math.min(Math.max(value, least), most);
  const share =
    scale === 'linear'
      ? (clipped - least) / (most - least)
      : Math.log(clipped / least) / Math.log(most / least);
  return low + share * (high - low);
}

function ticks({ scale, least, most, unit }: Axis): { value: number; label: string }[] {
  const label = (value: number) =>
    unit === 'number' ? String(Number(value.toPrecision(3))) : percent(value);
  if (scale === 'linear') {
    return [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => {
      const value = least + share * (most - least);
      return { value, label: label(value) };
    });
  }
  const decades = Math.round(Math.log10(most / least));
  return Array.from({ length: decades + 1 }, (_, i) => {
    const value = Number((least * 10 ** i).toPrecision(1));
    return { value, label: label(value) };
  });
}

type ToPixels = (value: number) => number;

function scatter(points: Series['points'], colour: string, x: ToPixels, y: ToPixels): string[] {
  return points.map(
    ([a, b]) => `<circle cx="${round(x(a))}" cy="${round(y(b))}" r="3" fill="${colour}" fill-opacity="0.6"/>`,
  );
}

function nameAmid(
  points: Series['points'],
  { colour, name }: NonNullable<Series['dots']>,
  x: ToPixels,
  y: ToPixels,
): string {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const style = `text-anchor="middle" font-size="12" paint-order="stroke" stroke="#fff" stroke-width="4"`;
  return text(x(mean(0)), y(mean(1)) + 4, name, `fill="${colour}" ${style}`);
}

function steps(points: readonly (readonly number[])[]): string {
  return points
    .map(([x, y], i) => (i === 0 ? `M${round(x)} ${round(y)}` : `H${round(x)}V${round(y)}`))
    .join('');
}

function diagonal({ x: across, y: up }: Chart, x: (v: number) => number, y: (v: number) => number): string {
  const from = Math.max(across.least, up.least);
  const to = Math.min(across.most, up.most);
  return `<path d="M${round(x(from))} ${round(y(from))}L${round(x(to))} ${round(y(to))}" stroke="#9aa5b1" stroke-dasharray="4 4"/>`;
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${stroke}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
