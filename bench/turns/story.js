const LINES = [
  'You said once that the lighthouse keeper counted ships the way other people count sheep, and I have been thinking about it since. ',
  'We walked to the harbour after the rain; the ropes were wet, a boy was selling chestnuts, and nobody asked us where we came from. ',
  '那天夜里你说海上的灯都是有名字的，我一直记着。后来我们沿着堤坝走回去，风很大，谁也没有再开口，只听见浪打在石头上。',
  'Do you remember the letter? I never opened it. It lies in the drawer under the maps, and now and then I read the address again. ',
];

/** A message of about 260 bytes of UTF-8. */
export function said(n) {
  // No full stop, which would make each message a list of one item.
  let text = `${n}: `;
  for (let i = n; Buffer.byteLength(text) < 250; i++) text += LINES[i % LINES.length];
  return text.slice(0, /\p{Script=Han}/u.test(text) ? 150 : 260);
}

/** @returns {{ role: string, content: string }[]} */
export function story(count) {
  return Array.from({ length: count }, (_, n) => ({ role: n % 2 ? 'assistant' : 'user', content: said(n) }));
}
