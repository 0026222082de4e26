import { once } from 'node:events';
import { WebSocketServer } from 'ws';

const SELF = 10001;

/** A gateway of OneBot v11 that takes whatever is sent, at once, and pushes what people say. */
export async function startGateway() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  let client = null;
  let sent = 0;
  let heard = () => {};
  server.on('connection', (socket) => {
    client = socket;
    socket.on('message', (data) => {
      const { action, params, echo } = JSON.parse(data);
      const isLogin = action === 'get_login_info';
      if (!isLogin) sent++;
      const told = isLogin ? { user_id: SELF, nickname: 'Bench' } : { message_id: 1e6 + sent };
      socket.send(JSON.stringify({ status: 'ok', retcode: 0, data: told, echo }));
      if (!isLogin) heard(params);
    });
  });
  let messages = 0;
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    /** How many messages the bot has sent. */
    get sent() {
      return sent;
    },
    /** Somebody says something to the bot: in a group by its name, else in private. */
    say(user, text, group) {
      const said = { type: 'text', data: { text } };
      const message = group ? [{ type: 'at', data: { qq: String(SELF) } }, said] : [said];
      const where = group ? { message_type: 'group', group_id: group } : { message_type: 'private' };
      client.send(
        JSON.stringify({
          ...{ post_type: 'message', self_id: SELF, user_id: user, message_id: ++messages, message },
          ...{ ...where, sender: { nickname: `Person ${user}` } },
        }),
      );
    },
    /** Once the bot has sent so many, from the beginning on. */
    async received(count) {
      while (sent < count) await new Promise((resolve) => (heard = resolve));
    },
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
