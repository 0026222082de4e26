import { rm } from 'node:fs/promises';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  mixin,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { lastValueFrom, of } from 'rxjs';
import { Problem } from '../contracts/problem.js';
import type { FormLimits, UploadedFile } from './receive.js';
import { UploadsService } from './uploads.service.js';

const MB = 1_000_000;

/** What a route takes. */
export interface UploadOptions extends Partial<FormLimits> {
  /** The only field that files come in; any, where it is left out. */
  field?: string;
  /** The handler reads the file as a stream: several are handled at once, however large. */
  streams?: boolean;
}

/**
 * The one way in for multipart forms. A handler finds the fields as its body and the files, which lie on disk, by
 * `@UploadedFile()` or `@UploadedFiles()`; they are removed when it has ended. What is no form passes untouched.
 *
 * @param options one file of up to 100 MB where they do not say otherwise
 */
export function Upload(options: UploadOptions = {}): MethodDecorator {
  const { files = 1, fileSize = 100 * MB, field, streams = false } = options;

  @Injectable()
  class UploadInterceptor implements NestInterceptor {
    constructor(private readonly uploads: UploadsService) {}

    async intercept(context: ExecutionContext, next: CallHandler<unknown>) {
      const http = context.switchToHttp();
      const request = http.getRequest<Request & { file?: UploadedFile; files?: UploadedFile[] }>();
      if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return next.handle();
      const form = await this.uploads.receive(request, http.getResponse<Response>(), { files, fileSize });
      try {
        assertField(form.files, field);
        request.body = form.fields;
        request.files = form.files;
        [request.file] = form.files;
        const handle = () => lastValueFrom(next.handle());
        return of(await (streams ? handle() : this.uploads.inTurn(form, handle)));
      } finally {
        await Promise.allSettled(form.files.map(({ path }) => rm(path, { force: true })));
      }
    }
  }
  return UseInterceptors(mixin(UploadInterceptor));
}

function assertField(files: readonly UploadedFile[], field: string | undefined): void {
  if (field === undefined || files.every((file) => file.field === field)) return;
  throw new Problem('bad_request', `Send the file in the field "${field}".`);
}
