import { countWork } from './browser.js';

/**
 * A list that draws texts and nothing else, a screen at a time as it is scrolled to, and adds to its last one what it
 * is told, typeset: what no list of messages can do without.
 */
export async function bareList(browser, texts) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await page.setContent(`<style>
    main { height: 100vh; overflow-y: auto; font: 18px/1.6 serif }
    article { max-width: 600px; margin: 0 auto 3rem }
    em, span { color: #457 }
  </style><main></main>`);
  await page.evaluate((texts) => {
    const box = document.querySelector('main');
    let drawn = 0;
    const draw = () => {
      while (drawn < texts.length && box.scrollHeight < box.scrollTop + 2 * box.clientHeight) {
        const message = document.createElement('article');
        const text = document.createElement('p');
        text.textContent = texts[drawn++];
        message.append(text);
        box.append(message);
      }
    };
    draw();
    box.addEventListener('scroll', draw);
    globalThis.grow = (html) => {
      const message = box.lastElementChild;
      for (const [at, piece] of html.split('<p>').entries()) {
        if (at > 0) message.append(document.createElement('p'));
        message.lastElementChild.insertAdjacentHTML('beforeend', piece);
      }
      box.scrollTop = box.scrollHeight;
    };
  }, texts);
  await countWork(protocol);
  return { context, page, protocol };
}
