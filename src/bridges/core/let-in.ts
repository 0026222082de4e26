import type { BridgeSettings } from '../../contracts/bridge.js';

/** Where something happens at a platform, by its own numbers. */
export interface Place {
  chat: string;
  /** Of a thread: the channel that it is part of. */
  parent?: string;
  /** Of a shared room: the server that it is part of. */
  server?: string;
}

type Doors = Pick<BridgeSettings, 'rooms' | 'servers' | 'roles'>;

/** Whether a room is let in, by itself, with its channel, or with its server. */
export function isLetIn({ rooms = [], servers = [] }: Doors, { chat, parent, server }: Place): boolean {
  return (
    rooms.includes(chat) ||
    (parent !== undefined && rooms.includes(parent)) ||
    (server !== undefined && servers.includes(server))
  );
}

/** Whether somebody in a room is heard. */
export function isHeard(doors: Doors, place: Place, roles: readonly string[]): boolean {
  const { roles: wanted = [] } = doors;
  return isLetIn(doors, place) && (!wanted.length || roles.some((role) => wanted.includes(role)));
}
