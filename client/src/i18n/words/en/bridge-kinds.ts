import type { BridgeKind } from '../../../../../src/contracts/bridge.js';

/** What is said of one kind of bridge. */
export interface KindWords {
  name: string;
  /** What it needs, step by step. */
  steps: string[];
  /** Its own settings by name: `endpoint`, secrets, what else is asked for. */
  fields: Record<string, { label: string; hint: string }>;
  /** What is typed into its lists of ids. */
  ids: { servers?: string; rooms?: string; roles?: string };
}

const SEALED = 'It is kept encrypted and never shown again.';

export const bridgeKinds: Record<BridgeKind, KindWords> = {
  onebot: {
    name: 'QQ and others (OneBot v11)',
    steps: [
      'Run a gateway that speaks OneBot v11, such as NapCat or Lagrange, and sign in there with the account of the bot.',
      'In the gateway, add a WebSocket: a server, which Keepsake calls, or a client, which calls Keepsake.',
      'Give it the access token that stands below, and save here.',
      'Get a pairing code below, and send it to the bot in a private chat.',
    ],
    fields: {
      endpoint: { label: 'Address of the gateway', hint: 'Such as ws://127.0.0.1:3001' },
      accessToken: { label: 'Access token', hint: `The same as in the gateway. ${SEALED}` },
    },
    ids: { rooms: 'Group numbers, one a line' },
  },
  discord: {
    name: 'Discord',
    steps: [
      'On discord.com/developers make an application, and in it a bot. Copy its token.',
      'Under “Installation” or “OAuth2” make a link with the scopes “bot” and “applications.commands” and the permissions to send messages, read their history and manage webhooks. Open it to let the bot into your server.',
      'Enter the token here, and save.',
      'Get a pairing code below, and send it to the bot in a private chat.',
    ],
    fields: {
      endpoint: { label: 'Address of the REST interface', hint: 'Empty: Discord’s own' },
      token: { label: 'Token of the bot', hint: SEALED },
    },
    ids: {
      servers: 'Server ids, one a line: all of their channels are let in',
      rooms: 'Channel ids, one a line',
      roles: 'Role ids; empty: everybody there',
    },
  },
};
