/** A page as mp.weixin.qq.com serves it: the body hidden, account and time in its script. */
export function weixinPage(of: { title: string; author: string; account: string; body: string }): string {
  return `<!DOCTYPE html>
<html class=""><head><meta charset="utf-8">
<meta property="og:url" content="https://mp.weixin.qq.com/s/abc"><meta property="og:title" content="${of.title}">
<meta name="author" content="${of.author}"><title></title>
<style>#js_content{font-size:17px}</style></head>
<body id="activity-detail" class="zh_CN mm_appmsg"><div id="js_article" class="rich_media">
<div id="js_top_ad_area"></div><div class="rich_media_inner"><div id="page-content"><div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title " id="activity-name">
  ${of.title}
</h1>
<div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="wx_tap_link">原创</span>
<span class="rich_media_meta rich_media_meta_text"><span id="js_author_name">${of.author}</span></span>
<span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a href="javascript:void(0);" id="js_name">
  ${of.account}
</a></span><em id="publish_time" class="rich_media_meta rich_media_meta_text"></em></div>
<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden; opacity: 0; ">${of.body}</div>
</div></div><div class="rich_media_tool">阅读原文 微信扫一扫关注该公众号</div></div></div>
<script>var nickname = htmlDecode("${of.account}"); var ct = "1700000000"; document.getElementById('js_content').style.visibility = 'visible';</script>
</body></html>`;
}
