import { Controller, Get, Param, ParseIntPipe, ParseUUIDPipe, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { ExpressionList } from '../../contracts/character.js';
import { bufferOf } from '../stored-sheets.js';
import { ExpressionsService } from './expressions.service.js';

/** In the database's numbers. */
const MOST = 2 ** 31 - 1;

@Scoped('characters:read')
@Controller('api/characters/:id/expressions')
export class ExpressionsController {
  constructor(private readonly expressions: ExpressionsService) {}

  /** The pictures of how a character can look that came with its card; empty where there are none. */
  @Get()
  async list(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<ExpressionList> {
    return { items: await this.expressions.list(ownerId, id) };
  }

  /** One of them by its number, as WebP. */
  @Get(':n')
  async picture(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = n > 0 && n <= MOST ? n : 0;
    const { mediaType, bytes, sha256 } = await this.expressions.picture(ownerId, id, wanted);
    // A picture from a stranger's card is shown as a picture and as nothing else.
    response.set({
      'cache-control': 'private, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${sha256}"`,
    });
    response.type(mediaType).send(bufferOf(bytes));
  }
}
