import { describe, expect, it } from 'vitest';
import { requestOf, resultOf } from '../../../adapters/lambda/http-event.ts';
import { isFromOrigin, viewerAddress } from '../../../adapters/lambda/origin.ts';
import { formEvent, httpEvent } from '../../support/golden-events.ts';

const secret = 'a-value-that-is-long-enough-1';

describe('a request as API Gateway hands it over', () => {
  it('keeps path, query, headers and cookies', () => {
    const request = requestOf(httpEvent('GET', '/me?token=a%2Fb', { headers: { accept: 'text/html' }, cookies: ['one=1', 'two=2'] }));
    expect(request?.url).toBe('https://id.execute-api.eu-central-1.amazonaws.com/me?token=a%2Fb');
    expect(request?.headers.get('cookie')).toBe('one=1; two=2');
    expect(request?.headers.get('accept')).toBe('text/html');
  });

  it('has its body decoded', async () => {
    const request = requestOf(formEvent('/sign-up', { name: 'Anaïs' }));
    expect(await request?.text()).toBe('name=Ana%C3%AFs');
    expect(await requestOf(httpEvent('POST', '/x', { body: 'naïve' }))?.text()).toBe('naïve');
  });

  it('is none where HTTP would not allow it', () => {
    expect(requestOf(httpEvent('GET', '/', { headers: { 'x-bad': 'two\nlines' } }))).toBeUndefined();
    expect(requestOf(httpEvent('TRACE', '/'))).toBeUndefined();
    expect(requestOf(httpEvent('GET', '/', { headers: { 'x-wide': '→' } }))?.headers.get('x-wide')).toBe('?');
  });

  it('is answered with cookies apart, and with bytes in base64', async () => {
    const headers = new Headers({ 'content-type': 'text/html; charset=UTF-8', location: '/me' });
    headers.append('set-cookie', 'one=1; Path=/');
    headers.append('set-cookie', 'two=2; Path=/');
    expect(await resultOf(new Response('<p>Grüße</p>', { status: 303, headers }))).toEqual({
      statusCode: 303,
      headers: { 'content-type': 'text/html; charset=UTF-8', location: '/me' },
      cookies: ['one=1; Path=/', 'two=2; Path=/'],
      body: '<p>Grüße</p>',
      isBase64Encoded: false,
    });
    const image = await resultOf(new Response(new Uint8Array([255, 216]), { headers: { 'content-type': 'image/jpeg' } }));
    expect(image).toMatchObject({ body: '/9g=', isBase64Encoded: true });
    expect(await resultOf(new Response(null, { status: 204 }))).toMatchObject({ statusCode: 204, body: '' });
  });
});

describe('the secret of the distribution', () => {
  it('is one value, or two while one takes the place of the other', () => {
    const other = 'another-value-that-is-as-long';
    expect(isFromOrigin(secret, `${secret}\n`)).toBe(true);
    expect([secret, other].map((given) => isFromOrigin(given, `${other}\n${secret}`))).toEqual([true, true]);
    expect([undefined, '', 'guess', `${secret}\n${other}`].map((given) => isFromOrigin(given, `${other}\n${secret}`))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it.each(['', ' \n', 'short', `${secret} ${secret} ${secret}`])('is refused where it is no secret to go by', (text) => {
    expect(() => isFromOrigin(undefined, text)).toThrow(expect.objectContaining({ code: 'settings.origin_secret_malformed' }));
  });

  it.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['2001:db8:0:1:2:3:4:5:46532', '2001:db8:0:1:2:3:4:5'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    [undefined, undefined],
  ])('comes with the address of the viewer: %s', (header, address) => {
    expect(viewerAddress(header)).toBe(address);
  });
});
