import { describe, expect, it } from '@jest/globals';
import { isPermanent, problemOfRefusal, refusalOf } from './server-problem.js';

const place = { server: '127.0.0.1:8080', model: 'm', key: undefined };
const said = (status: number, message: string) => refusalOf(status, JSON.stringify({ error: { message } }));

describe('a refusal of pictures', () => {
  it.each([
    [
      400,
      'Failed to deserialize the JSON body into the target type: messages[1]: unknown variant `image_url`, expected `text`',
    ],
    [400, 'Invalid content type. image_url is only supported by certain models.'],
    [500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
    [404, 'No endpoints found that support image input'],
    [400, 'm is not a multimodal model'],
    [400, 'This model does not support images. Use a model that does.'],
    [400, '该模型不支持图片输入'],
  ])('is known: %s %s', (status, message) => {
    const refusal = said(status, message);
    expect(problemOfRefusal(refusal, place).code).toBe('model_cannot_see');
    // The same again would be refused again.
    expect(isPermanent(refusal)).toBe(true);
  });

  it.each([
    [400, 'Too many images in request. Maximum is 10.', 'model_failed'],
    [400, 'Could not decode the base64 of image_url.', 'model_failed'],
    [401, 'This key is not allowed to use image input.', 'model_key_refused'],
    [429, 'Rate limit for image input reached.', 'model_rate_limited'],
    [400, 'temperature must be 1', 'model_failed'],
  ])('is not what is wrong otherwise: %s %s', (status, message, code) => {
    expect(problemOfRefusal(said(status, message), place).code).toBe(code);
  });
});
