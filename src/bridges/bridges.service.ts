import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CharactersService } from '../characters/characters.service.js';
import type { BridgeEvent, BridgeKind, BridgesView, BridgeView, PairingView } from '../contracts/bridge.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import { BridgeSecrets } from './bridge-secrets.js';
import { isElsewhere, settingsAfter, type SettingsWish, shownSettings } from './bridge-settings.js';
import { BridgesRepository, type StoredBridge } from './bridges.repository.js';
import { Pairings } from './people/pairings.js';
import { PeopleRepository } from './people/people.repository.js';
import { BridgeRunner } from './running/bridge-runner.js';

/** What somebody says of a bridge; what is absent stays as it is. */
export interface BridgeWish {
  name?: string;
  settings?: SettingsWish;
  enabled?: boolean;
}

/** The bridges of an owner. */
@Injectable()
export class BridgesService {
  constructor(
    private readonly bridges: BridgesRepository,
    private readonly secrets: BridgeSecrets,
    private readonly runner: BridgeRunner,
    private readonly pairings: Pairings,
    private readonly people: PeopleRepository,
    private readonly characters: CharactersService,
  ) {}

  async list(ownerId: string): Promise<BridgesView> {
    return { items: await this.viewsOf(ownerId, await this.bridges.list(ownerId)) };
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<BridgeView> {
    return (await this.viewsOf(ownerId, [await this.stored(ownerId, id)]))[0]!;
  }

  /** @throws Problem bad_request */
  async create(ownerId: string, kind: BridgeKind, wish: BridgeWish): Promise<BridgeView> {
    const id = randomUUID();
    const { settings, secrets } = settingsAfter(kind, { settings: {}, secrets: {} }, wish.settings ?? {});
    await this.assertOwn(ownerId, settings.characterId);
    await this.bridges.create(ownerId, id, kind, {
      name: nameOf(wish.name) || kind,
      settings,
      secrets: this.secrets.seal(id, secrets),
      enabled: wish.enabled ?? false,
    });
    await this.runner.restart(id, await this.bridges.find(ownerId, id));
    return this.view(ownerId, id);
  }

  /** @throws Problem not_found, bad_request */
  async change(ownerId: string, id: string, wish: BridgeWish): Promise<BridgeView> {
    const row = await this.stored(ownerId, id);
    const before = { settings: row.settings, secrets: this.secrets.open(row) };
    const { settings, secrets } = settingsAfter(row.kind, before, wish.settings ?? {});
    await this.assertOwn(ownerId, wish.settings?.characterId ?? undefined);
    const isSame = JSON.stringify(secrets) === JSON.stringify(before.secrets);
    await this.bridges.change(ownerId, id, {
      name: nameOf(wish.name) || row.name,
      settings,
      // What cannot be read here may be with its own key again.
      secrets: isSame ? row.secrets : this.secrets.seal(id, secrets),
      enabled: wish.enabled ?? row.enabled,
    });
    if (isElsewhere(row.kind, before, { settings, secrets })) await this.bridges.reach({ id, ownerId }, null);
    if (wish.settings) await this.people.forgetTold({ id, ownerId }, settings.rooms ?? []);
    if (wish.settings || wish.enabled !== undefined)
      await this.runner.restart(id, await this.bridges.find(ownerId, id));
    return this.view(ownerId, id);
  }

  /**
   * Keeps what somebody has signed in with, and connects with it.
   * @throws Problem not_found
   */
  async signedIn(
    ownerId: string,
    id: string,
    { token, botId, host }: { token: string; botId: string; host: string | null },
  ): Promise<void> {
    const row = await this.stored(ownerId, id);
    const { host: _, ...settings } = row.settings;
    await this.bridges.change(ownerId, id, {
      name: row.name,
      settings: { ...settings, botId, ...(host !== null && { host }) },
      secrets: this.secrets.seal(id, { ...this.secrets.open(row), token }),
      enabled: true,
    });
    // Another bot has another story.
    if (row.settings.botId !== botId) await this.bridges.reach({ id, ownerId }, null);
    await this.runner.restart(id, await this.bridges.find(ownerId, id));
  }

  /** Whoever is paired there, and what was kept of what went in and out, goes with it; sessions stay. @throws Problem not_found */
  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.bridges.delete(ownerId, id))) throw noSuchBridge();
    await this.runner.restart(id, null);
  }

  /** @throws Problem not_found */
  async events(ownerId: string, id: string): Promise<{ items: BridgeEvent[] }> {
    await this.stored(ownerId, id);
    return { items: await this.bridges.events(ownerId, id) };
  }

  /** @throws Problem not_found, for the bridge or the character */
  async pair(ownerId: string, id: string, characterId: string | null): Promise<PairingView> {
    await this.stored(ownerId, id);
    await this.assertOwn(ownerId, characterId ?? undefined);
    const { code, expiresAt } = await this.pairings.issue(ownerId, id, characterId);
    return { code, expiresAt: expiresAt.toISOString() };
  }

  /** Takes a pairing back: the account is a stranger's again. @throws Problem not_found */
  async unpair(ownerId: string, id: string, personId: string): Promise<void> {
    await this.stored(ownerId, id);
    if (!(await this.people.forget({ id, ownerId }, personId)))
      throw new Problem('not_found', 'Nobody of this kind is paired here.');
  }

  private async stored(ownerId: string, id: string): Promise<StoredBridge> {
    const found = await this.bridges.find(ownerId, id);
    if (!found) throw noSuchBridge();
    return found;
  }

  private async assertOwn(ownerId: string, characterId: string | undefined): Promise<void> {
    if (characterId) await this.characters.view(ownerId, characterId);
  }

  private async viewsOf(ownerId: string, rows: readonly StoredBridge[]): Promise<BridgeView[]> {
    const [people, undelivered] = await Promise.all([
      this.bridges.people(ownerId),
      this.bridges.undelivered(ownerId),
    ]);
    return rows.map((row) => {
      const counts = undelivered.find(({ bridgeId }) => bridgeId === row.id);
      return {
        id: row.id,
        kind: row.kind,
        name: row.name,
        enabled: row.enabled,
        settings: shownSettings({ settings: row.settings, secrets: this.secrets.open(row) }),
        secretsUnreadable: !this.secrets.isReadable(row),
        status: this.runner.status(row.id),
        people: people
          .filter(({ bridgeId }) => bridgeId === row.id)
          .map(({ id, name, characterName, pairedAt }) => ({
            id,
            name,
            characterName,
            pairedAt: pairedAt.toISOString(),
          })),
        unconfirmed: counts?.unconfirmed ?? 0,
        refused: counts?.refused ?? 0,
        held: counts?.held ?? 0,
        createdAt: row.createdAt.toISOString(),
      };
    });
  }
}

const nameOf = (name: string | undefined) =>
  storable(name ?? '')
    .trim()
    .slice(0, 100);

const noSuchBridge = () => new Problem('not_found', 'There is no such bridge, or it is not yours.');
