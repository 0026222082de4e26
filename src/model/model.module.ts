import { Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Model } from './model.js';
import { OpenAiModel } from './openai/openai-model.js';
import { ExtractiveModel } from './extractive/extractive-model.js';

/** The model that the environment names; without one, the extractive model. */
@Module({
  providers: [
    {
      provide: Model,
      inject: [Config],
      useFactory: ({ model }: Config): Model =>
        model.baseUrl || model.apiKey || model.name
          ? new OpenAiModel(model)
          : new ExtractiveModel(model.window),
    },
  ],
  exports: [Model],
})
export class ModelModule {}
