import type { Page } from '@playwright/test';

/*
 * What an eye would see, found in the page itself. Each function says what is wrong, an empty list being good.
 */

/** Text that reaches out of the page or is cut without a sign of it, and a page that scrolls sideways. What scrolls in its own box is whole. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const found = new Set<string>();
    const sideways = document.documentElement.scrollWidth - wide;
    if (sideways > 0) found.add(`scrolls sideways by ${sideways} px`);
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = all.nextNode(); node !== null; node = all.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (text === '' || box.width < 2 || box.height < 2) continue;
      let whole = box.right <= wide + 1 && box.left >= -1;
      for (let at = node.parentElement; at !== null && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const around = at.getBoundingClientRect();
        const hidden = style.visibility === 'hidden' || style.clipPath !== 'none' || around.width <= 1;
        const scrolls = /auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth;
        if (hidden || scrolls || at.classList.contains('monaco-editor')) {
          whole = true;
          break;
        }
        const clips =
          /hidden|clip/.test(style.overflowX) && (box.right > around.right + 1 || box.left < around.left - 1);
        if (!clips) continue;
        whole = style.textOverflow === 'ellipsis';
        break;
      }
      if (!whole) found.add(`cut off: ${text.slice(0, 60)}`);
    }
    return [...found];
  });
}

/** What moves for longer than a moment. */
export function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === 'running')
      .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
      .map((animation) => {
        const { target } = animation.effect as KeyframeEffect;
        return `moves: ${target?.tagName.toLowerCase()} ${target?.className.toString().slice(0, 60)}`;
      }),
  );
}

/** Selected items that look like those beside them, bars without a colour of their own: for forced colours. */
export function unmarked(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const look = (element: Element): string => {
      const { backgroundColor, borderTopColor, borderBottomColor, borderBottomWidth, outlineStyle } =
        getComputedStyle(element);
      return [backgroundColor, borderTopColor, borderBottomColor, borderBottomWidth, outlineStyle].join(' ');
    };
    const found: string[] = [];
    const pairs = [
      ['nav a[aria-current]', 'nav a:not([aria-current])'],
      ['[role=tab][aria-selected=true]', '[role=tab][aria-selected=false]'],
      ['.mantine-SegmentedControl-label[data-active]', '.mantine-SegmentedControl-label:not([data-active])'],
      ['button[aria-pressed=true]', 'button[aria-pressed=false]'],
    ];
    for (const [chosen = '', other = ''] of pairs)
      for (const element of document.querySelectorAll(chosen)) {
        const beside = element.parentElement?.parentElement?.querySelector(other);
        if (beside && look(beside) === look(element)) found.push(`not marked: ${element.textContent?.trim()}`);
      }
    const ground = getComputedStyle(document.body).backgroundColor;
    for (const element of document.querySelectorAll<HTMLElement>(
      '[class*="_fill"], [class*="_lamp"], [class*="_swatch"]',
    )) {
      const { backgroundColor, backgroundImage, width } = getComputedStyle(element);
      const none =
        backgroundImage === 'none' && (backgroundColor === ground || /^rgba\(.*, 0\)$/.test(backgroundColor));
      if (none && parseFloat(width) > 0) found.push(`no colour: ${element.className}`);
    }
    return found;
  });
}

interface Focused {
  /** Names the element, and tells it from others. */
  name: string;
  faults: string[];
  editor: boolean;
}

/** How often, and how long after each other, what seems to be hidden is looked at again. */
const LOOKS = 10;
const LOOK_MS = 100;

/** Goes through the page by Tab; tells what takes the focus without a ring that can be seen, or behind something else. */
export async function focusFaults(page: Page): Promise<string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let n = 0; n < 150; n += 1) {
    await page.keyboard.press('Tab');
    let focused = await page.evaluate(focusedElement);
    // what comes in late may move it for a moment: a fault is what stays
    for (let look = 0; look < LOOKS && focused !== null && focused.faults.length > 0; look += 1) {
      await page.waitForTimeout(LOOK_MS);
      focused = await page.evaluate(focusedElement);
    }
    if (focused === null) {
      if (seen.size > 0) break;
      continue;
    }
    if (focused.editor) {
      // its own help says how to leave
      await page.keyboard.press('Control+m');
      continue;
    }
    if (seen.has(focused.name)) break;
    seen.add(focused.name);
    found.push(...focused.faults.map((fault) => `${fault}: ${focused.name}`));
  }
  if (seen.size < 3) found.push('nothing takes the focus');
  return found;
}

function focusedElement(): Focused | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const parts = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = parts(colour).map((part) => {
      const value = part / 255;
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (of: Element): string => {
    for (let at = of.parentElement; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if ((parts(backgroundColor)[3] ?? 1) === 1) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  // a card may have the ring of the button in it
  let contrast = 0;
  for (let at: Element | null = element, up = 0; at !== null && up < 4; at = at.parentElement, up += 1) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) continue;
    const [a, b] = [light(outlineColor), light(ground(at))];
    contrast = Math.max(contrast, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  // a button that is drawn by its label has no size of its own
  const drawn = element.getBoundingClientRect().width < 4 ? (labels[0] ?? element) : element;
  // a link may go on in the next line
  const box = drawn.getClientRects()[0] ?? drawn.getBoundingClientRect();
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const own = [element, ...labels];
  // the pointer may go through it
  const before = element.style.pointerEvents;
  element.style.pointerEvents = 'auto';
  const visible = [0.2, 0.5, 0.8].some((share) => {
    const at = document.elementFromPoint(left + (right - left) * share, top + (bottom - top) * share);
    return at !== null && own.some((one) => one.contains(at));
  });
  element.style.pointerEvents = before;
  const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
  return {
    name: `${element.tagName.toLowerCase()} ${name || (element.getAttribute('name') ?? '')} at ${Math.round(box.left)},${Math.round(box.top + scrollY)}`,
    faults: [
      ...(contrast < 3 ? ['focus without a ring'] : []),
      ...(visible && bottom > top ? [] : ['focus behind something']),
    ],
    editor: element.closest('.monaco-editor') !== null,
  };
}
