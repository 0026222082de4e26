import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { describe } from '../../../http/problem.filter.js';
import { PicturesRepository } from '../../story/pictures.repository.js';

const LOOK_EVERY_MS = 6 * 60 * 60_000;

/** Forgets pictures that nobody sent within a day, in whatever conversation they were left. */
@Injectable()
export class UnsentPictures implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(UnsentPictures.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly rows: PicturesRepository) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.forget(), LOOK_EVERY_MS).unref();
    void this.forget();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async forget(): Promise<void> {
    try {
      await this.rows.forgetUnsent();
    } catch (error) {
      this.logger.warn(`Pictures that were not sent were not forgotten: ${describe(error)}`);
    }
  }
}
