import { Module } from '@nestjs/common';
import { FetchedPictures } from './fetched-pictures.js';
import { PicturesController } from './pictures.controller.js';

@Module({ controllers: [PicturesController], providers: [FetchedPictures], exports: [FetchedPictures] })
export class PicturesModule {}
