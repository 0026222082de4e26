import { clean } from '../text/encoding/storable.js';
import type { Heading } from './extracted.js';
import { isHidden } from './hidden.js';
import { htmlToText, type TextRules } from './html-text.js';
import { labelled, type PlainText } from './text-blocks.js';
import { childElements, elements, hasClass, type Element } from './markup.js';

/** The boxes of facts that wikis put beside an article, as different wikis name them. */
const INFOBOX =
  /^(?:portable-infobox|infobox|moe-infobox|infobox3|infoboxSpecial|infotemplatebox|notaninfobox|tpl-infobox|infoboxtable)$/;

export function isInfobox(element: Element): boolean {
  return /^(?:aside|table|div)$/.test(element.name) && hasClass(element, INFOBOX);
}

/** What the sections of infoboxes are called. */
export const BOX_TITLES = { en: 'Infobox', zh: '信息框' };

/** The text of a page: its infoboxes under a heading of their own, then its article. */
export function boxesAndArticle(
  title: string,
  boxes: readonly (readonly string[])[],
  article: PlainText,
): { text: string; headings: Heading[] } {
  const parts: string[] = [];
  const headings: Heading[] = [];
  let at = 0;
  const add = (text: string, own: readonly Heading[]): void => {
    if (text === '') return;
    for (const heading of own) headings.push({ title: heading.title, start: at + heading.start });
    parts.push(text);
    at += text.length + 2;
  };
  const name = BOX_TITLES[/\p{Script=Han}/u.test(title) ? 'zh' : 'en'];
  for (const lines of boxes) add(lines.join('\n'), [{ title: name, start: 0 }]);
  const own = article.headings.filter(({ level }) => level <= 3);
  add(article.text, own[0]?.start === 0 ? own : [{ title, start: 0 }, ...own]);
  return { text: parts.join('\n\n'), headings };
}

/** An infobox as lines of `label: value`; headings and labels of tabs stand on lines of their own. */
export function infoboxLines(box: Element, rules: TextRules): string[] {
  if (hasClass(box, /^portable-infobox$/)) return portableLines(box, rules);
  if (box.name === 'table') return tableLines(box, rules);
  return blockLines(box, rules);
}

/** A box made of blocks: two that stand alone with each other are a label and its value. */
function blockLines(box: Element, rules: TextRules): string[] {
  const children = childElements(box).filter((child) => !isHidden(child) && !rules.drop?.(child));
  if (
    children.length === 0 ||
    box.children.some((child) => child.type === 'text' && child.data.trim() !== '')
  ) {
    const line = value(box, rules);
    return line === '' ? [] : [line];
  }
  if (isPair(children)) return [row(children[0], children[1]!, rules)].filter((line) => line !== '');
  const lines: string[] = [];
  for (let n = 0; n < children.length; n++) {
    const [label, element] = children.slice(n, n + 2);
    if (label && element && LABEL_CLASS.test(label.attribs['class'] ?? '') && isPair([label, element])) {
      lines.push(row(label, element, rules));
      n++;
    } else if (children[n]!.name === 'table') {
      lines.push(...tableLines(children[n]!, rules));
    } else if (/^(?:dl|ul|ol|p|h\d)$/.test(children[n]!.name)) {
      lines.push(...linesOf(children[n]!, rules));
    } else {
      lines.push(...blockLines(children[n]!, rules));
    }
  }
  return lines.filter((line) => line !== '');
}

const LABEL_CLASS = /label|name|title|key|header|left/i;
const LONGEST_LABEL = 24;

function isPair(children: readonly Element[]): boolean {
  const [label, element] = children;
  return (
    children.length === 2 &&
    label !== undefined &&
    element !== undefined &&
    /^(?:div|span|b|strong|dt|dd|th|td)$/.test(label.name) &&
    childElements(label).length <= 1 &&
    !childElements(element).some(({ name }) => /^(?:div|table)$/.test(name)) &&
    [...linesText(label)].length <= LONGEST_LABEL
  );
}

function linesText(element: Element): string {
  return htmlToText(element.children).text;
}

const ITEM = /^(?:pi-title|pi-header|pi-data|pi-horizontal-group|pi-smart-group|wds-tab__content)$/;
const LABEL = /^pi-(?:smart-)?data-label$/;
const VALUE = /^pi-(?:smart-)?data-value$/;

function portableLines(box: Element, rules: TextRules): string[] {
  const tabs = tabLabels(box);
  const lines: string[] = [];
  for (const item of elements(box.children)) {
    if (!hasClass(item, ITEM) || isHidden(item)) continue;
    if (hasClass(item, /^wds-tab__content$/)) {
      const label = tabs.get(item);
      if (label && below(item, /^pi-data$/).length > 0) lines.push(value(label, rules)); // else pictures
    } else if (hasClass(item, /^pi-(?:title|header)$/)) {
      lines.push(value(item, rules));
    } else {
      const labels = below(item, LABEL);
      const values = below(item, VALUE);
      if (values.length === 0) lines.push(value(item, rules));
      values.forEach((element, i) => lines.push(row(labels[i], element, rules)));
    }
  }
  return lines.filter((line) => line !== '');
}

/** Labels of tabs stand together before the panels, in the same order. */
function tabLabels(box: Element): Map<Element, Element> {
  const labels = new Map<Element, Element>();
  for (const tabber of elements([box])) {
    const bar = childElements(tabber).find((child) => hasClass(child, /^wds-tabs__wrapper$/));
    if (!bar) continue;
    const names = below(bar, /^wds-tabs__tab$/);
    const panels = childElements(tabber).filter((child) => hasClass(child, /^wds-tab__content$/));
    panels.forEach((panel, i) => names[i] && labels.set(panel, names[i]));
  }
  return labels;
}

function tableLines(table: Element, rules: TextRules): string[] {
  const lines: string[] = [];
  const parts = childElements(table).flatMap((child) =>
    /^t(?:body|head|foot)$/.test(child.name) ? childElements(child) : [child],
  );
  for (const tr of parts) {
    if (isHidden(tr)) continue;
    const cells = childElements(tr).filter(({ name }) => name === 'th' || name === 'td');
    const [first, second] = cells;
    const nested = cells.some((cell) => [...elements(cell.children)].some(({ name }) => name === 'table'));
    if (tr.name === 'tr' && !nested && first && second) {
      const others = cells.slice(1).map((cell) => value(cell, rules));
      lines.push(
        cells.length === 2
          ? row(first, second, rules)
          : [value(first, rules), ...others].filter((text) => text !== '').join(' | '),
      );
    } else {
      lines.push(...linesOf(tr, rules));
    }
  }
  return lines.filter((line) => line !== '');
}

function row(label: Element | undefined, element: Element, rules: TextRules): string {
  const [left, right] = [label ? value(label, rules) : '', value(element, rules)];
  if (left === '' || right === '') return right === '' ? '' : right;
  return labelled(left, right);
}

/** On one line; where there is only a picture, its description. */
function value(element: Element, rules: TextRules): string {
  const text = linesOf(element, rules).join(' / ');
  return text !== '' ? text : pictureText(element);
}

function pictureText(element: Element): string {
  return [...elements(element.children)]
    .filter(({ name }) => name === 'img')
    .map(({ attribs }) => clean(attribs['alt'] ?? '').trim())
    .filter((alt) => alt !== '' && !/\.\w{3,4}$/.test(alt)) // the name of a file tells nothing
    .join(' / ');
}

function below(element: Element, name: RegExp): Element[] {
  return [...elements(element.children)].filter((child) => hasClass(child, name));
}

function linesOf(element: Element, rules: TextRules): string[] {
  return htmlToText(element.children, rules)
    .text.split(/\n+/)
    .filter((line) => line !== '');
}
