// What every Images adapter does; run by test/platform/images.test.ts on Node and by test/workers/images.test.ts in workerd.
import { describe, expect, test } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import type { Picture, PictureFormat } from '../../functions/core/image.ts';
import { joined } from '../../functions/core/picture/bytes.ts';
import type { Images } from '../../functions/core/ports.ts';
import {
  animatedPng,
  avifClaiming,
  chunk,
  deflated,
  exif,
  ihdr,
  jpegClaiming,
  jpegWith,
  jpegWithExif,
  jpegWithout,
  PNG_SIGNATURE,
  pngOf,
  pngWith,
  webpWithExif,
} from './picture-files.ts';

export type ImagesContract = {
  create(limits: { maxPixels: number }): Images;
  /** A file of this project by its path from the root. */
  read(path: string): Promise<Uint8Array>;
  readonly writes: readonly PictureFormat[];
  readonly fuzzRuns: number;
};

const MAX_PIXELS = 4_000_000;

// Corners, in the order top left, top right, bottom left, bottom right.
const FIELDS = {
  R: [208, 32, 32],
  G: [32, 176, 64],
  B: [32, 64, 192],
  Y: [224, 208, 32],
  W: [255, 255, 255],
};
const STORED = 'RGBY';

/** EXIF 2.32, tag 0x0112, worked out by hand: where the stored corners go. */
const UPRIGHT = ['RGBY', 'GRYB', 'YBGR', 'BYRG', 'RBGY', 'BRYG', 'YGBR', 'GYRB'];

export function imagesContract({ create, read, writes, fuzzRuns }: ImagesContract): void {
  const images = create({ maxPixels: MAX_PIXELS });
  const files = new Map<string, Promise<Uint8Array>>();
  const fixture = (name: string): Promise<Uint8Array> => {
    if (!files.has(name)) files.set(name, read(`test/fixtures/pictures/${name}`));
    return files.get(name)!;
  };
  const decode = async (name: string) => (await images.decode(await fixture(name))).picture;
  const refused = async (bytes: Uint8Array, limits?: { maxPixels: number }): Promise<Fault> => {
    const answer = await (limits ? create(limits) : images).decode(bytes).catch((error: unknown) => error);
    if (answer instanceof Fault) return answer;
    throw new Error('It was decoded, or failed with what is no Fault.', { cause: answer });
  };

  describe('ordinary pictures', () => {
    test.each([
      ['baseline.jpg', 'jpeg', 3],
      ['progressive.jpg', 'jpeg', 3],
      ['411.jpg', 'jpeg', 3],
      ['440.jpg', 'jpeg', 3],
      ['restart.jpg', 'jpeg', 3],
      ['rgb.jpg', 'jpeg', 3],
      ['ycck.jpg', 'jpeg', 4],
      ['cmyk.jpg', 'jpeg', 80], // made through an ink profile, and read without
      ['rgb8.png', 'png', 0],
      ['rgb16.png', 'png', 0],
      ['palette.png', 'png', 0],
      ['interlaced.png', 'png', 0],
      ['lossy.webp', 'webp', 2],
      ['lossless.webp', 'webp', 0],
      ['8bit.avif', 'avif', 3],
      ['10bit.avif', 'avif', 3],
      ['12bit-444.avif', 'avif', 3],
      ['limited-range.avif', 'avif', 3],
      ['lossless.avif', 'avif', 1],
    ])('%s shows its four fields, as %s', async (name, format, tolerance) => {
      const decoded = await images.decode(await fixture(name));
      expect(decoded).toMatchObject({ format, orientation: 1, picture: { width: 48, height: 32 } });
      expect(decoded.picture.data.length).toBe(48 * 32 * 4);
      expectFields(decoded.picture, STORED, tolerance);
    });

    test.each(['grey.jpg', 'grey2.png', 'grey8.png', 'grey16.png', 'grey.avif'])(
      '%s is grey in all three channels',
      async (name) => {
        const { data } = await decode(name);
        expect(data.every((value, i) => (i % 4 === 3 ? value === 255 : value === data[i - (i % 4)]))).toBe(
          true,
        );
        const red = data[4 * (48 * 4 + 4)]; // 69 by Rec. 709 in linear light, 85 by Rec. 601
        expect([red > 60, red < 95]).toEqual([true, true]);
      },
    );

    test('a PNG of one bit is black and white', async () => {
      expect(new Set((await decode('grey1.png')).data)).toEqual(new Set([0, 255]));
    });

    test('an AVIF made of tiles is one picture', async () => {
      const picture = await decode('grid.avif');
      expect(picture).toMatchObject({ width: 128, height: 128 });
      expect(picture.data[0]).toBeGreaterThan(250);
      expect(picture.data[127 * 128 * 4]).toBeLessThan(5);
    });

    test('the pixels of a photograph are the same on every platform', async () => {
      const { picture } = await images.decode(
        await read('node_modules/@vladmandic/face-api/demo/sample1.jpg'),
      );
      const digest = await crypto.subtle.digest('SHA-256', picture.data as Uint8Array<ArrayBuffer>);
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
      expect([picture.width, picture.height, hex]).toEqual([1920, 1280, SAMPLE1_SHA256]);
    });

    test('a view into a larger buffer is read by itself, and is left as it was', async () => {
      const bytes = await fixture('baseline.jpg');
      const view = joined([1, 2, 3], bytes, [4, 5]).subarray(3, 3 + bytes.length);
      expectFields((await images.decode(view)).picture, STORED, 3);
      expect(view).toEqual(bytes);
    });
  });

  describe('transparency goes over white', () => {
    const half = (value: number, alpha: number) =>
      Math.floor((value * alpha + 255 * (255 - alpha) + 127) / 255);
    const halfFields = (picture: Picture, tolerance: number) => {
      for (const [at, field] of cornersOf(picture).map((corner, i) => [corner, STORED[i]] as const)) {
        const expected = FIELDS[field as keyof typeof FIELDS].map((value) => half(value, 128));
        expected.forEach((value, channel) => {
          expect(Math.abs(at[channel] - value)).toBeLessThanOrEqual(tolerance + 1); // alpha is 127 or 128
        });
      }
    };

    test.each([
      ['rgba-half8.png', 0],
      ['rgba-half16.png', 0],
      ['lossless-half.webp', 0],
      ['lossy-half.webp', 2],
      ['half.avif', 2],
      ['half-premultiplied.avif', 2],
    ])('%s, half transparent', async (name, tolerance) => {
      halfFields(await decode(name), tolerance);
    });

    test.each(['rgba-hole.png', 'palette-alpha.png'])('%s is white where it is transparent', async (name) => {
      expectFields(await decode(name), 'RWBY', 0);
    });

    test('16-bit grey with alpha', async () => {
      const [corner] = cornersOf(await decode('grey-half16.png'));
      expect(new Set(corner.slice(0, 3)).size).toBe(1);
      expect(Math.abs(corner[0] - 162)).toBeLessThanOrEqual(1);
    });

    test('every alpha is 255 afterwards', async () => {
      const { data } = await decode('rgba-half8.png');
      expect(data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
    });
  });

  describe('animations: the first frame', () => {
    test('of a WebP', async () => {
      expectFields(await decode('animated.webp'), STORED, 2);
    });

    test('of a WebP whose first frame covers a part: the rest is white', async () => {
      const picture = await decode('animated-offset.webp');
      expect(picture).toMatchObject({ width: 48, height: 32 });
      expectFields(picture, 'WWWW', 0);
      const at = (x: number, y: number) => [...picture.data.subarray((y * 48 + x) * 4, (y * 48 + x) * 4 + 3)];
      expect(at(9, 6)).toEqual([255, 255, 255]);
      expect(at(11, 7)[0]).toBeGreaterThan(at(11, 7)[1] + 50);
      expect(at(26, 22)).toEqual([255, 255, 255]);
    });

    test('of an AVIF', async () => {
      expectFields(await decode('animated.avif'), STORED, 3);
    });

    test('of a PNG', async () => {
      expectFields((await images.decode(await animatedPng(await fixture('rgb8.png')))).picture, STORED, 0);
    });
  });

  describe('orientation', () => {
    const turned = async (bytes: Uint8Array, orientation: number, tolerance: number) => {
      const decoded = await images.decode(bytes);
      expect(decoded.orientation).toBe(orientation);
      const [width, height] = orientation >= 5 ? [32, 48] : [48, 32];
      expect(decoded.picture).toMatchObject({ width, height });
      expectFields(decoded.picture, UPRIGHT[orientation - 1], tolerance);
    };

    test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i is undone once in JPEG, PNG and WebP', async (orientation) => {
      const jpeg = await fixture('baseline.jpg');
      await turned(jpegWithExif(jpeg, exif(orientation)), orientation, 3);
      await turned(jpegWithExif(jpeg, exif(orientation, 'II')), orientation, 3);
      await turned(pngWith(await fixture('rgb8.png'), chunk('eXIf', exif(orientation))), orientation, 0);
      const webp = await fixture('lossless.webp');
      await turned(webpWithExif(webp, 48, 32, exif(orientation, 'II')), orientation, 0);
      await turned(webpWithExif(webp, 48, 32, joined('Exif\0\0', exif(orientation))), orientation, 0);
    });

    test.each([
      ['irot1.avif', 8],
      ['irot2.avif', 3],
      ['irot3.avif', 6],
      ['imir0.avif', 4],
      ['imir1.avif', 2],
      ['irot1m0.avif', 5],
      ['irot1m1.avif', 7],
      ['irot3m0.avif', 7],
      ['irot3m1.avif', 5],
      ['irot3-exif6.avif', 6],
    ])('%s is turned like EXIF %i, whatever its EXIF says', async (name, orientation) => {
      await turned(await fixture(name), orientation, 4);
    });

    test('a CMYK picture is turned too', async () => {
      await turned(jpegWithExif(await fixture('ycck.jpg'), exif(6)), 6, 4);
    });

    test.each([0, 9, 65535])('%i is no orientation: the picture stays as stored', async (value) => {
      await turned(jpegWithExif(await fixture('baseline.jpg'), exif(value)), 1, 3);
    });

    test('EXIF that breaks off or is no TIFF is ignored', async () => {
      const jpeg = await fixture('baseline.jpg');
      for (const tiff of [exif(6).subarray(0, 20), joined('XX', exif(6).subarray(2)), new Uint8Array(3)]) {
        await turned(jpegWithExif(jpeg, tiff), 1, 3);
      }
    });

    test('EXIF after an XMP segment and before the size is found', async () => {
      const jpeg = jpegWithExif(await fixture('baseline.jpg'), exif(6));
      await turned(jpegWith(jpeg, 0xe1, joined('http://ns.adobe.com/xap/1.0/\0<x/>')), 6, 3);
    });
  });

  describe('what decodes elsewhere is not refused', () => {
    test('content wins over any name: a PNG is a PNG', async () => {
      expect((await images.decode(await fixture('rgb8.png'))).format).toBe('png');
    });

    test.each(['baseline.jpg', 'rgb8.png', 'lossy.webp', '8bit.avif'])(
      '%s with garbage after it',
      async (name) => {
        const bytes = joined(await fixture(name), new Uint8Array(5000).fill(0x41));
        expectFields((await images.decode(bytes)).picture, STORED, 3);
      },
    );

    test('a JPEG cut anywhere after its header: the missing rest is grey', async () => {
      const whole = await read('node_modules/@vladmandic/face-api/demo/sample1.jpg');
      const { picture } = await images.decode(whole);
      for (const share of [0.99, 0.5]) {
        const cut = (await images.decode(whole.subarray(0, whole.length * share))).picture;
        expect(cut).toMatchObject({ width: 1920, height: 1280 });
        expect(cut.data.subarray(0, 1920 * 4 * 64)).toEqual(picture.data.subarray(0, 1920 * 4 * 64));
      }
    });

    test('a JPEG with a quarter megabyte of segments, fill bytes and stray bytes before its size', async () => {
      const jpeg = await fixture('baseline.jpg');
      const icc = joined('ICC_PROFILE\0', new Uint8Array(65_521));
      const long = [0, 1, 2, 3].reduce((bytes) => jpegWith(bytes, 0xe2, icc), jpeg);
      expectFields((await images.decode(long)).picture, STORED, 3);
      const filled = joined(jpeg.subarray(0, 2), [0xff, 0xff, 0xff], jpeg.subarray(2));
      expectFields((await images.decode(filled)).picture, STORED, 3);
      const stray = joined(jpeg.subarray(0, 2), [0, 1, 2], jpeg.subarray(2));
      expectFields((await images.decode(stray)).picture, STORED, 3);
    });

    test('a JPEG whose EXIF holds a smaller JPEG is the outer one', async () => {
      const jpeg = await fixture('baseline.jpg');
      const thumbnail = jpegClaiming(jpeg, { width: 8, height: 8 });
      const { picture } = await images.decode(jpegWithExif(jpeg, joined(exif(1), thumbnail)));
      expect(picture).toMatchObject({ width: 48, height: 32 });
    });

    test('a JPEG without Huffman tables uses the standard ones', async () => {
      const motion = await fixture('411.jpg');
      expect((await images.decode(jpegWithout(motion, 0xc4))).picture).toMatchObject({
        width: 48,
        height: 32,
      });
    });

    test("CMYK without Adobe's segment is read as Adobe's", async () => {
      const { picture } = await images.decode(jpegWithout(await fixture('cmyk.jpg'), 0xee));
      expectFields(picture, STORED, 80);
    });

    test('a PNG with unknown, malformed, repeated or wrongly summed chunks beside its picture', async () => {
      const png = await fixture('rgb8.png');
      const gamma = chunk('gAMA', [0, 0, 177, 143]);
      const wrongSum = chunk('tEXt', [65, 0, 66]);
      wrongSum[wrongSum.length - 1] ^= 1;
      const odd = [
        [chunk('abCd', [1, 2, 3])],
        [gamma, gamma],
        [chunk('pHYs', [1])],
        [chunk('cHRM', [1])],
        [chunk('iCCP', joined('x\0\0garbage'))],
        [chunk('tRNS', [1, 2, 3])],
        [wrongSum],
      ];
      for (const extra of odd) expectFields((await images.decode(pngWith(png, ...extra))).picture, STORED, 0);
    });

    test('a PNG cut after its last pixel', async () => {
      const png = await fixture('rgb8.png');
      for (const cut of [4, 12, 16])
        expectFields((await images.decode(png.subarray(0, -cut))).picture, STORED, 0);
    });

    test('a PNG whose data goes on after the last pixel', async () => {
      const row = 1 + 3 * 4;
      const png = await pngOf(4, 4, new Uint8Array(4 * row + 20_000_000));
      expect((await images.decode(png)).picture).toMatchObject({ width: 4, height: 4 });
    });

    test.each(['png', 'jpeg', 'webp'] as const)('one pixel as %s', async (format) => {
      const dot = { width: 1, height: 1, data: new Uint8Array([200, 200, 200, 255]) };
      const { picture } = await images.decode(await images.encode(dot, format));
      expect(picture).toMatchObject({ width: 1, height: 1 });
      expect(Math.abs(picture.data[0] - 200)).toBeLessThan(4);
    });

    test('65,500 pixels in a row', async () => {
      const line = { width: 65_500, height: 1, data: new Uint8Array(65_500 * 4).fill(255) };
      for (const format of ['jpeg', 'png'] as const) {
        const { picture } = await images.decode(await images.encode(line, format));
        expect(picture).toMatchObject({ width: 65_500, height: 1 });
      }
    });
  });

  describe('refused with a reason', () => {
    test('nothing: picture_empty', async () => {
      expect(await refused(new Uint8Array(0))).toMatchObject({ code: 'picture_empty', facts: { bytes: 0 } });
    });

    const text = (content: string) => joined(content);
    test.each([
      ['HEIC', /Most Compatible/, joined([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic')],
      ['GIF', /frame/, text('GIF89a........')],
      ['BMP', /JPEG or PNG/, joined('BM', [70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0])],
      ['TIFF', /Export/, joined('II*\0', new Uint8Array(20))],
      ['TIFF', /Export/, joined('MM\0*', new Uint8Array(20))],
      ['SVG', /drawing/, text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['SVG', /drawing/, text('\u00ef\u00bb\u00bf  <svg/>')],
      ['PDF', /page/, text('%PDF-1.7')],
      ['JPEG XL', /Convert/, joined([0xff, 0x0a], new Uint8Array(20))],
      ['JPEG 2000', /Convert/, joined([0, 0, 0, 12], 'jP  \r\n\x87\n')],
      ['video', /frame/, joined([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2')],
      ['HTML', /error page/, text('\n<!DOCTYPE html><html>')],
      ['data: URL', /base64/, text('data:image/png;base64,iVBORw0KGgo=')],
      ['base64', /Decode/, text('/9j/4AAQSkZJRg==')],
      ['JSON', /picture itself/, text('{"image":"..."}')],
      ['RIFF', /Convert/, joined('RIFF', [4, 0, 0, 0], 'WAVE')],
      ['PNG damaged', /binary/, text('\x89PNG\n\x1a\n')],
      ['no known picture type', /Convert/, new Uint8Array(64)],
    ])('%s: picture_type_unsupported with a hint', async (name, hint, bytes) => {
      const fault = await refused(bytes);
      expect(fault.code).toBe('picture_type_unsupported');
      expect(fault.message).toContain(name);
      expect(fault.message).toMatch(hint);
      expect(fault.facts.supported).toEqual(['JPEG', 'PNG', 'WebP', 'AVIF']);
    });

    test('a JPEG with bytes before it is no JPEG, as for every browser', async () => {
      const bytes = joined('abc', await fixture('baseline.jpg'));
      expect((await refused(bytes)).code).toBe('picture_type_unsupported');
    });

    test('arithmetic-coded, lossless, 12-bit and two-component JPEGs: picture_type_unsupported, by name', async () => {
      const jpeg = await fixture('baseline.jpg');
      const cases = [
        ['arithmetic-coded', await fixture('arithmetic.jpg')],
        ['lossless', jpegClaiming(jpeg, { marker: 0xc3 })],
        ['12-bit', jpegClaiming(jpeg, { bits: 12 })],
        ['2-component', jpegClaiming(jpeg, { components: 2 })],
      ] as const;
      for (const [name, bytes] of cases) {
        const fault = await refused(bytes);
        expect([fault.code, fault.message]).toEqual([
          'picture_type_unsupported',
          expect.stringContaining(name),
        ]);
      }
    });

    test('a header of 60000 x 60000: picture_too_large with the numbers, before anything is decoded', async () => {
      const [width, height] = [60_000, 60_000];
      const png = joined(PNG_SIGNATURE, ihdr(width, height), chunk('IDAT', [0]), chunk('IEND', []));
      const jpeg = jpegClaiming(await fixture('baseline.jpg'), { width, height });
      const avif = avifClaiming(await fixture('8bit.avif'), width, height);
      for (const bytes of [png, jpeg, avif]) {
        expect(await refused(bytes)).toMatchObject({
          code: 'picture_too_large',
          facts: { width, height, pixels: 3_600_000_000, limit: MAX_PIXELS },
          message: expect.stringContaining('3600000000'),
        });
      }
    });

    test('the limit itself is allowed, one pixel less is not', async () => {
      const bytes = await fixture('baseline.jpg');
      const { picture } = await create({ maxPixels: 48 * 32 }).decode(bytes);
      expect(picture.width).toBe(48);
      expect((await refused(bytes, { maxPixels: 48 * 32 - 1 })).code).toBe('picture_too_large');
    });

    test('the canvas of an animation counts, not its frame', async () => {
      const bytes = await fixture('animated-offset.webp');
      expect((await refused(bytes, { maxPixels: 1000 })).facts).toMatchObject({ width: 48, height: 32 });
    });

    test('CMYK is allowed a quarter of the limit, and the answer names that', async () => {
      expect(await refused(await fixture('ycck.jpg'), { maxPixels: 4000 })).toMatchObject({
        code: 'picture_too_large',
        facts: { pixels: 1536, limit: 1000 },
      });
    });

    test('no width: picture_broken', async () => {
      const jpeg = await fixture('baseline.jpg');
      const png = joined(PNG_SIGNATURE, ihdr(0, 10), chunk('IDAT', [0]), chunk('IEND', []));
      for (const bytes of [jpegClaiming(jpeg, { height: 0 }), png]) {
        expect((await refused(bytes)).code).toBe('picture_broken');
      }
    });

    test.each([
      'baseline.jpg',
      'progressive.jpg',
      'ycck.jpg',
      'rgb8.png',
      'lossy.webp',
      'lossless.webp',
      '8bit.avif',
    ])(
      '%s cut in its header, or in its data where the format cannot say what is missing: picture_broken',
      async (name) => {
        const bytes = await fixture(name);
        const cuts = name.endsWith('.jpg') ? [2, 20, 150] : [12, 24, 60, bytes.length - 20];
        for (const cut of cuts) {
          const fault = await refused(bytes.subarray(0, cut));
          expect([cut, fault.code]).toEqual([cut, 'picture_broken']);
          expect(fault.facts).toMatchObject({ bytes: cut, reason: expect.any(String) });
        }
      },
    );

    test('a header that says more or less than the data: picture_broken', async () => {
      const avif = await fixture('8bit.avif');
      const row = 1 + 3 * 8;
      const cases = [
        avifClaiming(avif, 10, 10),
        avifClaiming(avif, 1500, 1500),
        await pngOf(8, 1000, new Uint8Array(8 * row)),
        webpWithExif(await fixture('lossless.webp'), 40, 32, exif(1)),
        await fixture('lossy.webp').then((webp) => {
          const out = webp.slice();
          out.set([1500 & 255, 1500 >> 8, 1500 & 255, 1500 >> 8], 26);
          return out;
        }),
      ];
      for (const bytes of cases) expect((await refused(bytes)).code).toBe('picture_broken');
    });

    test('a JPEG of 101 scans: picture_broken, since each costs a walk over the whole picture', async () => {
      const jpeg = await fixture('progressive.jpg');
      const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
      const scan = jpeg.subarray(at, jpeg.length - 2);
      const many = joined(jpeg.subarray(0, at), ...Array<Uint8Array>(101).fill(scan), [0xff, 0xd9]);
      expect(await refused(many)).toMatchObject({
        code: 'picture_broken',
        message: expect.stringMatching(/scans; at most 100/),
      });
    });

    test("libjpeg's own words are the reason", async () => {
      const fault = await refused(jpegWithout(await fixture('grey.jpg'), 0xdb));
      expect(fault).toMatchObject({ code: 'picture_broken', facts: { type: 'JPEG' } });
      expect(fault.message).toContain('Quantization table');
    });
  });

  describe('after an error', () => {
    test('each codec goes on as before, also between overlapping calls', async () => {
      const names = ['baseline.jpg', 'ycck.jpg', 'rgb8.png', 'lossy.webp', '8bit.avif'];
      const whole = await Promise.all(names.map(fixture));
      const bad: Uint8Array[] = whole.map((bytes) =>
        bytes.slice().fill(0x55, Math.floor(bytes.length * 0.45)),
      );
      bad[0] = jpegWithout(whole[0], 0xdb);
      const jobs = [0, 1, 2].flatMap(() => whole.flatMap((bytes, i) => [bad[i], bytes]));
      const answers = await Promise.allSettled(jobs.map((bytes) => images.decode(bytes)));
      answers.forEach((answer, i) => {
        if (i % 2 === 0) return;
        if (answer.status === 'rejected') throw answer.reason;
        expectFields(answer.value.picture, STORED, 4);
      });
      expect(answers.some(({ status }) => status === 'rejected')).toBe(true);
    });

    test('sixty broken pictures with headers of 6 megapixels do not fill the memory', async () => {
      const data = await deflated(new Uint8Array(1000));
      const png = joined(PNG_SIGNATURE, ihdr(3000, 2000), chunk('IDAT', data), chunk('IEND', []));
      const roomy = create({ maxPixels: 6_000_000 });
      for (let i = 0; i < 60; i++) {
        await expect(roomy.decode(png)).rejects.toMatchObject({ code: 'picture_broken' });
      }
      const whole = await roomy.encode(
        { width: 3000, height: 2000, data: new Uint8Array(24_000_000) },
        'png',
      );
      expect((await roomy.decode(whole)).picture).toMatchObject({ width: 3000, height: 2000 });
    });

    test(`${fuzzRuns} damaged files are decoded or refused with a Fault, and nothing else`, async () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      console.log(`images fuzz: seed ${seed}`);
      const random = mulberry32(seed);
      const names = ['baseline.jpg', 'progressive.jpg', 'ycck.jpg', 'palette-alpha.png', 'interlaced.png'];
      names.push(
        'lossy-half.webp',
        'lossless.webp',
        'animated-offset.webp',
        'irot1m0.avif',
        'half.avif',
        'grid.avif',
      );
      const small = create({ maxPixels: 100_000 });
      const allowed = ['picture_empty', 'picture_type_unsupported', 'picture_too_large', 'picture_broken'];
      for (let run = 0; run < fuzzRuns; run++) {
        const name = names[Math.floor(random() * names.length)];
        const bytes = (await fixture(name)).slice();
        for (let hits = 1 + Math.floor(random() * 4); hits > 0; hits--) {
          bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        }
        const cut = random() < 0.3 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
        const answer = await small.decode(cut).catch((error: unknown) => error);
        if (answer instanceof Error && !(answer instanceof Fault && allowed.includes(answer.code))) {
          throw new Error(`seed ${seed}, run ${run}, ${name}`, { cause: answer });
        }
      }
      for (const name of ['baseline.jpg', 'rgb8.png', 'lossy.webp', '8bit.avif']) {
        expectFields(await decode(name), STORED, 3);
      }
    });
  });

  describe('encode', () => {
    test.each(writes)('%s reads back as the same picture', async (format) => {
      const picture = await decode('rgb8.png');
      const decoded = await images.decode(await images.encode(picture, format));
      expect(decoded).toMatchObject({ format, orientation: 1, picture: { width: 48, height: 32 } });
      expectFields(decoded.picture, STORED, format === 'png' ? 0 : 8);
    });

    test('PNG keeps every pixel, also of a picture that is a view into a larger buffer', async () => {
      const data = Uint8Array.from({ length: 4 + 5 * 7 * 4 }, (_, i) =>
        i % 4 === 3 ? 255 : (i * 37) % 256,
      ).subarray(4);
      const { picture } = await images.decode(await images.encode({ width: 5, height: 7, data }, 'png'));
      expect(picture.data).toEqual(data);
    });

    test('a side longer than the format allows is picture_too_large with the numbers', async () => {
      const line = { width: 70_000, height: 1, data: new Uint8Array(280_000) };
      await expect(images.encode(line, 'jpeg')).rejects.toMatchObject({
        code: 'picture_too_large',
        facts: { width: 70_000, height: 1, limit: 65_500 },
      });
      await expect(images.encode(line, 'webp')).rejects.toMatchObject({ code: 'picture_too_large' });
    });
  });
}

/** Of the decoded RGBA bytes of sample1.jpg: libjpeg-turbo (in sharp 0.34.5) gives the same. */
const SAMPLE1_SHA256 = 'fbfab54110b19c9f7e39466c549ad9150c92d6bc985af002250249bbb55c90f6';

function cornersOf({ width, height, data }: Picture): number[][] {
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  const [right, bottom] = [width - 5, height - 5];
  return [at(4, 4), at(right, 4), at(4, bottom), at(right, bottom)];
}

function expectFields(picture: Picture, fields: string, tolerance: number): void {
  cornersOf(picture).forEach((corner, i) => {
    const expected = [...FIELDS[fields[i] as keyof typeof FIELDS], 255];
    const off = Math.max(...corner.map((value, channel) => Math.abs(value - expected[channel])));
    expect({ corner: i, field: fields[i], colour: corner, close: off <= tolerance }).toMatchObject({
      close: true,
    });
  });
}

/** A small seeded generator (T. Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
