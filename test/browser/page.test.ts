// The page in a real browser, against the service as a process: what people do on it, seen at two widths.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browserPath = process.env.LIKENESS_BROWSER ?? BROWSERS.find(existsSync);
const SAMPLES = 'node_modules/@vladmandic/face-api/demo';
const SHOTS = 'dist/browser';
const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

let service: ChildProcess;
let url = '';
let browser: Browser;

describe.skipIf(browserPath === undefined)('the page', () => {
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    const env = { ...process.env, PORT: '0', LIKENESS_API_KEY: '', HOST: '', LIKENESS_DATABASE: 'memory' };
    service = spawn(process.execPath, ['--import', 'tsx', 'functions/node.ts'], { env });
    url = await new Promise((resolve, reject) => {
      let printed = '';
      service.stdout?.on('data', (data) => {
        printed += data;
        const found = /Likeness serves (http:\S+)/.exec(printed);
        if (found) resolve(found[1]);
      });
      service.on('close', () => reject(new Error(`The service ended: ${printed}`)));
    });
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat(
        '--disable-background-networking',
        '--disable-component-update',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ),
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    service?.kill('SIGKILL');
  });

  let page: Page;
  const errors: string[] = [];
  beforeEach(async () => {
    errors.length = 0;
    await page?.close();
    page = await browser.newPage({ viewport: WIDTHS.desktop });
    page.setDefaultTimeout(40_000);
    page.on('pageerror', (error) => errors.push(error.message));
    // A gallery that is not there yet is a 404, of which the browser tells too.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text());
    });
    await page.goto(url);
    await page.waitForSelector('html[data-ready]');
  });

  /** Of whatever the page will show in a while. */
  const until = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000 });
  const answer = (section: string) => page.locator(`#${section} .answer`);
  const choose = (section: string, name: string, sample: number) =>
    page.setInputFiles(`#${section} .picker[data-name="${name}"] input`, `${SAMPLES}/sample${sample}.jpg`);
  const shoot = async (section: string) => {
    for (const [name, viewport] of Object.entries(WIDTHS)) {
      await page.setViewportSize(viewport);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${section} at ${name} width`).toBeLessThanOrEqual(0);
      await page.locator(`#${section}`).screenshot({ path: `${SHOTS}/${section}-${name}.png` });
    }
  };

  test('two pictures of one person are the same, of two people are not, and faces are marked', async () => {
    await choose('verify', 'a', 1);
    await choose('verify', 'b', 3);
    await page.click('#verify [data-do=verify]');
    await until(() => answer('verify').textContent()).toMatch(/^The same person: distance 0\.\d+, threshold/);
    await shoot('verify');
    await choose('verify', 'b', 6);
    await page.click('#verify [data-do=verify]');
    await until(() => answer('verify').textContent()).toMatch(/^Different people/);
    expect(errors).toEqual([]);
  });

  test('somebody is enrolled, recognized in another picture, and forgotten', async () => {
    await page.fill('#people [name=gallery]', 'page');
    await page.fill('#people [name=subject]', 'robin');
    await choose('people', 'person', 1);
    await page.click('#people [data-do=enrol]');
    await until(() => answer('people').textContent()).toBe('robin is enrolled.');
    await choose('people', 'person', 3);
    await page.click('#people [data-do=recognize]');
    await until(() => answer('people').textContent()).toMatch(/^3 faces: .*robin/);
    expect(await answer('people').textContent()).toContain('unknown');
    await shoot('people');
    await page.click('text=Forget robin');
    await until(() => page.locator('#people .subjects li').count()).toBe(0);
    await page.click('#people [data-do=recognize]');
    await until(() => answer('people').textContent()).toMatch(/holds 0 faces/);
  });

  test('a style transfer is watched, stopped, gone on with and forked', async () => {
    await choose('style', 'content', 2);
    await choose('style', 'style', 5);
    await page.selectOption('#style [name=size]', '256');
    // So long that it is stopped on the way however slow the browser is, and so small that nothing waits for it.
    await page.evaluate(() => {
      const send = globalThis.fetch;
      globalThis.fetch = (address, init) => {
        const form = init?.body;
        const options = form instanceof FormData ? form.get('options') : null;
        if (form instanceof FormData && typeof options === 'string')
          form.set('options', options.replace('"size":256', '"levels":[{"size":64,"iterations":9000}]'));
        return send(address, init);
      };
    });
    await page.click('#style [data-do=start]');
    const caption = page.locator('#style figcaption');
    const runs = () => until(() => caption.textContent()).toMatch(/^Iteration [1-9]\d*, loss/);
    const stop = async () => {
      await page.click('#style [data-do=stop]');
      await until(() => answer('style').textContent()).toMatch(/^It is cancelled after \d+ iterations/);
      await caption.evaluate((element) => element.replaceChildren());
    };
    await runs();
    await stop();
    await page.click('#style [data-do=resume]');
    await runs();
    await stop();
    await page.locator('#style [name=strength]').fill('0.9');
    await page.click('#style [data-do=fork]');
    await runs();
    await shoot('style');
    await stop();
    await page.selectOption('#style [name=size]', '64');
    await page.click('#style [data-do=start]');
    await until(() => answer('style').textContent()).toMatch(/^It is done after \d+ iterations/);
    const natural = await page
      .locator('#style .result')
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(natural).toBe(64);
    expect(errors).toEqual([]);
  }, 240_000);

  test('the layers of every network are shown', async () => {
    await until(() => answer('inside').textContent()).toMatch(/^\d+ layers\./);
    expect(await page.locator('#inside tbody th').allTextContents()).toContain('mixed1');
    await choose('inside', 'seen', 2);
    await page.click('#inside tbody button:text-is("conv_1")');
    const maps = page.locator('#inside .maps');
    await until(() => maps.getAttribute('alt')).toMatch(/^The picture as 32 units of conv_1/);
    expect(await maps.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(300);
    await shoot('inside');
    await page.selectOption('#inside [name=network]', 'mobilefacenet-128');
    await until(() => page.locator('#inside tbody').textContent()).not.toContain('mixed1');
    expect(errors).toEqual([]);
  });

  test('a picture comes from the camera', async () => {
    await page.locator('#verify .picker[data-name=a] >> text=Use the camera').click();
    await page.click('#camera [data-do=take]');
    await until(() => page.locator('#verify .picker[data-name=a] canvas').isVisible()).toBe(true);
  });

  test('the document lists every call, from files of this service alone', async () => {
    const elsewhere: string[] = [];
    page.on('request', (request) => request.url().startsWith(url) || elsewhere.push(request.url()));
    await page.goto(`${url}/docs`);
    await page.waitForSelector('[data-path="/v1/verify"]');
    await page.screenshot({ path: `${SHOTS}/docs-desktop.png` });
    expect(elsewhere.filter((address) => /^https?:/.test(address))).toEqual([]);
    expect(errors).toEqual([]);
  });
});
