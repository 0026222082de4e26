import { hasClass, type Element } from './markup.js';

/** Whether a reader is not shown this element, and could not make it appear by opening a tab or a fold. */
export function isHidden(element: Element): boolean {
  const { attribs, name } = element;
  if (name === 'body') return false; // a page that waits for its script
  if (!isUnseen(element) && attribs['hidden'] === undefined && attribs['aria-hidden'] !== 'true')
    return false;
  if (isPanel(element) || attribs['hidden'] === 'until-found') return false;
  return !((name === 'tr' || hasClass(element, /^mw-collapsible-content$/)) && inFold(element));
}

const UNSEEN = new RegExp(
  [
    String.raw`display\s*:\s*none`,
    String.raw`visibility\s*:\s*(?:hidden|collapse)`,
    String.raw`(?:^|[;\s])color\s*:\s*transparent`,
    String.raw`(?:left|top|right|text-indent)\s*:\s*-\d{4,}(?:px|pt|r?em)`,
    String.raw`clip\s*:\s*rect\(\s*0`,
  ].join('|'),
  'i',
);
const NO_SIZE = /font-size\s*:\s*(?:0+(?:\.0+)?|\.0+)(?:px|pt|r?em|%)?\s*(?:!|;|$)/i;
const NO_OPACITY = /opacity\s*:\s*(?:0+(?:\.0+)?|\.0+)%?\s*(?:!|;|$)/i;
const WHITE = String.raw`\s*:\s*(?:white|#fff(?:fff)?|rgb\(255,\s*255,\s*255\))`;
const WHITE_ON_WHITE = [
  new RegExp(`(?:^|[;\\s])color${WHITE}`, 'i'),
  new RegExp(`background(?:-color)?${WHITE}`, 'i'),
];

/** By its own style. Black on black is a spoiler, which readers uncover. */
function isUnseen({ attribs, children }: Element): boolean {
  const style = attribs['style'];
  if (style === undefined || style.length > 2000) return false;
  if (UNSEEN.test(style) || WHITE_ON_WHITE.every((pattern) => pattern.test(style))) return true;
  // what is only waiting to be moved into view
  if (NO_OPACITY.test(style) && !/transform|transition|animation/i.test(style)) return true;
  // of no size around what has its own: a way to lose the blanks between boxes
  return (
    NO_SIZE.test(style) &&
    !children.some((child) => child.type === 'tag' && /font-size/i.test(child.attribs['style'] ?? ''))
  );
}

/** Whether it is shown when its tab is opened. */
export function isPanel(element: Element): boolean {
  return (
    element.attribs['role'] === 'tabpanel' ||
    hasClass(element, /tabbertab|tab.{0,100}(?:content|pane|panel)|tabber__panel/i)
  );
}

function inFold(element: Element): boolean {
  for (let parent = element.parent; parent?.type === 'tag'; parent = parent.parent) {
    if (hasClass(parent, /^mw-collaps(?:ible|ed)$/)) return true;
  }
  return false;
}
