import type { CheerioAPI } from 'cheerio';
import { blocked, checkedForHumans } from '../network/blocked.js';
import { truncate } from '../text/encoding/truncate.js';

/** Titles of checks, refusals and logins that answer 200. */
const CHECK_TITLE =
  /just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|robot or human|human verification|security (?:check|verification)|ddos-guard|access (?:to this page )?(?:has been )?(?:is )?denied|(?:^|\D)403(?:\D|$)|forbidden|安全验证|安全驗證|人机验证|人機驗證|验证码|驗證碼|访问验证|请完成验证|滑动验证|未授权操作|访问(?:被拒绝|受限|过于频繁)|拒绝访问|请稍候|請稍候/i;
const LOGIN_TITLE = /\b(?:log|sign)[ -]?in\b|登录|登入|登錄/i;
/** What the pages of common checks carry. */
const CHECK_MARK =
  /_cf_chl_opt|cdn-cgi\/challenge-platform|cf-browser-verification|captcha-delivery|px-captcha|g-recaptcha|h-captcha|cf-turnstile/;

/** A check hardly says more. */
const SHORT = 1500;
const NEXT_TO_NOTHING = 300;

/**
 * Refuses a page that stands in for the one that was asked for; nothing here tries to get round it.
 * `size` is the number of readable characters in `html`'s article.
 * @throws Problem `page_blocked`
 */
export function refuseBlocked($: CheerioAPI, html: string, size: number): void {
  if (size >= SHORT) return;
  const title = truncate($('title').first().text(), 300);
  if (CHECK_TITLE.test(title))
    throw blocked('This site answered with a check for human visitors or a refusal');
  if (size >= NEXT_TO_NOTHING) return;
  if (CHECK_MARK.test(html)) throw checkedForHumans();
  if (LOGIN_TITLE.test(title) || $('input[type="password"]').length > 0) {
    throw blocked('This site asks for a login before it shows the page');
  }
  if (html.length > 20_000 && $('.mw-parser-output').length === 0) {
    throw blocked(
      'This site answered with next to no text: it builds the page in the browser, or holds it back',
    );
  }
}
